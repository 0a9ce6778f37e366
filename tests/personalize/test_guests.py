from __future__ import annotations

import re
from typing import Any

import pytest

from personalize.identity import guests


def test_ten_thousand_guests_are_ten_thousand_ids() -> None:
    minted = {guests.mint() for _ in range(10_000)}
    assert len(minted) == 10_000


def test_an_id_has_128_bits_in_a_safe_alphabet() -> None:
    assert re.fullmatch(r"g_[A-Za-z0-9_-]{22}", guests.mint())


def test_what_is_signed_can_be_read_back() -> None:
    guest_id = guests.mint()
    assert guests.unsign(guests.sign(guest_id)) == guest_id


def test_the_value_is_the_id_a_dot_and_sixteen_characters() -> None:
    guest_id = guests.mint()
    head, _, signature = guests.sign(guest_id).partition(".")
    assert head == guest_id
    assert len(signature) == 16


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value[:-1] + ("A" if value[-1] != "A" else "B"),
        lambda value: "g_" + "A" * 22 + value[24:],
        lambda value: value[:24],
        lambda value: value[:25],
        lambda value: value + "x",
        lambda value: value + "\n",
        lambda value: "u_" + value[2:],
        lambda value: value.upper(),
        lambda value: value + "é",
        lambda value: "",
    ],
)
def test_a_value_that_we_did_not_sign_is_nobody(spoil: Any) -> None:
    assert guests.unsign(spoil(guests.sign(guests.mint()))) is None


def test_a_signature_does_not_fit_another_guest() -> None:
    signature = guests.make_signature(guests.mint())
    assert guests.unsign(f"{guests.mint()}.{signature}") is None


def test_a_signature_outlives_its_key_for_as_long_as_the_key_is_kept(
    settings: Any,
) -> None:
    value = guests.sign(guests.mint())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-next-key"
    assert guests.unsign(value)


def test_a_signature_ends_with_its_key(settings: Any) -> None:
    value = guests.sign(guests.mint())
    settings.SECRET_KEY = "the-next-key"
    assert guests.unsign(value) is None


def test_the_cookie_is_bound_to_the_host_where_cookies_are_secure(
    settings: Any,
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert guests.cookie_name() == "__Host-gid"


def test_the_cookie_works_without_tls_where_cookies_are_not_secure(
    settings: Any,
) -> None:
    settings.SESSION_COOKIE_SECURE = False
    assert guests.cookie_name() == "gid"
