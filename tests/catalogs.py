"""What the sources say to people, and what the catalogs make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
FOLDERS = {"shop": ("shop", "templates"), "personalize": ("personalize",)}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FIELD = re.compile(r"%\(\w+\)[sd]|%[sd]")

# A text as it is written in the sources, without its plural.
Text = str


def find_texts(package: str) -> dict[Text, str]:
    """Return the texts that are marked for translation, and the file of each."""
    return {
        text: str(path.relative_to(ROOT))
        for folder in FOLDERS[package]
        for path in sorted((ROOT / folder).rglob("*"))
        for text in read_texts(path)
    }


def read_texts(path: Path) -> Iterator[Text]:
    if path.suffix == ".py":
        yield from extract_texts(path.read_bytes())
    elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
        # Line by line: what is left of a template is not indented as Python is.
        for line in templatize(path.read_text()).splitlines():
            yield from extract_texts(line.strip().encode())


def extract_texts(source: bytes) -> Iterator[Text]:
    for _, message, _, _ in extract("python", BytesIO(source), KEYWORDS):
        yield message[0] if isinstance(message, tuple) else message


def read_catalog(package: str, language: str) -> Catalog:
    with get_path(package, language).open("rb") as file:
        return read_po(file, locale=language)


def read_compiled(package: str, language: str) -> Catalog:
    with get_path(package, language).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def get_path(package: str, language: str) -> Path:
    return ROOT / package / "locale" / language / "LC_MESSAGES" / "django.po"


def get_translations(catalog: Catalog) -> dict[Text, tuple[str, ...]]:
    """Return what each text is translated to, in the singular and the plural."""
    return {as_tuple(each.id)[0]: as_tuple(each.string) for each in catalog if each.id}


def get_plurals(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {as_tuple(each.id): as_tuple(each.string) for each in catalog if each.id}


def as_tuple(texts: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def get_fields(texts: tuple[str, ...]) -> set[str]:
    """Return what is filled in when the text is shown."""
    return {field for text in texts for field in FIELD.findall(text)}
