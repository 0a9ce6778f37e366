"""The tokens of mobile apps: one works once, and all of them die with the account."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from shop.accounts.erasing import erase
from shop.mails.models import Mail
from tests.shop.factories import PASSWORD, make_user
from tests.shop.mailbox import get_link
from tests.shop.mobile import APP, ask, log_in, refresh, renew, send

pytestmark = pytest.mark.django_db


def test_a_login_gives_a_token_that_the_api_accepts() -> None:
    assert ask(log_in(make_user().email)["access_token"]) == 200


def test_an_app_registers_confirms_by_e_mail_and_logs_in() -> None:
    account = {"email": "eve@example.com", "password": PASSWORD}
    assert send("auth/signup", account).status_code == 401
    Client().post(get_link())
    assert ask(log_in("eve@example.com")["access_token"]) == 200


def test_a_refresh_token_is_exchanged_for_new_ones() -> None:
    tokens = log_in(make_user().email)
    renewed = renew(tokens["refresh_token"])
    assert renewed["refresh_token"] != tokens["refresh_token"]
    assert ask(renewed["access_token"]) == 200


def test_a_refresh_token_works_once() -> None:
    tokens = log_in(make_user().email)
    renew(tokens["refresh_token"])
    assert refresh(tokens["refresh_token"]).status_code == 400


def test_a_token_used_twice_was_copied_and_ends_the_session() -> None:
    tokens = log_in(make_user().email)
    renewed = renew(tokens["refresh_token"])
    refresh(tokens["refresh_token"])
    assert ask(renewed["access_token"]) == 401
    assert refresh(renewed["refresh_token"]).status_code == 400


def test_the_other_phone_of_the_account_stays_logged_in() -> None:
    user = make_user()
    tokens, others = log_in(user.email), log_in(user.email)
    renew(tokens["refresh_token"])
    refresh(tokens["refresh_token"])
    assert ask(others["access_token"]) == 200


def test_an_access_token_refreshes_nothing() -> None:
    tokens = log_in(make_user().email)
    assert refresh(tokens["access_token"]).status_code == 400
    assert refresh("nonsense").status_code == 400


def test_a_refresh_token_opens_nothing() -> None:
    assert ask(log_in(make_user().email)["refresh_token"]) == 401


def test_a_logout_revokes_both_tokens() -> None:
    tokens = log_in(make_user().email)
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    Client().delete(f"{APP}auth/session", headers=headers)
    assert ask(tokens["access_token"]) == 401
    assert refresh(tokens["refresh_token"]).status_code == 400


def test_the_tokens_of_a_closed_account_die() -> None:
    user = make_user()
    tokens = log_in(user.email)
    user.is_active = False
    user.save()
    assert ask(tokens["access_token"]) == 401
    assert refresh(tokens["refresh_token"]).status_code == 400


def test_the_tokens_of_an_erased_account_die() -> None:
    user = make_user()
    tokens = log_in(user.email)
    erase(user)
    assert ask(tokens["access_token"]) == 401
    assert refresh(tokens["refresh_token"]).status_code == 400


def test_a_new_password_ends_the_tokens_of_the_old_one() -> None:
    user = make_user()
    tokens = log_in(user.email)
    user.set_password("quite-another-secret")
    user.save()
    assert ask(tokens["access_token"]) == 401
    assert refresh(tokens["refresh_token"]).status_code == 400


def test_an_access_token_lasts_five_minutes(time_machine: Any) -> None:
    time_machine.move_to("2026-11-27 12:00Z", tick=False)
    tokens = log_in(make_user().email)
    time_machine.shift(299)
    assert ask(tokens["access_token"]) == 200
    time_machine.shift(2)
    assert ask(tokens["access_token"]) == 401
    assert ask(renew(tokens["refresh_token"])["access_token"]) == 200


def test_whoever_logs_in_by_app_is_told_nothing_by_e_mail() -> None:
    log_in(make_user().email)
    assert not Mail.objects.exists()
