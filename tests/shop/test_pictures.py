"""Uploads: what is refused, and what is left of those that are not."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from PIL import Image

from shop.catalog.models import Product
from shop.media import pictures
from shop.media.fields import PictureFormField
from shop.media.pictures import get_sizes, read_picture
from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db

ORIENTATION, MODEL = 0x0112, 0x0110
ROTATED = 6


def make_picture(width: int = 1600, height: int = 1200, **options: Any) -> ContentFile:
    return save(Image.new("RGB", (width, height), "seagreen"), **options)


def save(image: Image.Image, **options: Any) -> ContentFile:
    buffer = BytesIO()
    image.save(buffer, **{"format": "JPEG"} | options)
    return ContentFile(buffer.getvalue(), "A Photo.JPG")


def make_exif(**tags: Any) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MODEL] = ROTATED, "Camera of Anna"
    return exif


def make_bomb(width: int, height: int) -> bytes:
    """Make a PNG of some bytes that says it is this large."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0")
    chunks = [header, data, b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )


def upload(product: Product, content: ContentFile) -> Product:
    product.picture.save(content.name or "", content)
    product.refresh_from_db()
    return product


def refuse(content: bytes, name: str = "photo.png") -> str:
    file = SimpleUploadedFile(name, content)
    with pytest.raises(ValidationError) as refusal:
        PictureFormField().clean(file)
    return str(refusal.value.messages[0])


def open_stored(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        return Image.open(BytesIO(file.read()))


def test_an_upload_becomes_webp_in_several_sizes() -> None:
    product = upload(make_product(), make_picture())

    stored = {
        w: open_stored(name) for w, name in get_sizes(product.picture.name).items()
    }

    assert {w: image.size for w, image in stored.items()} == {
        320: (320, 240),
        640: (640, 480),
        1280: (1280, 960),
    }
    assert {image.format for image in stored.values()} == {"WEBP"}


def test_a_small_picture_is_not_blown_up() -> None:
    product = upload(make_product(), make_picture(400, 400))
    assert list(get_sizes(product.picture.name)) == [320, 400]


def test_nothing_of_where_and_how_it_was_taken_is_kept() -> None:
    photo = make_picture(exif=make_exif())
    assert b"Camera of Anna" in photo.read()

    stored = upload(make_product(), photo).picture
    with stored.open() as file:
        content = file.read()

    assert b"Camera of Anna" not in content
    assert not {b"EXIF", b"XMP ", b"ICCP"} & {content[i : i + 4] for i in range(200)}


def test_a_photo_that_was_taken_sideways_stands_upright() -> None:
    product = upload(make_product(), make_picture(800, 400, exif=make_exif()))
    assert open_stored(product.picture.name).size == (400, 800)


def test_what_is_transparent_stays_transparent() -> None:
    glass = save(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), format="PNG")
    product = upload(make_product(), glass)
    assert open_stored(product.picture.name).getpixel((25, 25))[3] == 0


def test_the_name_of_an_upload_leads_nowhere() -> None:
    photo = make_picture(50, 50)
    product = make_product()
    product.picture.save("../../etc/pass wd.php.jpg", photo)
    assert product.picture.name.startswith("products/pass-wdphp-")


def test_two_uploads_of_one_name_have_addresses_of_their_own() -> None:
    product = make_product()
    first = upload(product, make_picture(50, 50)).picture.url
    assert upload(product, make_picture(50, 50)).picture.url != first


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "x.png"),
        (b"<html><script>alert(1)</script></html>", "x.jpg"),
        (b"GIF89a" + bytes(100), "x.webp"),
        (make_picture().read()[:900], "half.jpg"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "x.jpg"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "x.png"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(40), "x.webp"),
        (make_bomb(10, 10), "empty.png"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, name: str) -> None:
    assert "this file is none, or damaged" in refuse(content, name)


@pytest.mark.parametrize("side", [7_000, 12_000, 30_000])
def test_a_bomb_of_pixels_is_refused_before_it_goes_off(side: int) -> None:
    bomb = make_bomb(side, side)
    assert len(bomb) < 100
    assert "40 megapixels" in refuse(bomb)


def test_a_file_of_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)
    assert "may have" in refuse(make_picture().read())


def test_an_extension_that_no_picture_has_is_refused() -> None:
    assert "php" in refuse(make_picture().read(), "photo.php")


def test_only_the_first_frame_of_a_moving_picture_is_read() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    film = save(frames[0], format="WEBP", save_all=True, append_images=frames[1:])
    assert read_picture(film).getpixel((0, 0))[0] > 200


def test_the_admin_says_why_a_picture_is_refused(admin_client: Client) -> None:
    product = make_product()
    address = reverse("admin:catalog_product_change", args=[product.pk])
    svg = SimpleUploadedFile("x.png", b"<svg/>")
    response = admin_client.post(address, {"name": "X", "picture": svg})
    assert "Upload a JPEG, PNG or WebP picture" in response.content.decode()


def test_a_card_offers_the_browser_every_size() -> None:
    product = upload(make_product(), make_picture())
    card = render_to_string("catalog/_picture.html", {"product": product})
    assert "/320.webp 320w, " in card
    assert "/1280.webp 1280w" in card
    assert "sizes=" in card


def test_a_picture_that_came_another_way_is_shown_as_it_is() -> None:
    product = make_product(picture="products/old.webp")
    card = render_to_string("catalog/_picture.html", {"product": product})
    assert "/media/products/old.webp" in card
    assert "srcset" not in card
    assert product.picture.thumbnail == "/media/products/old.webp"


def test_a_size_that_lacks_is_made_when_somebody_asks(client: Client) -> None:
    default_storage.save(
        "products/lamp/640.webp", make_picture(640, 640, format="WEBP")
    )

    response = client.get("/media/products/lamp/320.webp")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]

    assert Image.open(BytesIO(content)).size == (320, 320)
    assert default_storage.exists("products/lamp/320.webp")


@pytest.mark.parametrize(
    "path", ["lamp2/320.webp", "lamp2/999.webp", "lamp2/1280.webp", "lamp2/x.webp"]
)
def test_nobody_can_ask_for_sizes_that_there_are_not(client: Client, path: str) -> None:
    assert client.get(f"/media/products/{path}").status_code == 404
