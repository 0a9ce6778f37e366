from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from personalize.events import track
from personalize.identity import Visitor

GUEST = Visitor(session_id="g_1")
SHOPPER = Visitor(user_id="u_1", session_id="s_1")
NOBODY = Visitor(is_tracked=False)

pytestmark = pytest.mark.django_db


def clicked(item_id: str, recommendation_id: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES["personalize_click"] = f"{item_id}~{recommendation_id}"
    return request


def test_a_view_is_owed_to_the_recommendation_that_was_clicked() -> None:
    event = track(clicked("A-1", "RID-7f"), "View", item_id="A-1", visitor=GUEST)
    assert event is not None
    assert event.recommendation_id == "RID-7f"


def test_a_recommendation_named_by_the_caller_wins() -> None:
    request = clicked("A-1", "RID-7f")
    event = track(
        request, "View", item_id="A-1", visitor=GUEST, recommendation_id="RID-8"
    )
    assert event is not None
    assert event.recommendation_id == "RID-8"


@pytest.mark.parametrize(
    ("event_type", "request_"),
    [
        ("View", clicked("A-2", "RID-7f")),
        ("AddToCart", clicked("A-1", "RID-7f")),
        ("View", clicked("A-1", "")),
        ("View", clicked("A-1", "x" * 41)),
        ("View", clicked("A-1", "RID\x00")),
        ("View", clicked("A-1", "%00")),
        ("View", RequestFactory().get("/")),
    ],
)
def test_no_other_click_counts(event_type: str, request_: HttpRequest) -> None:
    event = track(request_, event_type, item_id="A-1", visitor=GUEST)
    assert event is not None
    assert event.recommendation_id == ""


def test_the_item_id_in_the_click_may_hold_any_character() -> None:
    event = track(clicked("caf%C3%A9~1", "R"), "View", item_id="café~1", visitor=GUEST)
    assert event is not None
    assert event.recommendation_id == "R"
