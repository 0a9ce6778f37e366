from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory
from django.urls import reverse

from personalize.models import Event
from shop.cart.context_processors import cart
from shop.cart.models import MAX_QUANTITY, Cart, CartLine
from tests.shop.factories import PASSWORD, add_to_cart, make_product, make_user
from tests.shop.mailbox import get_link

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def contents(client: Client) -> dict[str, int]:
    lines = client.get(reverse("cart")).context["lines"]
    return {f"{line.product.name} {line.size}".strip(): line.quantity for line in lines}


def message(response: Any) -> str:
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def update(client: Client, line: CartLine, quantity: object) -> Any:
    return client.post(reverse("cart-update", args=[line.pk]), {"quantity": quantity})


def log_in(client: Client, user: Any) -> None:
    credentials = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), credentials).status_code == 302


def test_a_cart_survives_a_reload(client: Client) -> None:
    add_to_cart(client, make_product("Cup"), quantity=2)
    assert contents(client) == contents(client) == {"Cup": 2}


def test_the_cart_shows_its_total_and_count(client: Client) -> None:
    add_to_cart(client, make_product(price="2.50"), quantity=2)
    add_to_cart(client, make_product(price="0.10"))
    context = client.get(reverse("cart")).context
    assert str(context["total"]) == "5.10"
    assert context["cart_count"] == 3


def test_an_empty_cart_is_no_error(client: Client) -> None:
    context = client.get(reverse("cart")).context
    assert (context["cart"], context["lines"], context["total"]) == (None, [], 0)


