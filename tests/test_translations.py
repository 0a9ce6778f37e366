"""German is complete: every text has its translation, and it is compiled."""

from __future__ import annotations

import pytest
from babel.messages import Catalog

from tests.catalogs import (
    extract_texts,
    find_texts,
    get_fields,
    get_plurals,
    get_translations,
    read_catalog,
    read_compiled,
)

LANGUAGE = "de"


@pytest.fixture(params=["shop", "personalize"])
def package(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def catalog(package: str) -> Catalog:
    return read_catalog(package, LANGUAGE)


def test_every_text_is_translated(package: str, catalog: Catalog) -> None:
    translations = get_translations(catalog)
    texts = find_texts(package)

    assert len(texts) > 50
    assert {
        text: file for text, file in texts.items() if text not in translations
    } == {}


def test_no_translation_is_empty(catalog: Catalog) -> None:
    translations = get_translations(catalog)

    assert [text for text, found in translations.items() if not all(found)] == []


def test_no_translation_is_a_guess(catalog: Catalog) -> None:
    assert [message.id for message in catalog if message.fuzzy] == []


def test_no_translation_has_lost_its_text(package: str, catalog: Catalog) -> None:
    texts = find_texts(package)

    assert [text for text in get_translations(catalog) if text not in texts] == []


def test_translations_say_what_is_filled_in(catalog: Catalog) -> None:
    plurals = get_plurals(catalog)

    wrong = [
        ids for ids, texts in plurals.items() if get_fields(ids) != get_fields(texts)
    ]
    assert wrong == []


def test_the_compiled_catalog_is_up_to_date(package: str, catalog: Catalog) -> None:
    compiled = get_translations(read_compiled(package, LANGUAGE))

    assert compiled == get_translations(catalog)


def test_texts_are_found_where_they_are_marked() -> None:
    source = b'_("Plain")\nngettext("%d one", "%d many", n)\nnot_this("No")\n'

    assert list(extract_texts(source)) == ["Plain", "%d one"]
