from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop.accounts.models import User
from shop.accounts.signals import account_erased
from shop.cart.models import CartLine
from shop.catalog.models import Product
from shop.wishlist import wishes
from shop.wishlist.exceptions import WishRefused
from shop.wishlist.models import Wish
from tests.shop.factories import (
    PASSWORD,
    make_category,
    make_product,
    make_products,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def shopper(shopper: Client, user: User) -> Client:
    shopper.force_login(user)
    return shopper


def press(client: Client, product: Product, wished: str = "true", **extra: Any) -> Any:
    data = {"sku": product.sku, "wished": wished, "next": "/c/shoes/?page=2"}
    return client.post(reverse("wishlist-change"), data, **extra)


def test_a_wish_is_kept_once(user: User) -> None:
    product = make_product()
    assert wishes.add(user, product)
    assert not wishes.add(user, product)
    assert wishes.get_products(user) == [product]


def test_a_wish_can_be_given_up(user: User) -> None:
    product = make_product()
    wishes.add(user, product)
    assert wishes.remove(user, product)
    assert not wishes.remove(user, product)
    assert wishes.get_products(user) == []


def test_the_newest_wish_comes_first_and_hidden_products_do_not(user: User) -> None:
    first, second = make_products(2)
    for product in (first, make_product(is_published=False), second):
        wishes.add(user, product)
    assert wishes.get_products(user) == [second, first]


def test_a_list_can_be_full(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST_WISHES", 1)
    kept, refused = make_products(2)
    wishes.add(user, kept)
    assert not wishes.add(user, kept)
    with pytest.raises(WishRefused, match="holds 1 products"):
        wishes.add(user, refused)


def test_a_heart_works_without_a_script(shopper: Client, user: User) -> None:
    product = make_product()
    response = press(shopper, product)
    assert (response.status_code, response.url) == (302, "/c/shoes/?page=2")
    assert wishes.get_products(user) == [product]
    press(shopper, product, wished="false")
    assert wishes.get_products(user) == []


def test_a_heart_leads_to_no_other_site(shopper: Client) -> None:
    data = {"sku": make_product().sku, "next": "https://evil.example/"}
    response = shopper.post(reverse("wishlist-change"), data)
    assert response.url == reverse("wishlist")


def test_htmx_gets_the_heart_filled(shopper: Client) -> None:
    product = make_product()
    page = press(shopper, product, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in page
    assert "<html" not in page


def test_a_full_list_is_said(shopper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST_WISHES", 0)
    response = press(shopper, make_product(), headers={"HX-Request": "true"})
    assert "Your wishlist is full" in response.content.decode()
    page = shopper.post(
        reverse("wishlist-change"),
        {"sku": make_product().sku, "wished": "true"},
        follow=True,
    )
    assert "Your wishlist is full" in page.content.decode()


def test_a_guests_wish_is_kept_through_the_login(client: Client, user: User) -> None:
    product = make_product()
    response = press(client, product)
    assert response.url == "/accounts/login/?next=%2Fc%2Fshoes%2F%3Fpage%3D2"
    client.post(response.url, {"login": user.email, "password": PASSWORD})
    assert wishes.get_products(user) == [product]


def test_htmx_leads_a_guest_to_the_login(client: Client) -> None:
    response = press(client, make_product(), headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith("/accounts/login/?next=")


def test_a_guest_can_wish_for_so_much_before_a_login(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wishes, "MOST_REMEMBERED", 2)
    first, second, third = make_products(3)
    for product in (first, second, third, second):
        press(client, product)
    assert client.session[wishes.SESSION_KEY] == [third.sku, second.sku]


def test_a_login_never_fails_for_a_full_list(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(client, make_product())
    monkeypatch.setattr(wishes, "MOST_WISHES", 0)
    login = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), login).status_code == 302
    assert wishes.get_products(user) == []


@pytest.mark.parametrize("data", [{}, {"sku": "\0"}, {"sku": "x" * 65}])
def test_a_heart_of_nothing_is_refused(shopper: Client, data: dict[str, str]) -> None:
    assert shopper.post(reverse("wishlist-change"), data).status_code in (400, 404)


def test_an_unknown_product_cannot_be_wished_for(shopper: Client) -> None:
    assert press(shopper, Product(sku="none")).status_code == 404
    assert press(shopper, make_product(is_published=False)).status_code == 404


def test_only_an_account_has_a_list(client: Client) -> None:
    assert client.get(reverse("wishlist")).url.startswith("/accounts/login/")
    assert client.post(reverse("wishlist-move")).url.startswith("/accounts/login/")


def test_a_list_shows_what_is_wished_for(shopper: Client, user: User) -> None:
    wishes.add(user, make_product("Copper kettle"))
    page = shopper.get(reverse("wishlist"))
    assert "Copper kettle" in page.content.decode()
    assert "private" in page["Cache-Control"]


def test_an_empty_list_says_how_to_fill_it(shopper: Client) -> None:
    page = shopper.get(reverse("wishlist")).content.decode()
    assert "Your wishlist is empty" in page


def move(client: Client, product: Product, **data: str) -> Any:
    return client.post(reverse("wishlist-move"), {"sku": product.sku} | data)


def test_a_product_moves_from_the_list_to_the_cart(shopper: Client, user: User) -> None:
    product = make_product(sizes=["S", "M"])
    wishes.add(user, product)
    assert move(shopper, product, size="M").url == reverse("wishlist")
    line = CartLine.objects.get()
    assert (line.product, line.size, line.quantity) == (product, "M", 1)
    assert wishes.get_products(user) == []


def test_without_its_size_a_product_stays_on_the_list(
    shopper: Client, user: User
) -> None:
    product = make_product(sizes=["S", "M"])
    wishes.add(user, product)
    assert move(shopper, product).url == product.get_absolute_url()
    assert wishes.get_products(user) == [product]


def test_what_is_sold_out_stays_on_the_list(shopper: Client, user: User) -> None:
    product = make_product(stock=0)
    wishes.add(user, product)
    assert move(shopper, product).url == reverse("wishlist")
    assert wishes.get_products(user) == [product]
    assert not CartLine.objects.exists()


def test_nothing_cannot_be_moved(shopper: Client) -> None:
    assert shopper.post(reverse("wishlist-move")).status_code == 400


def test_an_erased_account_wishes_for_nothing(user: User) -> None:
    wishes.add(user, make_product())
    account_erased.send(sender=User, user=user)
    assert not Wish.objects.exists()


def test_hearts_take_one_query_however_many(shopper: Client, user: User) -> None:
    products = make_products(30, category=make_category())
    for product in products[:9]:
        wishes.add(user, product)
    address = products[0].category.get_absolute_url()
    shopper.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = shopper.get(address).content.decode()
    asked = [each for each in queries if "wishlist_wish" in each["sql"]]
    assert (len(asked), page.count('value="false" aria-pressed')) == (1, 9)


def test_the_home_of_an_account_shows_its_latest_wishes(
    shopper: Client, user: User
) -> None:
    wishes.add(user, make_product("Copper kettle"))
    page = shopper.get(reverse("account-home")).content.decode()
    assert "Your wishlist" in page
    assert "Copper kettle" in page