def test_the_cart_is_read_in_one_query_however_full(
    client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        add_to_cart(client, make_product())
    lines = CartLine.objects.in_carts(Cart.objects.all()).for_display()
    with django_assert_num_queries(1):
        assert [(line.cart.pk, line.product.category.name) for line in lines]


def test_adding_again_adds_up(client: Client) -> None:
    product = make_product("Cup")
    add_to_cart(client, product)
    add_to_cart(client, product, quantity=3)
    assert contents(client) == {"Cup": 4}


def test_each_size_has_its_line(client: Client) -> None:
    product = make_product("Shirt", sizes=["S", "M"])
    add_to_cart(client, product, size="S")
    add_to_cart(client, product, size="M")
    assert contents(client) == {"Shirt S": 1, "Shirt M": 1}


@pytest.mark.parametrize("size", ["", "XXL", "s", "\0"])
def test_a_product_with_sizes_needs_one_of_them(client: Client, size: str) -> None:
    add_to_cart(client, make_product(sizes=["S", "M"]), size=size)
    assert contents(client) == {}


def test_a_card_without_sizes_leads_to_the_page_that_has_them(client: Client) -> None:
    product = make_product("Shirt", sizes=["S", "M"])
    response = add_to_cart(client, product, next="/")
    assert response["Location"] == product.get_absolute_url()
    assert "choose a size" in message(response)


def test_htmx_is_led_to_the_sizes_as_well(client: Client) -> None:
    product = make_product(sizes=["S", "M"])
    data = {"sku": product.sku}
    response = client.post(reverse("cart-add"), data, headers=HTMX)
    assert response["HX-Redirect"] == product.get_absolute_url()


def test_the_only_size_is_taken_for_granted(client: Client) -> None:
    add_to_cart(client, make_product("Scarf", sizes=["One size"]))
    assert contents(client) == {"Scarf One size": 1}


@pytest.mark.parametrize("quantity", ["0", "-1", "100", "abc", "1.5", "9" * 5000, "\0"])
def test_a_quantity_out_of_bounds_is_refused(client: Client, quantity: str) -> None:
    response = add_to_cart(client, make_product(stock=500), quantity=quantity)
    assert "between 1 and 99" in message(response)
    assert contents(client) == {}


def test_nobody_gets_more_than_the_stock(client: Client) -> None:
    product = make_product("Cup", stock=3)
    add_to_cart(client, product, quantity=2)
    response = add_to_cart(client, product, quantity=2)
    assert "Only 3 of Cup are left" in message(response)
    assert contents(client) == {"Cup": 2}


def test_the_stock_is_for_all_sizes_together(client: Client) -> None:
    product = make_product("Shirt", stock=3, sizes=["S", "M"])
    add_to_cart(client, product, size="S", quantity=2)
    add_to_cart(client, product, size="M", quantity=2)
    assert contents(client) == {"Shirt S": 2}


def test_additions_stop_at_the_largest_quantity(client: Client) -> None:
    product = make_product("Cup", stock=500)
    add_to_cart(client, product, quantity=MAX_QUANTITY)
    response = add_to_cart(client, product)
    assert "at most 99" in message(response)
    assert contents(client) == {"Cup": MAX_QUANTITY}


def test_what_is_sold_out_is_refused(client: Client) -> None:
    response = add_to_cart(client, make_product("Cup", stock=0))
    assert "Cup is sold out" in message(response)
    assert contents(client) == {}


def test_what_is_unpublished_is_not_found(client: Client) -> None:
    product = make_product(is_published=False)
    assert add_to_cart(client, product).status_code == 404


@pytest.mark.parametrize("sku", ["", "nothing", "\0", "x" * 999])
def test_an_unknown_article_is_no_server_error(client: Client, sku: str) -> None:
    response = client.post(reverse("cart-add"), {"sku": sku})
    assert response.status_code in (302, 404)
    assert not CartLine.objects.exists()


def test_after_adding_one_goes_where_one_was(client: Client) -> None:
    response = add_to_cart(client, make_product(), next="/c/shoes/?page=2")
    assert response["Location"] == "/c/shoes/?page=2"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_after_adding_one_stays_in_the_shop(client: Client, address: str) -> None:
    response = add_to_cart(client, make_product(), next=address)
    assert response["Location"] == reverse("cart")


def test_htmx_gets_a_note_and_the_new_count(client: Client) -> None:
    product = make_product()
    data = {"sku": product.sku, "quantity": 2}
    response = client.post(reverse("cart-add"), data, headers=HTMX)
    assert response.templates[0].name == "cart/_added.html"
    assert response.context["line"].product == product
    assert response.context["cart_count"] == 2


def test_htmx_is_told_why_nothing_was_added(client: Client) -> None:
    data = {"sku": make_product("Cup", stock=0).sku}
    response = client.post(reverse("cart-add"), data, headers=HTMX)
    assert response.context["error"] == "Cup is sold out."
    assert "is in your cart" not in response.content.decode()


def test_a_quantity_can_be_changed(client: Client) -> None:
    add_to_cart(client, make_product("Cup"))
    update(client, CartLine.objects.get(), 5)
    assert contents(client) == {"Cup": 5}


def test_a_quantity_of_zero_removes_the_line(client: Client) -> None:
    add_to_cart(client, make_product())
    update(client, CartLine.objects.get(), 0)
    assert contents(client) == {}


@pytest.mark.parametrize("quantity", ["", "-1", "100", "11", "abc"])
def test_an_impossible_change_leaves_the_cart_alone(
    client: Client, quantity: str
) -> None:
    add_to_cart(client, make_product("Cup", stock=10), quantity=2)
    response = update(client, CartLine.objects.get(), quantity)
    assert message(response)
    assert contents(client) == {"Cup": 2}


def test_nobody_changes_the_cart_of_another(client: Client) -> None:
    add_to_cart(client, make_product(), quantity=2)
    line = CartLine.objects.get()
    stranger = Client()
    add_to_cart(stranger, make_product())
    assert update(stranger, line, 0).status_code == 404
    assert CartLine.objects.get(pk=line.pk).quantity == 2


def test_a_line_number_beyond_the_database_is_not_found(client: Client) -> None:
    add_to_cart(client, make_product())
    address = reverse("cart-update", args=[10**30])
    assert client.post(address, {"quantity": 1}).status_code == 404


def test_a_cart_is_changed_by_post_and_with_a_token_only(client: Client) -> None:
    assert client.get(reverse("cart-add")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert add_to_cart(strict, make_product()).status_code == 403


def test_the_cart_of_a_guest_joins_that_of_the_account(client: Client) -> None:
    cup, pot = make_product("Cup"), make_product("Pot")
    user = make_user()
    earlier = Client()
    earlier.force_login(user)
    add_to_cart(earlier, cup, quantity=2)
    add_to_cart(client, cup, quantity=3)
    add_to_cart(client, pot)
    log_in(client, user)
    assert contents(client) == {"Cup": 5, "Pot": 1}
    assert Cart.objects.get().user == user


def test_a_first_login_keeps_the_guest_cart_though_the_session_changes(
    client: Client,
) -> None:
    add_to_cart(client, make_product("Cup"))
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    log_in(client, make_user())
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert contents(client) == {"Cup": 1}


def test_registering_keeps_the_cart(client: Client) -> None:
    add_to_cart(client, make_product("Cup"))
    data = {"email": "new@example.com", "password1": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert contents(client) == {"Cup": 1}
    client.post(get_link())
    assert contents(client) == {"Cup": 1}
    assert Cart.objects.get().user.email == "new@example.com"


@pytest.mark.parametrize(("stock", "merged"), [(4, 4), (500, MAX_QUANTITY), (0, 1)])
def test_merged_quantities_are_capped(client: Client, stock: int, merged: int) -> None:
    product = make_product("Cup", stock=500)
    user = make_user()
    earlier = Client()
    earlier.force_login(user)
    add_to_cart(earlier, product, quantity=60)
    add_to_cart(client, product, quantity=60)
    type(product).objects.update(stock=stock)
    log_in(client, user)
    assert contents(client) == {"Cup": merged}


def test_logging_in_again_does_not_double_the_cart(client: Client) -> None:
    user = make_user()
    add_to_cart(client, make_product("Cup"))
    client.force_login(user)
    client.force_login(user)
    assert contents(client) == {"Cup": 1}


def test_after_logging_out_the_cart_is_empty(client: Client) -> None:
    client.force_login(make_user())
    add_to_cart(client, make_product())
    client.post(reverse("account_logout"))
    assert contents(client) == {}


def test_an_addition_is_tracked_with_its_recommendation(shopper: Client) -> None:
    product = make_product(price=3)
    add_to_cart(shopper, product, quantity=2, recommendation_id="rec-1")
    event = Event.objects.get()
    assert (event.event_type, event.item_id) == ("AddToCart", product.sku)
    assert (event.event_value, event.recommendation_id) == (6, "rec-1")


def test_a_guest_without_a_cart_costs_no_query(
    rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    request = rf.get("/")
    request.user, request.session = AnonymousUser(), {}
    with django_assert_num_queries(0):
        assert cart(request)["cart_count"] == 0
