"""How staff edit products while shoppers go on buying them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shop.catalog import stock
from shop.catalog.models import Product, ProductPicture, Variant
from tests.shop.factories import make_category, make_product, make_products
from tests.shop.test_pictures import make_picture

pytestmark = pytest.mark.django_db

LIST = "admin:catalog_product_changelist"


def get_form(client: Client, product: Product) -> dict[str, Any]:
    """Return what the browser would send if nothing was typed."""
    response = client.get(get_address(product))
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [bound for form in forms for bound in form]
    values = {bound.html_name: bound.value() for bound in fields}
    initial = {
        bound.html_initial_name: bound.value()
        for bound in fields
        if bound.field.show_hidden_initial
    }
    return {k: v for k, v in (values | initial).items() if is_sent(v)}


def is_sent(value: object) -> bool:
    return value is not None and value is not False


def get_address(product: Product) -> str:
    return reverse("admin:catalog_product_change", args=[product.pk])


def save(client: Client, product: Product, data: dict[str, Any]) -> Product:
    data.pop("picture", None)
    times = data.pop("created_at", product.created_at)
    data |= {
        "sizes": ", ".join(data.get("sizes") or []),
        "created_at_0": f"{times:%Y-%m-%d}",
        "created_at_1": f"{times:%H:%M:%S}",
    }
    response = client.post(get_address(product), data)
    assert response.status_code == 302, response.context["errors"]
    return Product.objects.get(pk=product.pk)


def make_shirt(**stocks: int) -> Product:
    shirt = make_product("Shirt", stock=sum(stocks.values()), sizes=list(stocks))
    for size, number in stocks.items():
        Variant.objects.create(product=shirt, size=size, stock=number)
    return shirt


def buy(product: Product, quantity: int = 1, size: str = "") -> None:
    line = type("Line", (), {"product_id": product.pk, "size": size})()
    line.quantity = quantity
    stock.take([line])


def choose(client: Client, action: str, *products: Product, **data: Any) -> Any:
    keys = [product.pk for product in products]
    data |= {"action": action, "_selected_action": keys}
    return client.post(reverse(LIST), data, follow=True)


def test_saving_a_form_leaves_what_was_sold_meanwhile(admin_client: Client) -> None:
    product = make_product(stock=10)
    form = get_form(admin_client, product)
    buy(product, 3)
    saved = save(admin_client, product, form | {"name": "Renamed"})
    assert (saved.name, saved.stock, saved.sold) == ("Renamed", 7, 3)


def test_the_stock_can_be_counted_anew(admin_client: Client) -> None:
    product = make_product(stock=10)
    form = get_form(admin_client, product)
    buy(product, 3)
    assert save(admin_client, product, form | {"stock": 30}).stock == 30


def test_sizes_are_written_with_commas(admin_client: Client) -> None:
    product = make_product()
    form = get_form(admin_client, product) | {"sizes": ["M", "L", "M"]}
    assert save(admin_client, product, form).sizes == ["M", "L"]


def test_the_stock_is_the_sum_of_the_sizes(admin_client: Client) -> None:
    product = make_product(stock=10, sizes=["S"])
    form = get_form(admin_client, product) | {
        "variants-TOTAL_FORMS": 2,
        "variants-0-size": "S",
        "variants-0-stock": 4,
        "variants-1-size": "XXL",
        "variants-1-stock": 3,
        "variants-1-product": product.pk,
        "variants-0-product": product.pk,
    }
    saved = save(admin_client, product, form)
    assert (saved.stock, saved.sizes) == (7, ["S", "XXL"])


def test_counting_one_size_anew_leaves_what_was_sold_of_another(
    admin_client: Client,
) -> None:
    shirt = make_shirt(S=5, M=5)
    form = get_form(admin_client, shirt)
    buy(shirt, 2, "M")
    saved = save(admin_client, shirt, form | {"variants-0-stock": 9})
    stocks = dict(saved.variants.values_list("size", "stock"))
    assert (stocks, saved.stock) == ({"S": 9, "M": 3}, 12)


def test_the_sum_of_sizes_cannot_be_typed(admin_client: Client) -> None:
    shirt = make_shirt(S=5, M=5)
    form = get_form(admin_client, shirt)
    assert "stock" not in form
    assert save(admin_client, shirt, form | {"stock": 99}).stock == 10


def test_in_the_list_the_sum_of_sizes_cannot_be_typed_either(
    admin_client: Client,
) -> None:
    shirt = make_shirt(S=5, M=5)
    rows = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": shirt.pk,
        "form-0-price": "12.00",
        "form-0-stock": 99,
        "form-0-is_published": "on",
        "_save": "Save",
    }
    admin_client.post(reverse(LIST), rows)
    shirt.refresh_from_db()
    assert (shirt.price, shirt.stock) == (Decimal("12.00"), 10)


def test_further_pictures_are_shown_small(admin_client: Client) -> None:
    product = make_product()
    picture = ProductPicture(product=product)
    picture.picture.save("back.jpg", make_picture(700, 700))
    page = admin_client.get(get_address(product)).content.decode()
    assert picture.picture.sizes[320] in page


def test_a_cover_can_be_uploaded(admin_client: Client) -> None:
    product = make_product()
    cover = SimpleUploadedFile("cover.jpg", make_picture(700, 700).read())
    form = get_form(admin_client, product)
    form.pop("picture", None)
    created = f"{product.created_at:%Y-%m-%d}"
    times = {"created_at_0": created, "created_at_1": "10:00:00", "sizes": ""}
    admin_client.post(get_address(product), form | times | {"picture": cover})
    product.refresh_from_db()
    assert product.picture.name.endswith("/700.webp")


@pytest.mark.parametrize(
    ("level", "names"), [("none", {"Out"}), ("few", {"Few"}), ("many", {"Many"})]
)
def test_products_are_found_by_their_stock(
    admin_client: Client, level: str, names: set[str]
) -> None:
    make_product("Out", stock=0)
    make_product("Few", stock=5)
    make_product("Many", stock=6)
    response = admin_client.get(reverse(LIST), {"in_stock": level})
    assert {each.name for each in response.context["cl"].result_list} == names


def test_many_products_are_hidden_and_shown_at_once(admin_client: Client) -> None:
    products = make_products(3)
    choose(admin_client, "unpublish", *products[:2])
    assert Product.objects.published().get() == products[2]
    choose(admin_client, "publish", *products)
    assert Product.objects.published().count() == 3


def test_prices_change_only_when_it_was_said_by_how_much(admin_client: Client) -> None:
    product = make_product(price=Decimal("10.00"))
    page = choose(admin_client, "change_prices", product).content.decode()
    product.refresh_from_db()
    assert product.price == Decimal("10.00")
    assert "This changes 1 product" in page


def test_prices_change_by_percent_to_the_cent(admin_client: Client) -> None:
    cheap, dear = make_product(price="0.05"), make_product(price="19.99")
    data = {"confirmed": "yes", "percent": "-10"}
    page = choose(admin_client, "change_prices", cheap, dear, **data)
    prices = Product.objects.order_by("price").values_list("price", flat=True)
    assert list(prices) == [Decimal("0.05"), Decimal("17.99")]
    assert "2 products were changed." in page.content.decode()
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("percent", ["0", "-100", "501", "much", ""])
def test_prices_do_not_change_by_what_must_be_a_mistake(
    admin_client: Client, percent: str
) -> None:
    product = make_product(price=Decimal("10.00"))
    data = {"confirmed": "yes", "percent": percent}
    response = choose(admin_client, "change_prices", product, **data)
    assert response.context["form"].errors
    product.refresh_from_db()
    assert product.price == Decimal("10.00")


def test_products_move_to_another_category(admin_client: Client) -> None:
    products, category = make_products(2), make_category("Sale")
    data = {"confirmed": "yes", "category": category.pk}
    choose(admin_client, "change_category", *products, **data)
    assert Product.objects.in_category(category).count() == 2


def test_a_category_below_a_category_gets_none_below_it(admin_client: Client) -> None:
    department = make_category("Clothing")
    make_category("Shirts", parent=department)
    form = admin_client.get(reverse("admin:catalog_category_add")).context["adminform"]
    assert list(form.form.fields["parent"].queryset) == [department]


def test_a_longer_list_costs_no_more_queries(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    make_products(12)
    admin_client.get(reverse(LIST))
    with django_assert_num_queries(9):
        admin_client.get(reverse(LIST))
