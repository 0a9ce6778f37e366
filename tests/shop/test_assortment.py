from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from shop.demo.assortment import PICTURES, DemoProduct, get_categories, get_products
from shop.demo.assortment.articles import BRANDS, get_articles
from shop.demo.studio.colours import COLOURS

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def products() -> list[DemoProduct]:
    return get_products()


def get_size(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size


def test_there_are_enough_products(products):
    assert len(products) >= 620


def test_there_are_two_levels_of_categories():
    parents = {category.slug for category in get_categories() if not category.parent}
    leaves = [category for category in get_categories() if category.parent]
    assert len(parents) >= 5
    assert len(leaves) >= 16
    assert {leaf.parent for leaf in leaves} == parents


def test_parents_come_before_their_children():
    slugs = [category.slug for category in get_categories()]
    children = [category for category in get_categories() if category.parent]
    assert all(
        slugs.index(child.parent) < slugs.index(child.slug) for child in children
    )


def test_every_category_slug_is_unique():
    slugs = [category.slug for category in get_categories()]
    assert len(slugs) == len(set(slugs))


def test_every_leaf_has_products_and_nothing_else_has(products):
    leaves = {category.slug for category in get_categories() if category.parent}
    assert {product.category for product in products} == leaves


@pytest.mark.parametrize("attribute", ["sku", "name", "description", "picture"])
def test_no_two_products_are_alike(products, attribute):
    values = Counter(getattr(product, attribute) for product in products)
    assert values.most_common(1)[0][1] == 1


def test_skus_have_letters_and_four_digits(products):
    assert all(re.fullmatch(r"[A-Z]{2,4}-\d{4}", product.sku) for product in products)


def test_descriptions_are_a_few_sentences(products):
    lengths = [len(product.description) for product in products]
    assert min(lengths) > 40
    assert max(lengths) < 300


def test_prices_are_positive_with_two_decimals(products):
    prices = [product.price for product in products]
    assert all(isinstance(price, Decimal) for price in prices)
    assert {price.as_tuple().exponent for price in prices} == {-2}
    assert min(prices) > 1


def test_a_brand_with_a_higher_level_is_dearer(products):
    laptops = [product for product in products if product.kind == "laptop"]
    by_price = sorted(laptops, key=lambda laptop: laptop.price)
    assert by_price[0].brand == "Nimbari"
    assert by_price[-1].brand == "Corvane"


def test_brands_span_several_kinds(products):
    pairs = {(product.brand, product.kind) for product in products}
    spans = Counter(brand for brand, _ in pairs)
    assert len(spans) == len(BRANDS)
    assert min(spans.values()) >= 2


def test_a_few_products_are_sold_out_and_a_few_are_low(products):
    stock = [product.stock for product in products]
    assert 0 < stock.count(0) < len(stock) * 0.08
    assert any(0 < number < 5 for number in stock)


def test_some_products_are_new_arrivals(products):
    ages = [product.age_days for product in products]
    assert min(ages) >= 0
    assert max(ages) <= 700
    assert sum(age < 21 for age in ages) >= 20


def test_what_goes_with_a_product_is_in_the_assortment(products):
    kinds = {product.kind for product in products}
    assert all(kinds.issuperset(product.goes_with) for product in products)


def test_nothing_goes_with_its_own_kind(products):
    assert all(product.kind not in product.goes_with for product in products)


def test_shoes_and_clothes_have_sizes(products):
    worn = [p for p in products if p.sku.startswith(("SHO", "CLO"))]
    assert all(product.sizes for product in worn if product.kind != "scarf")


def test_the_same_seed_gives_the_same_products(products):
    assert get_products() == products


def test_another_seed_changes_numbers_but_no_words(products):
    others = get_products(seed=8)
    assert [other.name for other in others] == [product.name for product in products]
    assert [other.stock for other in others] != [product.stock for product in products]


def test_scale_multiplies_and_keeps_the_first_products(products):
    tripled = get_products(scale=3)
    assert len(tripled) == 3 * len(products)
    assert tripled[: len(products)] == products


def test_editions_have_names_and_skus_of_their_own():
    scaled = get_products(scale=30)
    assert len({product.name for product in scaled}) == len(scaled)
    assert len({product.sku for product in scaled}) == len(scaled)


def test_editions_share_the_pictures(products):
    pictures = {product.picture for product in get_products(scale=2)}
    assert pictures == {product.picture for product in products}


def test_every_product_has_a_square_picture(products):
    assert {get_size(product.picture) for product in products} == {(640, 640)}


def test_there_are_no_pictures_without_a_product(products):
    assert set(PICTURES.iterdir()) == {product.picture for product in products}


def test_names_and_pictures_agree_on_the_colour(products):
    named = [article for article in get_articles() if article.kind.colours]
    titles = [article for article in named if article.kind.titled]
    assert all(a.name.endswith(f" in {a.colour}") for a in named if a not in titles)
    assert all(article.colour in COLOURS for article in named)


def test_all_pictures_together_are_small(products):
    assert sum(p.picture.stat().st_size for p in products) < 10 * MEGABYTE
