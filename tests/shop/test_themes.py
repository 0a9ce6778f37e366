"""What a visitor chooses, colours or language, is there from the first paint on."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db


def choose(client: Client, theme: str, **data: str) -> HttpResponse:
    return client.post(reverse("theme"), {"theme": theme} | data)


def get_html(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode()


def test_without_a_choice_a_page_follows_the_system(client: Client) -> None:
    html = get_html(client)

    assert "data-theme" not in html
    assert '<meta name="color-scheme" content="light dark">' in html


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_is_kept(client: Client, theme: str) -> None:
    choose(client, theme)

    html = get_html(client)

    assert f'<html lang="en" data-theme="{theme}">' in html
    assert f'<meta name="color-scheme" content="{theme}">' in html
    assert f'value="{theme}" aria-pressed="true"' in html


def test_a_choice_is_taken_back(client: Client) -> None:
    choose(client, "dark")
    choose(client, "system")

    assert "data-theme" not in get_html(client)


@pytest.mark.parametrize("theme", ["", "pink", '"><script>'])
def test_a_choice_there_is_not_changes_nothing(client: Client, theme: str) -> None:
    choose(client, theme)
    assert "data-theme" not in get_html(client)

    client.cookies["theme"] = theme
    assert "data-theme" not in get_html(client)


def test_a_choice_leads_back_to_the_page(client: Client) -> None:
    product = make_product()
    address = product.get_absolute_url()

    assert choose(client, "dark", next=address).url == address
    assert f'name="next" value="{address}"' in get_html(client, address)


@pytest.mark.parametrize("address", ["", "https://evil.example/", "//evil.example"])
def test_a_choice_leads_nowhere_else(client: Client, address: str) -> None:
    assert choose(client, "dark", next=address).url == "/"


def test_only_a_post_chooses(client: Client) -> None:
    assert client.get(reverse("theme"), {"theme": "dark"}).status_code == 405


def test_an_error_page_has_the_chosen_colours(client: Client) -> None:
    choose(client, "dark")

    assert 'data-theme="dark"' in get_html(client, "/no/such/page/")


def test_a_page_is_in_the_language_of_the_browser(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "de-AT,de;q=0.8"})

    assert '<html lang="de"' in response.content.decode()
    assert response.headers["Content-Language"] == "de"


def test_a_language_is_chosen_in_the_footer(client: Client) -> None:
    response = client.post(reverse("set_language"), {"language": "de", "next": "/"})

    assert response.url == "/"
    assert '<html lang="de"' in get_html(client)
