from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from personalize.exceptions import IdentityForbidden, InvalidUserId
from personalize.identity import (
    NOBODY,
    get_user_id,
    get_visitor,
    resolve_visitor,
)
from tests.personalize.factories import (
    BROWSER,
    make_request,
    make_user,
    respond,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "claimed",
    ["a@b", "a b", "é", "a\n", "١٢", "a/b", "x" * 129, "null", "undefined", "None"],
)
def test_an_id_of_no_form_is_invalid(claimed: str) -> None:
    with pytest.raises(InvalidUserId):
        resolve_visitor(make_request(), claimed)


@pytest.mark.parametrize("session_id", ["a b", "x" * 129, "null"])
def test_a_session_id_has_the_form_of_an_id(session_id: str) -> None:
    with pytest.raises(InvalidUserId):
        resolve_visitor(make_request(), "test-user-123", session_id)


@pytest.mark.parametrize("session_id", ["u_anything", "g_" + "A" * 22])
def test_a_session_cannot_be_named_like_a_profile(session_id: str) -> None:
    with pytest.raises(IdentityForbidden):
        resolve_visitor(make_request(), "test-user-123", session_id)


def test_a_free_form_id_is_passed_verbatim() -> None:
    visitor = resolve_visitor(make_request(), "test-user-123", "visit-7")
    assert (visitor.user_id, visitor.session_id) == ("test-user-123", "visit-7")


def test_a_free_form_id_without_a_session_has_one_a_day(time_machine: Any) -> None:
    time_machine.move_to("2026-11-23T10:00:00Z")
    first = resolve_visitor(make_request(), "test-user-123")
    again = resolve_visitor(make_request(), "test-user-123")
    time_machine.move_to("2026-11-24T10:00:00Z")
    tomorrow = resolve_visitor(make_request(), "test-user-123")
    assert first == again
    assert first.session_id != tomorrow.session_id


def test_the_key_of_an_account_without_its_credentials_is_only_a_name() -> None:
    user = make_user()
    visitor = resolve_visitor(make_request(), str(user.pk))
    assert visitor.user_id == str(user.pk)
    assert visitor.user_id != get_user_id(user)


def test_resolving_mints_nothing() -> None:
    response = respond(make_request(), view=resolve_visitor)
    assert not response.cookies


def test_nobody_in_particular_is_nobody() -> None:
    assert resolve_visitor(make_request()) is NOBODY


def test_a_program_may_call_the_api() -> None:
    request = make_request(**{"User-Agent": "curl/8.5.0"})
    assert resolve_visitor(request, "test-user-123").is_tracked


def test_a_request_that_no_middleware_has_seen_is_a_stranger() -> None:
    request = RequestFactory(headers={"User-Agent": BROWSER}).get("/")
    assert get_visitor(request).session_id.startswith("g_")
