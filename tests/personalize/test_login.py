from __future__ import annotations

import pytest
from django.contrib.auth import logout
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from personalize.enums import EventType
from personalize.events import track
from personalize.identity import (
    consume_link,
    get_user_id,
    get_visitor,
    guests,
)
from personalize.identity.accounts import join_guest
from personalize.models import Event, IdentityLink, UserIdentity
from personalize.receivers import part, start_shopper
from tests.personalize.factories import (
    log_in,
    make_event,
    make_guest_request,
    make_request,
    make_user,
    respond,
)

pytestmark = pytest.mark.django_db


def test_the_last_day_of_a_guest_joins_the_account_at_login() -> None:
    user = make_user()
    guest_id = guests.mint()
    recent, old = make_event(guest_id), make_event(guest_id, hours_ago=25)
    log_in(make_guest_request(guest_id), user)
    recent.refresh_from_db()
    old.refresh_from_db()
    assert recent.visitor_id == get_user_id(user)
    assert old.visitor_id == guest_id


def test_joining_leaves_what_is_sent_as_it_was() -> None:
    guest_id = guests.mint()
    event = make_event(guest_id)
    log_in(make_guest_request(guest_id), make_user())
    event.refresh_from_db()
    assert (event.user_id, event.session_id) == ("", guest_id)


def test_joining_costs_the_same_for_one_event_and_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one, many = guests.mint(), guests.mint()
    make_event(one)
    events = [make_event(many) for _ in range(12)]
    with CaptureQueriesContext(connection) as queries:
        join_guest(one, "u_one")
    with django_assert_num_queries(len(queries)):
        join_guest(many, "u_many")
    assert Event.objects.of_visitor("u_many").count() == len(events)


def test_the_first_event_after_a_login_carries_both_ids_and_the_next_does_not() -> None:
    user = make_user()
    guest_id = guests.mint()
    log_in(request := make_guest_request(guest_id), user)
    first = track(request, EventType.VIEW, item_id="a")
    following = make_request(user)
    following.session = request.session
    second = track(following, EventType.VIEW, item_id="b")
    assert first is not None
    assert second is not None
    assert (first.user_id, first.session_id) == (get_user_id(user), guest_id)
    assert second.session_id.startswith("s_")


def test_a_page_that_stores_no_event_keeps_the_link_for_the_next() -> None:
    guest_id = guests.mint()
    log_in(request := make_guest_request(guest_id), make_user())
    following = make_request(request.user)
    following.session = request.session
    get_visitor(request)
    assert get_visitor(following).session_id == guest_id


def test_once_consumed_the_link_is_gone_for_the_same_page_too() -> None:
    log_in(request := make_guest_request(), make_user())
    before = get_visitor(request)
    consume_link(request)
    assert before.session_id.startswith("g_")
    assert get_visitor(request).session_id.startswith("s_")


def test_the_first_account_to_claim_a_guest_keeps_it() -> None:
    anna, ben = make_user(), make_user()
    guest_id = guests.mint()
    log_in(make_guest_request(guest_id), anna)
    event = make_event(guest_id)
    log_in(request := make_guest_request(guest_id), ben)
    event.refresh_from_db()
    assert IdentityLink.objects.get().user_id == get_user_id(anna)
    assert event.visitor_id == guest_id
    assert get_visitor(request).session_id.startswith("s_")


def test_a_cookie_that_we_did_not_sign_joins_nothing() -> None:
    request = make_request()
    request.COOKIES["gid"] = f"{guests.mint()}.AAAAAAAAAAAAAAAA"
    log_in(request, make_user())
    assert not IdentityLink.objects.exists()


def test_staff_take_no_guest_with_them() -> None:
    log_in(make_guest_request(), make_user(is_staff=True))
    assert not IdentityLink.objects.exists()


def test_who_objects_to_tracking_is_not_joined() -> None:
    log_in(make_guest_request(**{"Sec-GPC": "1"}), make_user())
    assert not IdentityLink.objects.exists()


def test_the_guest_cookie_ends_with_the_login() -> None:
    user = make_user()
    response = respond(make_guest_request(), lambda request: log_in(request, user))
    assert response.cookies["gid"].value == ""
    assert response.cookies["gid"]["max-age"] == 0


def test_whoever_comes_after_a_logout_is_a_new_guest() -> None:
    guest_id = guests.mint()
    log_in(request := make_guest_request(guest_id), make_user())
    logout(request)
    visitor = get_visitor(request)
    assert visitor.session_id.startswith("g_")
    assert visitor.session_id != guest_id


def test_a_login_and_another_begin_different_sessions() -> None:
    user = make_user()
    log_in(first := make_request(), user)
    log_in(second := make_request(), user)
    assert get_visitor(first).session_id != get_visitor(second).session_id


def test_a_change_of_account_in_one_browser_changes_the_visitor() -> None:
    anna, ben = make_user(), make_user()
    log_in(request := make_request(), anna)
    get_visitor(request)
    log_in(request, ben)
    assert get_visitor(request).user_id == get_user_id(ben)


def test_a_login_without_a_request_is_no_visit() -> None:
    start_shopper(None, make_user())
    part(None)
    assert not UserIdentity.objects.exists()
