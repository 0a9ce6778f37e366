from __future__ import annotations

from typing import Any

import pytest

from personalize.identity import erase_user, get_user_id, guests
from personalize.models import Event, IdentityLink, UserIdentity
from tests.personalize.factories import (
    log_in,
    make_event,
    make_guest_request,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_an_erased_account_leaves_no_history() -> None:
    user = make_user()
    make_event(get_user_id(user))
    other = make_event(get_user_id(make_user()))
    erase_user(user)
    assert list(Event.objects.all()) == [other]
    assert not UserIdentity.objects.filter(account=user).exists()


def test_the_guest_it_used_to_be_is_erased_as_well() -> None:
    user, guest_id = make_user(), guests.mint()
    make_event(guest_id, hours_ago=100)
    log_in(make_guest_request(guest_id), user)
    erase_user(user)
    assert not Event.objects.exists()
    assert not IdentityLink.objects.exists()


def test_the_log_names_whom_amazon_still_has_to_forget(caplog: Any) -> None:
    caplog.set_level("INFO", logger="personalize")
    user = make_user()
    user_id = get_user_id(user)
    erase_user(user)
    assert user_id in caplog.text


def test_an_account_nobody_knows_is_no_trouble() -> None:
    erase_user(make_user())
    assert not UserIdentity.objects.exists()
