from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import login, logout
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from personalize import guests
from personalize.accounts import join_guest
from personalize.enums import EventType
from personalize.events import track
from personalize.exceptions import IdentityForbidden, InvalidUserId
from personalize.identity import (
    NOBODY,
    Visitor,
    consume_link,
    get_user_id,
    get_visitor,
    resolve_visitor,
)
from personalize.middleware import VisitorMiddleware
from personalize.models import Event, IdentityLink, UserIdentity
from tests.personalize.factories import (
    BROWSER,
    make_event,
    make_request,
    make_user,
)

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_guest_request(guest_id: str = "", **headers: str) -> HttpRequest:
    request = make_request(**headers)
    request.COOKIES[guests.cookie_name()] = guests.sign(guest_id or guests.mint())
    return request


def log_in(request: HttpRequest, user: Any) -> None:
    login(request, user, backend=BACKEND)


def respond(request: HttpRequest, view: Any = get_visitor) -> HttpResponse:
    """Send the request through the middleware to a page that calls the view."""

    def page(request: HttpRequest) -> HttpResponse:
        view(request)
        return HttpResponse()

    return VisitorMiddleware(page)(request)


def open_page_after(request: HttpRequest, clock: Any, *, minutes: int) -> Visitor:
    clock.move_to(timezone.now() + timedelta(minutes=minutes))
    page = make_request(request.user)
    page.session = request.session
    return get_visitor(page)


# Guests


def test_a_page_that_asks_mints_a_guest() -> None:
    visitor = get_visitor(make_request())
    assert guests.GUEST_ID.fullmatch(visitor.session_id)
    assert visitor.user_id == ""
    assert visitor.is_tracked


def test_a_page_that_does_not_ask_sets_no_cookie() -> None:
    response = respond(make_request(), view=lambda request: None)
    assert not response.cookies
    assert "Vary" not in response.headers


def test_the_blocks_of_a_page_see_the_same_new_guest() -> None:
    request = make_request()
    assert get_visitor(request) is get_visitor(request)


def test_the_next_page_knows_the_guest_by_the_cookie() -> None:
    request = make_request()
    response = respond(request)
    following = make_request()
    following.COOKIES = {key: each.value for key, each in response.cookies.items()}
    assert get_visitor(following) == get_visitor(request)


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() -> None:
    response = respond(make_request())
    cookie = response.cookies["gid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == 395 * 24 * 3600
    assert response["Vary"] == "Cookie"


def test_the_cookie_is_secure_where_cookies_are(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = respond(make_request()).cookies["__Host-gid"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""


def test_a_cookie_that_is_known_is_not_set_again() -> None:
    assert not respond(make_guest_request()).cookies


def test_a_cookie_with_a_wrong_signature_is_replaced() -> None:
    request = make_request()
    request.COOKIES["gid"] = f"{guests.mint()}.AAAAAAAAAAAAAAAA"
    response = respond(request)
    assert guests.unsign(response.cookies["gid"].value) == get_visitor(request).id


def test_a_guest_makes_no_web_session() -> None:
    request = make_request()
    get_visitor(request)
    assert request.session.is_empty()


# Who is left out


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "python-requests/2.32",
        "Googlebot/2.1 (+http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0",
    ],
)
def test_programs_are_nobody(agent: str) -> None:
    response = respond(request := make_request(**{"User-Agent": agent}))
    assert get_visitor(request) is NOBODY
    assert not response.cookies


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14; CUBOT X50) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
    ],
)
def test_browsers_are_people(agent: str) -> None:
    assert get_visitor(make_request(**{"User-Agent": agent})).is_tracked


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-GPC": "1"},
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
    ],
)
def test_who_objects_and_what_nobody_looks_at_is_not_tracked(
    headers: dict[str, str],
) -> None:
    response = respond(request := make_guest_request(**headers))
    assert get_visitor(request) is NOBODY
    assert not response.cookies


def test_do_not_track_is_not_the_signal() -> None:
    assert get_visitor(make_request(DNT="1")).is_tracked


def test_staff_are_not_tracked() -> None:
    request = make_request()
    log_in(request, make_user(is_staff=True))
    assert get_visitor(request) is NOBODY


def test_an_account_that_opted_out_is_not_tracked() -> None:
    user = make_user()
    UserIdentity.objects.create(account=user, user_id="u_x", opted_out=True)
    log_in(request := make_request(), user)
    assert get_visitor(request) is NOBODY


def test_opting_out_reaches_a_running_web_session(time_machine: Any) -> None:
    user = make_user()
    log_in(request := make_request(), user)
    UserIdentity.objects.update(opted_out=True)
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    assert get_visitor(request) is NOBODY


# Accounts


def test_an_account_is_known_by_128_random_bits_and_never_by_its_key() -> None:
    user = make_user()
    user_id = get_user_id(user)
    assert len(user_id) == len("u_") + 22
    assert get_user_id(user) == user_id


def test_a_shopper_has_the_account_as_user_and_a_session_of_its_own() -> None:
    user = make_user()
    log_in(request := make_request(), user)
    visitor = get_visitor(request)
    assert visitor.user_id == get_user_id(user)
    assert visitor.session_id.startswith("s_")
    assert visitor.session_id != request.session.session_key


def test_later_pages_of_a_shopper_ask_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    log_in(first := make_request(), make_user())
    get_visitor(first)
    later = make_request(first.user)
    later.session = first.session
    with django_assert_num_queries(0):
        assert get_visitor(later) == get_visitor(first)


def test_a_session_ends_after_half_an_hour_of_silence(time_machine: Any) -> None:
    log_in(request := make_request(), make_user())
    before = get_visitor(request)
    after = open_page_after(request, time_machine, minutes=31)
    assert after.session_id != before.session_id
    assert after.user_id == before.user_id


def test_a_session_lives_while_pages_are_opened(time_machine: Any) -> None:
    log_in(request := make_request(), make_user())
    before = get_visitor(request)
    open_page_after(request, time_machine, minutes=20)
    open_page_after(request, time_machine, minutes=20)
    assert open_page_after(request, time_machine, minutes=20) == before


# Login and logout


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


# Claims


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
