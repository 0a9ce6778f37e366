"""Pictures that people upload: looked into, made small, freed of what they tell."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

WIDTHS = (320, 640, 1280)
# No side of a stored picture is longer.
LARGEST = WIDTHS[-1]
EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
FORMATS = ["JPEG", "PNG", "WEBP"]
MAX_BYTES = 10_000_000
# A small file may decode to gigabytes; its header says so beforehand.
MAX_PIXELS = 40_000_000
# Twice the time of the next lower method makes a tenth of the bytes.
ENCODING = {"format": "WEBP", "quality": 80, "method": 4}
# Passed explicitly, because the encoder else takes over what the upload had.
NO_METADATA = {"exif": b"", "icc_profile": b"", "xmp": b""}
# What the decoders raise at damaged files.
DAMAGES = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# The name of a stored picture ends in its width: 640.webp.
STORED = re.compile(r"(?P<folder>.+)/(?P<width>\d{1,4})\.webp")


def read_picture(file: IO[bytes]) -> Image.Image:
    """Decode the first frame, upright; refuse what is no harmless picture."""
    check_bytes(file)
    image = open_picture(file)
    if image.width * image.height > MAX_PIXELS:
        raise too_many_pixels()
    # A JPEG can be decoded at a fraction of its size.
    image.draft("RGB", (2 * LARGEST, 2 * LARGEST))
    return decode(image)


def check_bytes(file: Any) -> None:
    if file.size > MAX_BYTES:
        raise ValidationError(
            _("A picture may have %(limit)d MB at most."),
            code="too_large",
            params={"limit": MAX_BYTES // 1_000_000},
        )


def open_picture(file: IO[bytes]) -> Image.Image:
    """Read the header; the formats are those of photographs, whatever it is named."""
    file.seek(0)
    try:
        return Image.open(file, formats=FORMATS)
    except BOMBS as error:
        raise too_many_pixels() from error
    except DAMAGES as error:
        raise no_picture() from error


def decode(image: Image.Image) -> Image.Image:
    try:
        upright = ImageOps.exif_transpose(image)
    except DAMAGES as error:
        raise no_picture() from error
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def too_many_pixels() -> ValidationError:
    return ValidationError(
        _("A picture may have %(limit)d megapixels at most."),
        code="too_many_pixels",
        params={"limit": MAX_PIXELS // 1_000_000},
    )


def no_picture() -> ValidationError:
    return ValidationError(
        _("Upload a JPEG, PNG or WebP picture; this file is none, or damaged."),
        code="no_picture",
    )


def store_picture(
    storage: Storage, image: Image.Image, *, folder: str, name: str
) -> str:
    """Store every size of the picture; return the name of the largest.

    The folder is new each time, so what a browser or a CDN has kept stays true.
    """
    stem = slugify(PurePosixPath(name).stem)[:40] or "picture"
    place = f"{folder}/{stem}-{get_random_string(8).lower()}"
    largest = image.copy()
    largest.thumbnail((LARGEST, LARGEST))
    for width in get_smaller_widths(largest.width):
        storage.save(f"{place}/{width}.webp", encode(shrink(largest, width)))
    return storage.save(f"{place}/{largest.width}.webp", encode(largest))


def shrink(image: Image.Image, width: int) -> Image.Image:
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def encode(image: Image.Image) -> ContentFile:
    buffer = BytesIO()
    image.save(buffer, **ENCODING, **NO_METADATA)
    return ContentFile(buffer.getvalue())


def get_smaller_widths(width: int) -> list[int]:
    return [each for each in WIDTHS if each < width]


def get_widths(name: str) -> list[int]:
    """Return in which widths a picture is stored: its name tells them all."""
    stored = STORED.fullmatch(name)
    if not stored:
        return []
    largest = int(stored["width"])
    return [*get_smaller_widths(largest), largest]


def get_sizes(name: str) -> dict[int, str]:
    """Return the names of a stored picture by width."""
    folder = name.rpartition("/")[0]
    return {width: f"{folder}/{width}.webp" for width in get_widths(name)}


def make_smaller_sizes(storage: Storage, name: str) -> None:
    """Make what lacks beside a picture that was put into the storage as it is."""
    for size in reversed(get_sizes(name).values()):
        if not storage.exists(size):
            make_size(storage, size)


def make_size(storage: Storage, name: str) -> bool:
    """Make a smaller size that was left out until somebody asks; say whether."""
    stored = STORED.fullmatch(name)
    width = int(stored["width"]) if stored else 0
    larger = [each for each in WIDTHS if each > width]
    if stored is None or width not in WIDTHS or not larger:
        return False
    source = f"{stored['folder']}/{larger[0]}.webp"
    if not storage.exists(source):
        return False
    with storage.open(source) as file:
        storage.save(name, encode(shrink(read_picture(file), width)))
    return True
