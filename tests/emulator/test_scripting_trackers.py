from __future__ import annotations

from typing import Any

from personalize.emulator import Emulator
from tests.emulator import world
from tests.emulator.test_core_faults import control

EVENT = {"eventType": "View", "sentAt": 1_700_000_000, "itemId": "1"}


def put(client: Any) -> None:
    client.put_events(trackingId="tracking-1", sessionId="s", eventList=[EVENT])


def test_a_tracker_can_have_an_id_known_beforehand(
    emulator: Emulator, personalize_events: Any
) -> None:
    emulator.track("tracking-1")
    put(personalize_events)
    _, (event,) = control(emulator, "GET", "events")
    assert (event["itemId"], event["sessionId"]) == ("1", "s")


def test_it_can_join_a_group(
    emulator: Emulator, personalize: Any, personalize_events: Any, group: str
) -> None:
    world.make_dataset(personalize, group)
    emulator.track("tracking-1", group)
    put(personalize_events)
    (tracker,) = personalize.list_event_trackers(datasetGroupArn=group)["eventTrackers"]
    assert tracker["status"] == "ACTIVE"
    assert len(personalize.list_datasets()["datasets"]) == 1


def test_trackers_are_made_over_http(
    emulator: Emulator, personalize_events: Any
) -> None:
    assert control(emulator, "POST", "trackers", {}) == (
        400,
        {"message": "'trackingId' is needed."},
    )
    control(emulator, "POST", "trackers", {"trackingId": "tracking-1"})
    put(personalize_events)
    assert emulator.get_requests("PutEvents")[0].status == 200
