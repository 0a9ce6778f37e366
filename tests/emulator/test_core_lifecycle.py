from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from personalize.emulator import Emulator, kinds, lifecycle
from personalize.emulator.lifecycle import WorkFailed
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from tests.emulator.conftest import Connect
from tests.emulator.schemas import USERS
from tests.emulator.world import make_group, make_schema

Work = lifecycle.Work


@pytest.fixture
def let_groups(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    """Make the creation of a dataset group a piece of work."""
    word = kinds.DATASET_GROUP.word
    return lambda work: monkeypatch.setitem(lifecycle.WORKS, word, work)


def get_group(client: Any, arn: str) -> dict[str, Any]:
    return dict(client.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"])


def test_states_pass_at_the_pace_that_was_chosen(connect: Connect) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        arn = make_group(client)
        seen = [get_group(client, arn)["status"]]
        emulator.state.clock.forward(70)
        seen.append(get_group(client, arn)["status"])
        emulator.state.clock.forward(70)
        seen.append(get_group(client, arn)["status"])
    assert seen == ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]


def test_without_a_pace_all_is_done_at_once(personalize: Any, group: str) -> None:
    described = get_group(personalize, group)
    assert described["status"] == "ACTIVE"
    assert described["lastUpdatedDateTime"] == described["creationDateTime"]


def test_the_last_change_of_state_is_an_update(connect: Connect) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        arn = make_group(client)
        emulator.state.clock.forward(130)
        group = get_group(client, arn)
    later = group["lastUpdatedDateTime"] - group["creationDateTime"]
    assert later.total_seconds() == 120


def test_states_survive_a_restart(connect: Connect, tmp_path: Path) -> None:
    with Emulator(state_path=tmp_path / "state") as emulator:
        client = connect(emulator, "personalize")
        arn = make_group(client, tags=[{"tagKey": "team", "tagValue": "shop"}])
        before = get_group(client, arn)
    with Emulator(state_path=tmp_path / "state") as emulator:
        client = connect(emulator, "personalize")
        assert get_group(client, arn) == before
        assert client.list_tags_for_resource(resourceArn=arn)["tags"]


def test_deletions_survive_a_restart(connect: Connect, tmp_path: Path) -> None:
    with Emulator(state_path=tmp_path / "state") as emulator:
        client = connect(emulator, "personalize")
        client.delete_schema(schemaArn=make_schema(client, USERS))
        client.list_schemas()
    with Emulator(state_path=tmp_path / "state") as emulator:
        assert emulator.state.count() == 0


def test_a_stopped_emulator_remembers_when_started_again(connect: Connect) -> None:
    with Emulator() as emulator:
        client = connect(emulator, "personalize")
        arn = make_group(client)
        emulator.stop()
        emulator.start()
        assert get_group(client, arn)["status"] == "ACTIVE"


def test_work_is_done_before_a_resource_is_active(
    let_groups: Callable[[Work], None], emulator: Emulator, personalize: Any
) -> None:
    may_end = Event()

    def work(state: State, resource: Resource) -> dict[str, Any]:
        may_end.wait(10)
        return {"roleArn": resource.name}

    let_groups(work)
    arn = make_group(personalize)
    assert get_group(personalize, arn)["status"] == "CREATE IN_PROGRESS"
    may_end.set()
    emulator.settle()
    described = get_group(personalize, arn)
    assert (described["status"], described["roleArn"]) == ("ACTIVE", "shop")


def test_work_that_fails_says_why(
    let_groups: Callable[[Work], None], emulator: Emulator, personalize: Any
) -> None:
    def work(state: State, resource: Resource) -> dict[str, Any]:
        raise WorkFailed("There is too little data.")

    let_groups(work)
    arn = make_group(personalize)
    emulator.settle()
    described = get_group(personalize, arn)
    assert described["status"] == "CREATE FAILED"
    assert described["failureReason"] == "There is too little data."


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_work_that_breaks_ends_too(
    let_groups: Callable[[Work], None], emulator: Emulator, personalize: Any
) -> None:
    def work(state: State, resource: Resource) -> dict[str, Any]:
        raise ZeroDivisionError

    let_groups(work)
    arn = make_group(personalize)
    emulator.settle()
    assert get_group(personalize, arn)["status"] == "CREATE FAILED"


def test_work_waits_for_its_state(
    let_groups: Callable[[Work], None], connect: Connect
) -> None:
    done = Event()

    def work(state: State, resource: Resource) -> dict[str, Any]:
        done.set()
        return {}

    let_groups(work)
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        make_group(client)
        assert not done.wait(0.05)
        emulator.state.clock.forward(70)
        assert done.wait(10)


def test_work_is_taken_up_after_a_restart(
    let_groups: Callable[[Work], None], connect: Connect, tmp_path: Path
) -> None:
    done: list[str] = []

    def work(state: State, resource: Resource) -> dict[str, Any]:
        done.append(resource.name)
        return {}

    let_groups(work)
    with Emulator(state_path=tmp_path / "state", pace=60) as emulator:
        make_group(connect(emulator, "personalize"))
    assert done == []
    with Emulator(state_path=tmp_path / "state", pace=0) as emulator:
        emulator.state.clock.forward(70)
        emulator.settle()
    assert done == ["shop"]


def test_a_state_file_belongs_to_one_emulator(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with Emulator(state_path=path), pytest.raises(OSError, match="locked"):
        Emulator(state_path=path)


def test_another_file_is_no_state(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Amazon, " * 100)
    with pytest.raises(OSError, match="not a database"):
        Emulator(state_path=path)


def test_a_name_is_used_again_while_old_work_goes_on(
    let_groups: Callable[[Work], None], emulator: Emulator, personalize: Any
) -> None:
    may_end = Event()
    done: list[float] = []

    def work(state: State, resource: Resource) -> dict[str, Any]:
        may_end.wait(10)
        done.append(resource.created)
        return {}

    let_groups(work)
    arn = make_group(personalize)
    old = emulator.state.get(kinds.DATASET_GROUP, arn)
    emulator.state.remove([old])
    make_group(personalize)
    may_end.set()
    emulator.settle()
    assert len(set(done)) == 2
    assert get_group(personalize, arn)["status"] == "ACTIVE"


def test_work_is_not_begun_twice(
    let_groups: Callable[[Work], None], emulator: Emulator, personalize: Any
) -> None:
    may_end = Event()
    done: list[str] = []

    def work(state: State, resource: Resource) -> dict[str, Any]:
        may_end.wait(10)
        done.append(resource.name)
        return {}

    let_groups(work)
    make_group(personalize)
    emulator.stop()
    emulator.start()
    may_end.set()
    emulator.settle()
    assert done == ["shop"]
