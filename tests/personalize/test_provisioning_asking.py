"""What the operator is asked, and what is shown meanwhile."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError
from rich.console import Console

from personalize.provisioning.displays import open_display
from personalize.provisioning.reconciling import Phase, Progress
from personalize.provisioning.resources.trackers import make_tracker
from tests.personalize.provisioning import (
    Amazon,
    amazon,
    moto_url,
    run,
    start_amazon,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda text: monkeypatch.setattr("sys.stdin", Keyboard(f"{text}\n"))


def collect() -> str:
    return run("apply", "--collect-only", "--interval", "0.02")


def show(*progress: Progress, is_terminal: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=is_terminal, width=100)
    with open_display(console) as display:
        display.look(progress)
        display.look(progress)
    return out.getvalue()


def test_nothing_is_made_without_a_yes(amazon: Amazon, type_in: Any) -> None:
    type_in("no")
    with pytest.raises(CommandError, match="Nothing was done"):
        collect()
    assert amazon.count_writes() == 0


def test_a_yes_is_enough(amazon: Amazon, type_in: Any) -> None:
    type_in("yes")
    collect()
    assert amazon.list_names("dataset_group") == ["shop"]


def test_who_has_nothing_to_change_is_not_asked(amazon: Amazon, type_in: Any) -> None:
    type_in("yes")
    collect()
    type_in("no")
    assert "to keep" in collect()


def test_the_prefix_has_to_be_typed_to_take_it_down(
    amazon: Amazon, type_in: Any
) -> None:
    type_in("yes")
    collect()
    type_in("yes")
    with pytest.raises(CommandError, match="Nothing was done"):
        run("teardown", "--interval", "0.02")
    type_in("shop")
    run("teardown", "--interval", "0.02")
    assert amazon.list_names("dataset_group") == []


def test_a_log_gets_a_line_each_change() -> None:
    tracker = make_tracker("shop")
    progress = Progress(resource=tracker, phase=Phase.WAITING, note="CREATE PENDING")
    shown = show(progress, is_terminal=False)
    assert shown == "event-tracker: waiting, CREATE PENDING\n"


def test_a_terminal_gets_a_table_and_the_rest_in_numbers() -> None:
    tracker = make_tracker("shop")
    shown = show(
        Progress(resource=tracker, phase=Phase.WAITING, note="CREATE PENDING"),
        Progress(resource=tracker, phase=Phase.READY),
        Progress(resource=tracker),
        is_terminal=True,
    )
    assert "CREATE PENDING" in shown
    assert "1 blocked, 1 waiting, 1 ready" in shown
