"""Products that come from a file and go into one."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tablib import Dataset

from shop.catalog import resources
from shop.catalog.models import Category, Product, Variant
from shop.catalog.resources import ProductResource
from tests.shop.factories import make_category, make_product

pytestmark = pytest.mark.django_db

IMPORT = "admin:catalog_product_import"
CONFIRM = "admin:catalog_product_process_import"
HEADER = "sku,name,brand,category,price,stock,sizes,description,is_published"


@pytest.fixture
def lamps() -> Category:
    return Category.objects.create(name="Lamps", slug="lamps")


def preview(client: Client, *lines: str, **data: Any) -> Any:
    file = SimpleUploadedFile("products.csv", "\n".join(lines).encode())
    form = {"import_file": file, "format": "0", "resource": "0"}
    return client.post(reverse(IMPORT), form | data)


def confirm(client: Client, previewed: Any) -> Any:
    form = previewed.context["confirm_form"]
    data = {name: value for name, value in form.initial.items() if value is not False}
    return client.post(reverse(CONFIRM), data, follow=True)


def load(client: Client, *lines: str, **data: Any) -> None:
    page = confirm(client, preview(client, *lines, **data)).content.decode()
    assert "Import finished" in page


def export(client: Client, **query: Any) -> list[dict[str, str]]:
    response = client.get(reverse("admin:catalog_product_export"), query)
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def get_errors(client: Client, *lines: str) -> str:
    response = preview(client, *lines)
    assert "confirm_form" not in response.context
    return response.content.decode()


def test_a_preview_shows_what_would_come_and_changes_nothing(
    admin_client: Client, lamps: Category
) -> None:
    row = 'L-1,Desk lamp,Finch,lamps,12.50,3,"S, M",Bright,yes'
    page = preview(admin_client, HEADER, row).content.decode()
    assert "Desk lamp" in page
    assert "Confirm import" in page
    assert not Product.objects.exists()


def test_confirmed_rows_become_products(admin_client: Client, lamps: Category) -> None:
    load(admin_client, HEADER, 'L-1,Desk lamp,Finch,lamps,12.50,3,"S, M",Bright,yes')
    product = Product.objects.get()
    assert (product.sku, product.slug) == ("L-1", "desk-lamp")
    assert (product.price, product.stock) == (Decimal("12.50"), 3)
    assert (product.category, product.sizes) == (lamps, ["S", "M"])


def test_what_a_file_does_not_name_stays(admin_client: Client) -> None:
    product = make_product("Lamp", sku="L-1", brand="Finch")
    load(admin_client, "sku,price", "L-1,7.77")
    product.refresh_from_db()
    assert (product.price, product.name, product.brand) == (
        Decimal("7.77"),
        "Lamp",
        "Finch",
    )


def test_an_old_file_does_not_undo_what_was_sold(admin_client: Client) -> None:
    product = make_product(sku="L-1", stock=10)
    (row,) = export(admin_client)
    Product.objects.update(stock=8)
    load(admin_client, "sku,stock,price", f"L-1,{row['stock']},5.00")
    product.refresh_from_db()
    assert (product.price, product.stock) == (5, 8)


def test_the_stock_is_set_where_that_is_wanted(admin_client: Client) -> None:
    product = make_product(sku="L-1", stock=10)
    load(admin_client, "sku,stock", "L-1,99", sets_stock="on")
    product.refresh_from_db()
    assert product.stock == 99


def test_the_sum_of_sizes_is_not_set_by_a_file(admin_client: Client) -> None:
    shirt = make_product(sku="T-1", stock=4, sizes=["S"])
    Variant.objects.create(product=shirt, size="S", stock=4)
    page = preview(admin_client, "sku,stock", "T-1,99", sets_stock="on")
    assert "Each size of this product has a stock" in page.content.decode()


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("L-1,Lamp,,lamps,cheap,3,,,yes", "Enter a number"),
        ("L-1,Lamp,,lamps,-1,3,,,yes", "greater than or equal to 0"),
        ("L-1,Lamp,,lamps,1.005,3,,,yes", "no more than 2 decimal places"),
        ("L-1,Lamp,,lamps,1,-3,,,yes", "greater than or equal to 0"),
        ("L-1,Lamp,,chairs,1,3,,,yes", "No category has the slug “chairs”"),
        ("L-1,,,lamps,1,3,,,yes", "This field is required"),
        ("a b,Lamp,,lamps,1,3,,,yes", "Enter a valid value"),
        ("L-1,Lamp,,lamps,1,3,,,maybe", "maybe is not one of the available choices"),
        (f"L-1,Lamp,,lamps,1,3,{'X' * 30},,yes", "Sizes are a list of short texts"),
    ],
)
def test_every_row_says_what_is_wrong_with_it(
    admin_client: Client, lamps: Category, row: str, error: str
) -> None:
    page = get_errors(admin_client, HEADER, "L-0,Fine,,lamps,1,1,,,yes", row)
    assert error in page
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        (["name,price", "Lamp,1"], "sku"),
        ([""], "The submitted file is empty"),
        (["\xff\xfe"], "import"),
    ],
)
def test_a_file_that_is_no_table_of_products_is_refused(
    admin_client: Client, lines: list[str], error: str
) -> None:
    assert error in get_errors(admin_client, *lines)


def test_an_article_number_that_comes_twice_is_refused(
    admin_client: Client, lamps: Category
) -> None:
    row = "L-1,Lamp,,lamps,1,3,,,yes"
    assert "Another row has this article number" in get_errors(
        admin_client, HEADER, row, row
    )


def test_a_row_costs_no_more_than_writing_it(
    django_assert_max_num_queries: Any, lamps: Category
) -> None:
    skus = [make_product(category=lamps).sku for _ in range(20)]
    table = Dataset(*[(sku, "2.50") for sku in skus], headers=["sku", "price"])
    # Two savepoints opened and released, and the row.
    with django_assert_max_num_queries(20 * 5 + 10):
        ProductResource().import_data(table)


def test_a_file_in_another_encoding_is_refused(admin_client: Client) -> None:
    file = SimpleUploadedFile("x.csv", "sku,name\nL-1,Stühle".encode("latin-1"))
    form = {"import_file": file, "format": "0", "resource": "0"}
    response = admin_client.post(reverse(IMPORT), form)
    assert "UnicodeDecodeError" in response.content.decode()


def test_a_file_that_is_too_large_is_refused(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "MAX_BYTES", 30)
    assert "MB at most" in get_errors(admin_client, "sku,price", *["L-1,1"] * 10)


def test_a_file_of_too_many_rows_is_refused(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "MAX_ROWS", 2)
    assert "2 rows at most" in get_errors(admin_client, "sku,price", *["L-1,1"] * 3)


def test_semicolons_are_understood(admin_client: Client) -> None:
    make_product(sku="L-1")
    load(admin_client, "sku;price", "L-1;3.50")
    assert Product.objects.get().price == Decimal("3.50")


def test_when_the_shop_changed_since_the_preview_nothing_is_imported(
    admin_client: Client, lamps: Category
) -> None:
    make_product(sku="L-1", price=1, category=make_category())
    previewed = preview(admin_client, "sku,price,category", "L-1,2,lamps")
    lamps.delete()
    page = confirm(admin_client, previewed).content.decode()
    assert "Nothing was imported" in page
    assert Product.objects.get().price == 1


def test_a_preview_that_was_forgotten_is_imported_no_more(
    admin_client: Client,
) -> None:
    make_product(sku="L-1", price=1)
    previewed = preview(admin_client, "sku,price", "L-1,2")
    cache.clear()
    page = confirm(admin_client, previewed).content.decode()
    assert "Nothing was imported" in page
    assert Product.objects.get().price == 1


def test_what_is_exported_can_be_imported_again_unchanged(
    admin_client: Client, lamps: Category
) -> None:
    make_product("=1+1", sku="L-1", category=lamps, description="-5 °C", sizes=["S"])
    (row,) = export(admin_client)
    table = StringIO()
    writer = csv.DictWriter(table, row)
    writer.writeheader()
    writer.writerow(row)
    response = preview(admin_client, *table.getvalue().splitlines(), sets_stock="on")
    assert response.context["result"].totals["skip"] == 1


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", " =1", "'=1"]
)
def test_no_spreadsheet_calculates_what_is_exported(
    admin_client: Client, name: str
) -> None:
    Product.objects.filter(pk=make_product().pk).update(name=name)
    (row,) = export(admin_client)
    assert row["name"] == f"'{name}"


def test_an_export_holds_what_was_searched_for(admin_client: Client) -> None:
    make_product("Lamp", sku="L-1")
    make_product("Chair", sku="C-1")
    assert [row["sku"] for row in export(admin_client, q="Lamp")] == ["L-1"]
