from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from personalize.exceptions import BackendTimeout
from personalize.identity.accounts import get_identity
from personalize.models import Event
from tests.personalize.factories import make_event
from tests.shop.factories import make_product, make_products, make_user

pytestmark = pytest.mark.django_db

EXPLAIN = "admin:personalize_explain"
EVENTS = "admin:personalize_event_changelist"


def explain(client: Client, **data: str) -> str:
    data.setdefault("use_case", "recommended-for-you")
    return client.get(reverse(EXPLAIN), data).content.decode()


def test_events_are_listed(admin_client: Client) -> None:
    make_event("g_1", item_id="A1")
    assert b"A1" in admin_client.get(reverse(EVENTS)).content


@pytest.mark.parametrize("field", ["session_id", "item_id", "visitor_id", "event_id"])
def test_events_are_found_by_an_id(admin_client: Client, field: str) -> None:
    event = make_event("g_1")
    make_event("g_2")
    found = admin_client.get(reverse(EVENTS), {"q": str(getattr(event, field))})
    assert list(found.context["cl"].queryset) == [event]


def test_events_cannot_be_edited(admin_client: Client) -> None:
    event = make_event("g_1")
    url = reverse("admin:personalize_event_change", args=[event.pk])
    assert admin_client.post(url, {"item_id": "forged"}).status_code == 403


def test_rejected_events_can_be_delivered_again(admin_client: Client) -> None:
    event = make_event("g_1", status="rejected", error="no such tracker")
    data = {"action": "deliver_again", "_selected_action": [event.pk]}
    admin_client.post(reverse(EVENTS), data)
    event.refresh_from_db()
    assert (event.status, event.error) == ("pending", "")


def test_local_events_are_not_delivered_by_the_action(admin_client: Client) -> None:
    event = make_event("g_1", status="local")
    data = {"action": "deliver_again", "_selected_action": [event.pk]}
    admin_client.post(reverse(EVENTS), data)
    assert Event.objects.get().status == "local"


def test_every_backend_explains_itself(admin_client: Client, configure: Any) -> None:
    product = make_product("Red Mug")
    configure(answers={"recommended-for-you": [product.sku, "gone"]})
    page = explain(admin_client, shopper="u_someone")
    assert "locmem" in page
    assert "Red Mug" in page
    assert "Not offered now" in page


def test_a_shopper_is_found_by_address(admin_client: Client, configure: Any) -> None:
    backend = configure(answers={"recommended-for-you": []})
    identity = get_identity(make_user("ann@example.com"))
    explain(admin_client, shopper="Ann@example.com")
    assert backend.queries[0].visitor.id == identity.user_id


def test_a_failing_backend_says_so(admin_client: Client, configure: Any) -> None:
    configure(fault=BackendTimeout("Nothing came in 3 s."))
    page = explain(admin_client)
    assert "Did not answer in time: Nothing came in 3 s." in page


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"shopper": "nobody@example.com"}, "Nobody with this address"),
        ({"use_case": "similar-items"}, "starts from a product"),
        ({"use_case": "nonsense"}, "Select a valid choice"),
        ({"shopper": "a\x00b"}, "Null characters"),
    ],
)
def test_a_wrong_question_is_explained(
    admin_client: Client, data: dict[str, str], complaint: str
) -> None:
    assert complaint in explain(admin_client, **data)


def test_explaining_is_for_staff(client: Client) -> None:
    assert client.get(reverse(EXPLAIN)).status_code == 302


def test_the_queries_do_not_grow_with_the_items(
    admin_client: Client, configure: Any, django_assert_max_num_queries: Any
) -> None:
    skus = [product.sku for product in make_products(10)]
    configure(answers={"recommended-for-you": skus})
    with django_assert_max_num_queries(5):
        explain(admin_client, shopper="u_someone")


@pytest.mark.parametrize("model", ["useridentity", "serverkey", "event"])
def test_each_list_of_the_admin_opens(admin_client: Client, model: str) -> None:
    url = reverse(f"admin:personalize_{model}_changelist")
    assert admin_client.get(url).status_code == 200
