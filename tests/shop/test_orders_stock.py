"""How goods are put aside and given back, with sizes that have a stock of their own."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from shop.cart.models import CartLine
from shop.catalog import stock
from shop.catalog.models import Product, Variant
from shop.orders.models import Order, OrderLine
from shop.orders.statuses import Status
from shop.orders.transitions import change_status
from tests.shop.factories import (
    add_to_cart,
    make_checkout,
    make_product,
    make_shirt,
    make_user,
)

pytestmark = pytest.mark.django_db


def message(response: Any) -> str:
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def stocks(product: Product) -> dict[str, int]:
    """Say how many there are of each size, and in all."""
    product = Product.objects.get(pk=product.pk)
    sizes = {variant.size: variant.stock for variant in product.variants.all()}
    return sizes | {"all": product.stock}


def line(product: Product, quantity: int = 1, size: str = "") -> OrderLine:
    return OrderLine(product=product, quantity=quantity, size=size)


def test_the_stock_of_a_product_is_the_sum_of_its_sizes() -> None:
    shirt = make_shirt(S=3, M=4)
    assert stocks(shirt) == {"S": 3, "M": 4, "all": 7}
    shirt.variants.get(size="S").delete()
    assert stocks(shirt) == {"M": 4, "all": 4}


def test_taking_one_size_leaves_the_others() -> None:
    shirt = make_shirt(S=3, M=4)
    stock.take([line(shirt, 2, "S")])
    assert stocks(shirt) == {"S": 1, "M": 4, "all": 5}
    assert Product.objects.get().sold == 2


def test_what_is_given_back_can_be_taken_again() -> None:
    shirt = make_shirt(S=1)
    stock.take([line(shirt, 1, "S")])
    stock.give_back([line(shirt, 1, "S")])
    assert stocks(shirt) == {"S": 1, "all": 1}
    assert Product.objects.get().sold == 0


@pytest.mark.parametrize(
    ("size", "quantity", "problem"),
    [
        ("S", 1, "Shirt in size S is sold out."),
        ("M", 3, "Only 2 of Shirt in size M are left."),
        ("XL", 1, "Shirt in size XL is sold out."),
    ],
)
def test_who_wants_too_many_learns_of_which_size(
    size: str, quantity: int, problem: str
) -> None:
    shirt = make_shirt(S=0, M=2)
    with pytest.raises(stock.OutOfStock) as refusal:
        stock.take([line(shirt, quantity, size)])
    assert str(refusal.value) == problem
    assert stocks(shirt)["all"] == 2


def test_all_or_nothing_is_taken() -> None:
    cup, pot = make_product("Cup", stock=5), make_product("Pot", stock=0)
    with pytest.raises(stock.OutOfStock, match="Pot is sold out"):
        stock.take([line(cup), line(pot)])
    assert stocks(cup)["all"] == 5


def test_sizes_without_variants_share_the_stock() -> None:
    shirt = make_product("Shirt", sizes=["S", "M"], stock=3)
    with pytest.raises(stock.OutOfStock, match="Only 3 of Shirt are left"):
        stock.take([line(shirt, 2, "S"), line(shirt, 2, "M")])
    stock.take([line(shirt, 1, "S"), line(shirt, 2, "M")])
    assert stocks(shirt) == {"all": 0}


def test_a_size_that_was_given_up_takes_nothing_back() -> None:
    shirt = make_shirt(S=1, M=1)
    stock.take([line(shirt, 1, "S")])
    Variant.objects.get(size="S").delete()
    stock.give_back([line(shirt, 1, "S")])
    assert stocks(shirt) == {"M": 1, "all": 1}


def test_many_lines_take_as_many_queries(django_assert_num_queries: Any) -> None:
    lines = [line(make_shirt(S=2, M=2), 1, size) for size in "SM" * 5]
    with django_assert_num_queries(6):
        stock.take(lines)


def test_a_size_that_is_sold_out_cannot_be_chosen(client: Client) -> None:
    shirt = make_shirt(S=0, M=2)
    page = client.get(shirt.get_absolute_url()).content.decode()
    assert 'value="S" required disabled' in page
    assert 'value="M" required>' in page


def test_a_cart_knows_the_stock_of_a_size(client: Client) -> None:
    shirt = make_shirt(S=1, M=9)
    add_to_cart(client, shirt, size="S")
    response = add_to_cart(client, shirt, size="S")
    assert "Only 1 of Shirt in size S are left" in message(response)
    add_to_cart(client, shirt, size="M", quantity=9)
    assert CartLine.objects.count() == 2


def test_a_cart_says_which_size_is_gone(client: Client) -> None:
    shirt = make_shirt(S=1, M=9)
    add_to_cart(client, shirt, size="S")
    Variant.objects.filter(size="S").update(stock=0)
    page = client.get(reverse("cart")).content.decode()
    assert "Shirt in size S is sold out." in page
    assert "size S is sold out" in message(client.get(reverse("checkout")))


def test_carts_that_meet_are_capped_by_the_size(client: Client) -> None:
    shirt = make_shirt(S=3, M=9)
    user = make_user()
    add_to_cart(client, shirt, size="S", quantity=3)
    earlier = Client()
    earlier.force_login(user)
    add_to_cart(earlier, shirt, size="S", quantity=3)
    client.force_login(user)
    assert CartLine.objects.get().quantity == 3


def test_an_order_takes_its_size_and_gives_it_back(client: Client) -> None:
    shirt = make_shirt(S=2, M=2)
    add_to_cart(client, shirt, size="S", quantity=2)
    client.post(reverse("checkout"), make_checkout(20))
    assert stocks(shirt) == {"S": 0, "M": 2, "all": 2}
    change_status(Order.objects.get(), Status.CANCELLED)
    assert stocks(shirt) == {"S": 2, "M": 2, "all": 4}
