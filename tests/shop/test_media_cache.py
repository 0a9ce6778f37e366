from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from shop.media.serving import media

# Closing an answer closes the connection to the database.
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "products" / "boot-x1").mkdir(parents=True)
    return tmp_path / "products"


def test_a_picture_is_fetched_once(folder: Path) -> None:
    (folder / "boot-x1" / "640.webp").write_bytes(b"a picture")

    response = media(RequestFactory().get("/"), "products/boot-x1/640.webp")

    assert "immutable" in response.headers["Cache-Control"]
    response.close()


def test_a_file_whose_name_may_come_again_is_asked_for_again(folder: Path) -> None:
    (folder / "boot.webp").write_bytes(b"a picture")

    response = media(RequestFactory().get("/"), "products/boot.webp")

    assert "Cache-Control" not in response.headers
    response.close()
