from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from personalize import reports
from personalize.models import Event
from personalize.reports import (
    count_interactions,
    count_rejected,
    count_returning_users,
    get_backlog,
    get_delivery_health,
)
from tests.personalize.factories import make_event

pytestmark = pytest.mark.django_db


def test_nothing_waits_in_an_empty_shop() -> None:
    assert get_backlog() == reports.Backlog()


def test_the_oldest_event_counts_by_when_it_was_received() -> None:
    make_event("g_1", hours_ago=50)
    old = make_event("g_1")
    received_at = timezone.now() - timedelta(hours=2)
    Event.objects.filter(pk=old.pk).update(received_at=received_at)
    backlog = get_backlog()
    assert backlog.pending == 2
    assert timedelta(hours=2) <= backlog.oldest < timedelta(hours=3)


def test_events_that_are_settled_do_not_wait() -> None:
    make_event("g_1", status="delivered")
    make_event("g_1", status="local")
    assert get_backlog().pending == 0


def test_counting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_COUNTED", 2)
    Event.objects.bulk_create(Event(item_id=str(number)) for number in range(5))
    assert get_backlog().pending == 2


def test_rejections_of_yesterday_are_past() -> None:
    make_event("g_1", status="rejected")
    make_event("g_1", status="rejected", hours_ago=30)
    assert count_rejected() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"visitor_id": "g_guest"},
        {"visitor_id": "u_1", "item_id": ""},
        {"visitor_id": "u_1", "status": "rejected"},
    ],
)
def test_what_amazon_cannot_train_on_is_not_counted(fields: dict[str, str]) -> None:
    make_event(**fields)
    assert count_interactions(limit=10) == 0


def test_imported_history_counts() -> None:
    make_event("customer-7", status="local")
    assert count_interactions(limit=10) == 1


def test_interactions_of_a_type_are_counted() -> None:
    make_event("u_1", event_type="Purchase")
    make_event("u_1", event_type="View")
    assert count_interactions(event_type="Purchase", limit=10) == 1


def test_users_with_two_interactions_return() -> None:
    visitor_ids = ("u_1", "u_1", "u_2", "u_3", "u_3")
    Event.objects.bulk_create(
        Event(visitor_id=visitor_id, item_id="A-1") for visitor_id in visitor_ids
    )
    assert count_returning_users(limit=25) == 2
    assert count_returning_users(limit=1) == 1


def test_users_are_looked_for_beyond_the_latest_events(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reports, "RECENT", 1)
    make_event("u_1", hours_ago=2)
    make_event("u_1", hours_ago=3)
    assert count_returning_users(limit=1) == 1


def test_the_latest_error_is_that_of_what_waits() -> None:
    make_event("g_1", status="rejected", error="refused")
    make_event("g_1", error="Amazon is away.")
    assert get_delivery_health().problem == "Amazon is away."


def test_the_list_of_events_says_how_delivery_does(admin_client: Client) -> None:
    make_event("g_1", status="delivered")
    make_event("g_1", status="rejected", error="the item's id is too long")
    page = admin_client.get(reverse("admin:personalize_event_changelist"))
    assert "1 were delivered and 1 rejected" in page.content.decode()
    assert "id is too long" in page.content.decode()
