"""The countries of ISO 3166, named in the language of the page."""

from __future__ import annotations

from functools import cache
from unicodedata import normalize

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Codes of regions, currencies and tests, which CLDR names beside those of countries.
OTHERS = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())  # noqa: SIM905


def get_choices() -> list[tuple[str, str]]:
    """Return codes and names, in the order of the names."""
    return list(_sort(_get_language()))


def get_name(code: str) -> str:
    """Return the country's name; a code that is none as it is."""
    return _get_names(_get_language()).get(code, code)


def validate_country(code: str) -> None:
    if code not in _get_names(settings.LANGUAGE_CODE):
        raise ValidationError(_("Choose a country of the list."), code="country")


def _get_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@cache
def _get_names(language: str) -> dict[str, str]:
    names = Locale.parse(language, sep="-").territories
    return {
        code: name
        for code, name in names.items()
        if len(code) == 2 and code not in OTHERS
    }


@cache
def _sort(language: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(_get_names(language).items(), key=lambda item: _fold(item[1])))


def _fold(name: str) -> str:
    """Sort Ägypten with A, as a dictionary does, instead of behind Z."""
    return normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
