"""The template tags, and the door by which lazy blocks come."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.template import Context, Template, engines
from django.test import Client
from django.urls import reverse

from shop.catalog.models import Product
from tests.personalize.factories import make_client, make_request
from tests.shop.factories import make_products

pytestmark = pytest.mark.django_db

LAZY = '{% recommendations "best-sellers" num_results=2 lazy=True %}'


@pytest.fixture
def products(configure: Any) -> list[Product]:
    products = make_products(4)
    skus = [product.sku for product in products]
    configure(answers={"best-sellers": skus}, recommendation_id="RID-9")
    return products


def render(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    template = engines["django"].from_string("{% load personalize %}" + source)
    return str(template.render(context, request or make_request()))


def find_url(html: str) -> str:
    match = re.search(r'hx-get="([^"]+)"', html)
    assert match
    return match[1].replace("&amp;", "&")


def test_a_block_is_a_list_with_a_heading(products: list[Product]) -> None:
    html = render('{% recommendations "best-sellers" num_results=2 heading="Hits" %}')
    assert html.count('class="recommendations__item"') == 2
    assert ">Hits</h2>" in html


def test_the_heading_is_that_of_the_use_case_by_default(
    products: list[Product],
) -> None:
    assert ">Best sellers</h2>" in render('{% recommendations "best-sellers" %}')


def test_a_block_says_where_it_comes_from(products: list[Product]) -> None:
    html = render('{% recommendations "best-sellers" %}')
    assert 'data-backend="locmem"' in html
    assert 'data-recommendation-id="RID-9"' in html


def test_nothing_to_show_is_nothing_rendered(configure: Any) -> None:
    configure()
    assert render('{% recommendations "best-sellers" %}') == ""


def test_names_are_escaped(products: list[Product]) -> None:
    Product.objects.update(name="<img src=x onerror=alert(1)>")
    source = '{% recommendations "best-sellers" heading=heading %}'
    html = render(source, heading="</h2><script>")
    assert "<img src=x" not in html
    assert "<script>" not in html


def test_recommendations_can_be_had_without_markup(products: list[Product]) -> None:
    source = (
        '{% get_recommendations "best-sellers" num_results=2 as best %}'
        "{% for item in best %}{{ item.sku }} {% endfor %}"
    )
    assert render(source).split() == [product.sku for product in products[:2]]


def test_a_lazy_block_asks_nobody_yet(
    products: list[Product], django_assert_num_queries: Any
) -> None:
    request = make_request()
    with django_assert_num_queries(0):
        html = render(LAZY, request)
    assert "recommendations--lazy" in html


def test_a_lazy_block_comes_when_it_is_asked_for(products: list[Product]) -> None:
    url = find_url(render(LAZY))
    answer = make_client().get(url, headers={"HX-Request": "true"})
    assert answer.content.decode().count('class="recommendations__item"') == 2
    assert "<html" not in answer.content.decode()


def test_a_lazy_block_repeats_nothing_of_the_page(products: list[Product]) -> None:
    both = '{% recommendations "best-sellers" num_results=2 %}' + LAZY
    url = find_url(render(both))
    answer = make_client().get(url, headers={"HX-Request": "true"})
    assert products[0].sku not in answer.content.decode()
    assert products[2].sku in answer.content.decode()


def test_without_javascript_a_lazy_block_is_a_page(products: list[Product]) -> None:
    answer = make_client().get(find_url(render(LAZY)))
    assert "<html" in answer.content.decode()
    assert answer.content.decode().count('class="recommendations__item"') == 2


def test_no_shared_cache_keeps_a_lazy_block(products: list[Product]) -> None:
    answer = make_client().get(find_url(render(LAZY)))
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("token", ["", "x", "eyJ1c2VfY2FzZSI6IngifQ:1abc:sig"])
def test_nobody_can_write_a_block(client: Client, token: str) -> None:
    answer = client.get(reverse("personalize-block"), {"block": token})
    assert answer.status_code == 404


def test_the_tags_ask_for_the_request() -> None:
    template = Template('{% load personalize %}{% recommendations "best-sellers" %}')
    with pytest.raises(ImproperlyConfigured, match="context_processors.request"):
        template.render(Context())


def test_the_tracker_is_a_script_of_our_own() -> None:
    assert '<script src="/static/personalize/tracker.js" defer>' in render(
        "{% personalize_tracker %}"
    )


@pytest.mark.parametrize(
    "source",
    [
        '{% recommendations "best-sellers" category=slug max_price=20 %}',
        '{% get_recommendations "best-sellers" category=slug max_price=20 as best %}'
        '{% for item in best %}<i class="recommendations__item">{{ item }}{% endfor %}',
    ],
)
def test_a_block_can_be_narrowed(products: list[Product], source: str) -> None:
    dear, cheap, *_ = products
    Product.objects.filter(pk=dear.pk).update(price=21, category=cheap.category)
    html = render(source, slug=cheap.category.slug)
    assert html.count('class="recommendations__item"') == 1
    assert cheap.name in html


def test_a_lazy_block_stays_narrowed(products: list[Product]) -> None:
    lazy = '{% recommendations "best-sellers" min_price=9 max_price=10 lazy=True %}'
    Product.objects.filter(pk=products[0].pk).update(price=8)
    Product.objects.filter(pk=products[1].pk).update(price=11)
    html = make_client().get(find_url(render(lazy))).content.decode()
    assert html.count('class="recommendations__item"') == 2
