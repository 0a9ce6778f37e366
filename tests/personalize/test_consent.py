from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from personalize.identity import (
    NOBODY,
    erase_history,
    get_user_id,
    get_visitor,
    guests,
    has_history,
    has_opted_out,
    opt_in,
    opt_out,
)
from personalize.models import Event
from personalize.training import read_events
from tests.personalize.factories import (
    log_in,
    make_event,
    make_guest_request,
    make_request,
    make_user,
    open_page_after,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> AbstractBaseUser:
    return make_user()


@pytest.fixture
def request_(user: AbstractBaseUser) -> HttpRequest:
    request = make_request()
    log_in(request, user)
    return request


def test_opting_out_counts_from_this_request_on(
    request_: HttpRequest, user: AbstractBaseUser
) -> None:
    assert get_visitor(request_).is_tracked
    opt_out(request_)
    assert get_visitor(request_) is NOBODY
    assert has_opted_out(user)


def test_opting_in_counts_from_this_request_on(
    request_: HttpRequest, user: AbstractBaseUser
) -> None:
    opt_out(request_)
    opt_in(request_)
    assert get_visitor(request_).user_id == get_user_id(user)
    assert not has_opted_out(user)


def test_whoever_never_chose_has_not_opted_out(user: AbstractBaseUser) -> None:
    assert not has_opted_out(user)


def test_a_token_opts_out_as_a_web_session_does(user: AbstractBaseUser) -> None:
    request = make_request()
    request.user = user
    opt_out(request)
    assert get_visitor(request) is NOBODY


def test_the_history_comes_back_with_whoever_opts_in_again(
    request_: HttpRequest, user: AbstractBaseUser
) -> None:
    event = make_event(get_user_id(user))
    opt_out(request_)
    opt_in(request_)
    assert get_visitor(request_).user_id == event.visitor_id


def test_nothing_is_learnt_from_whoever_opted_out(
    request_: HttpRequest, user: AbstractBaseUser
) -> None:
    make_event(get_user_id(user))
    make_event("g_1")
    opt_out(request_)
    assert list(read_events().visitor_ids) == ["g_1"]


def test_an_erased_history_leaves_the_objection(
    request_: HttpRequest, user: AbstractBaseUser
) -> None:
    make_event(get_user_id(user))
    opt_out(request_)
    erase_history(user)
    assert not has_history(user)
    assert has_opted_out(user)


def test_what_the_guest_did_long_ago_is_history_too(user: AbstractBaseUser) -> None:
    guest_id = guests.mint()
    make_event(guest_id, hours_ago=100)
    log_in(make_guest_request(guest_id), user)
    assert has_history(user)
    erase_history(user)
    assert not Event.objects.exists()


def test_whoever_comes_back_without_a_history_is_somebody_new(
    request_: HttpRequest, user: AbstractBaseUser
) -> None:
    erased = get_user_id(user)
    make_event(erased)
    opt_out(request_)
    erase_history(user)
    opt_in(request_)
    assert get_visitor(request_).user_id == get_user_id(user) != erased


def test_another_web_session_learns_the_new_id(
    request_: HttpRequest, user: AbstractBaseUser, time_machine: Any
) -> None:
    opt_out(request_)
    log_in(elsewhere := make_request(), user)
    opt_in(request_)
    visitor = open_page_after(elsewhere, time_machine, minutes=6)
    assert visitor.user_id == get_user_id(user)
