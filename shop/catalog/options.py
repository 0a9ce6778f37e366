"""Facets as boxes to tick: those that leave something, and those that are ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from shop.catalog.facets import Choice, Facets
from shop.catalog.navigation import get_categories

# Nobody reads more, and each costs.
MOST_BRANDS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    brands: list[Option]
    categories: list[Option]
    ratings: list[Option]


def get_options(facets: Facets, choice: Choice) -> Options:
    return Options(
        brands=get_brands(facets, choice.brands),
        categories=get_category_options(facets, choice.category_ids),
        ratings=[
            make_option(stars, str(stars), number, [choice.rating])
            for stars, number in facets.ratings
            if number or stars == choice.rating
        ],
    )


def get_brands(facets: Facets, chosen: Collection[str]) -> list[Option]:
    shown = _with_chosen(facets.brands[:MOST_BRANDS], chosen, dict(facets.brands))
    return [make_option(name, name, number, chosen) for name, number in shown]


def get_category_options(facets: Facets, chosen: Collection[int]) -> list[Option]:
    """Return the categories to choose from; one alone is no choice."""
    shown = _with_chosen(facets.categories, chosen, {})
    if len(shown) < 2 and not chosen:
        return []
    known = get_categories()
    return [
        Option(
            value=known[pk].slug,
            label=known[pk].name,
            number=number,
            is_chosen=pk in chosen,
        )
        for pk, number in shown
        if pk in known
    ]


def make_option(
    value: object, label: str, number: int, chosen: Collection[object]
) -> Option:
    return Option(
        value=str(value), label=label, number=number, is_chosen=value in chosen
    )


def _with_chosen(
    shown: list[tuple], chosen: Iterable[object], numbers: dict
) -> list[tuple]:
    """Keep what is chosen in sight, also where the other choices leave none of it."""
    seen = {value for value, _ in shown}
    missing = sorted(value for value in chosen if value not in seen)
    return shown + [(value, numbers.get(value, 0)) for value in missing]
