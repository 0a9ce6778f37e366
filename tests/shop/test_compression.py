from __future__ import annotations

import gzip

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from shop.site.compression import TextCompressionMiddleware


def compress(content_type: str) -> HttpResponse:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse("alder " * 200, content_type=content_type)

    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    return TextCompressionMiddleware(answer)(request)


@pytest.mark.parametrize(
    "content_type", ["text/html", "application/json; charset=utf-8"]
)
def test_text_is_compressed(content_type: str) -> None:
    response = compress(content_type)

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).startswith(b"alder")


def test_a_picture_is_left_as_it_is() -> None:
    assert "Content-Encoding" not in compress("image/webp").headers


@pytest.mark.django_db
def test_pages_are_compressed(client: Client) -> None:
    response = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]


def test_static_files_are_served_before_anything_is_compressed() -> None:
    ours = "shop.site.compression.TextCompressionMiddleware"
    whitenoise = "whitenoise.middleware.WhiteNoiseMiddleware"

    assert settings.MIDDLEWARE.index(whitenoise) < settings.MIDDLEWARE.index(ours)
