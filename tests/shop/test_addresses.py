from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from shop.accounts import addresses, countries
from shop.accounts.models import Address, User
from tests.shop.factories import make_user

pytestmark = pytest.mark.django_db

FORM = {
    "full_name": "Anna Alder",
    "street": "Finch Lane 1",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
}


@pytest.fixture
def user(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def make_address(user: User, **fields: Any) -> Address:
    return addresses.save(Address(user=user, **FORM | fields))


def test_the_first_address_is_the_default(client: Client, user: User) -> None:
    client.post(reverse("address-add"), FORM)
    assert addresses.find_default(user).street == "Finch Lane 1"


def test_there_is_one_default(client: Client, user: User) -> None:
    first = make_address(user)
    client.post(reverse("address-add"), FORM | {"city": "Bonn", "is_default": "on"})
    first.refresh_from_db()
    assert not first.is_default
    assert addresses.find_default(user).city == "Bonn"


def test_another_address_becomes_the_default_by_a_click(
    client: Client, user: User
) -> None:
    make_address(user)
    second = make_address(user, city="Bonn")
    client.post(reverse("address-default", args=[second.pk]))
    assert addresses.find_default(user) == second


def test_an_address_is_changed(client: Client, user: User) -> None:
    address = make_address(user)
    url = reverse("address-edit", args=[address.pk])
    client.post(url, FORM | {"street": "Elm Road 2"})
    address.refresh_from_db()
    assert (address.street, address.is_default) == ("Elm Road 2", True)


def test_when_the_default_is_deleted_the_newest_takes_its_place(
    client: Client, user: User
) -> None:
    default, _second = make_address(user), make_address(user)
    newest = make_address(user)
    client.post(reverse("address-delete", args=[default.pk]))
    assert addresses.find_default(user) == newest


def test_the_last_address_can_be_deleted(client: Client, user: User) -> None:
    client.post(reverse("address-delete", args=[make_address(user).pk]))
    assert addresses.find_default(user) is None


@pytest.mark.parametrize("action", ["edit", "delete", "default"])
def test_nobody_reaches_the_addresses_of_others(
    client: Client, user: User, action: str
) -> None:
    foreign = make_address(make_user())
    url = reverse(f"address-{action}", args=[foreign.pk])
    assert client.post(url, FORM | {"city": "Bonn"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.city == "Berlin"


def test_guests_are_asked_to_log_in(client: Client) -> None:
    response = client.get(reverse("address-list"))
    assert response["Location"].startswith(reverse("account_login"))


def test_a_country_is_one_of_the_list(client: Client, user: User) -> None:
    response = client.post(reverse("address-add"), FORM | {"country": "XX"})
    assert "country" in response.context["form"].errors


def test_an_account_keeps_twenty_addresses(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "MAX_ADDRESSES", 1)
    make_address(user)
    response = client.post(reverse("address-add"), FORM)
    assert response.context["form"].non_field_errors()
    assert user.addresses.count() == 1


def test_countries_are_named_in_the_language_of_the_page() -> None:
    assert countries.get_name("DE") == "Germany"
    with override("de"):
        assert countries.get_name("DE") == "Deutschland"


def test_countries_are_sorted_as_a_dictionary_is() -> None:
    with override("de"):
        names = [name for _code, name in countries.get_choices()]
    assert names.index("Ägypten") < names.index("Albanien")


def test_what_is_no_country_is_not_offered() -> None:
    codes = {code for code, _name in countries.get_choices()}
    assert len(codes) == 250
    assert not codes & {"EU", "ZZ", "001", "UN"}


def test_a_country_that_is_none_is_refused() -> None:
    countries.validate_country("AT")
    with pytest.raises(ValidationError):
        countries.validate_country("EU")
