from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from personalize.identity import (
    NOBODY,
    get_user_id,
    get_visitor,
    guests,
)
from personalize.models import UserIdentity
from tests.personalize.factories import (
    BROWSER,
    log_in,
    make_guest_request,
    make_request,
    make_user,
    open_page_after,
    respond,
)

pytestmark = pytest.mark.django_db


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
