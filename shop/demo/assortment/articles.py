from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shop.demo.assortment import (
    accessories,
    beauty,
    books_desk,
    clothing,
    home_brands,
    home_garden,
    instruments,
    kids,
    kitchen,
    outdoor,
    pantry,
    shoes,
    sport,
    tech,
    wear_brands,
)
from shop.demo.assortment.brands import Brand
from shop.demo.assortment.categories import DEPARTMENTS
from shop.demo.assortment.kinds import Kind

Choice = TypeVar("Choice")

BRANDS = wear_brands.BRANDS + home_brands.BRANDS
KINDS = (
    shoes.KINDS
    + clothing.KINDS
    + accessories.KINDS
    + outdoor.KINDS
    + sport.KINDS
    + kitchen.KINDS
    + pantry.KINDS
    + tech.KINDS
    + instruments.KINDS
    + books_desk.KINDS
    + home_garden.KINDS
    + kids.KINDS
    + beauty.KINDS
)
ARTICLES_PER_KIND = 6
PREFIXES = {
    leaf: prefix for prefix, _, _, leaves in DEPARTMENTS.values() for leaf in leaves
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What is the same for every seed: the words, and what the picture shows."""

    prefix: str
    number: int
    name: str
    description: str
    kind: Kind
    brand: Brand
    shape: str
    colour: str
    # The rank of the variant within its kind, from plain to fine.
    rank: int


def get_articles() -> Iterator[Article]:
    numbers: Counter[str] = Counter()
    models: Counter[str] = Counter()
    for offset, kind in enumerate(KINDS):
        prefix = PREFIXES[kind.category]
        for position in range(ARTICLES_PER_KIND):
            numbers[prefix] += 1
            # The offset keeps one brand from getting the first variant of every kind.
            brand = get_brand(kind, position + offset)
            models[brand.name] += 1
            model = pick(brand.models.split(), models[brand.name])
            colour = pick(kind.colours or kind.tints or ("",), position + offset)
            label, praise = list(kind.variants.items())[position % len(kind.variants)]
            yield Article(
                prefix=prefix,
                number=numbers[prefix],
                name=get_name(
                    kind, brand, model, label, colour if kind.colours else ""
                ),
                description=get_description(kind, position, brand, praise),
                kind=kind,
                brand=brand,
                shape=pick(kind.shapes, position % len(kind.variants)),
                colour=colour,
                rank=position % len(kind.variants),
            )


def get_name(kind: Kind, brand: Brand, model: str, label: str, colour: str) -> str:
    if kind.titled:
        return label
    name = f"{brand.name} {model} {label}"
    return f"{name} in {colour}" if colour else name


def get_description(kind: Kind, position: int, brand: Brand, praise: str) -> str:
    closing = pick(kind.closings, position // len(kind.variants))
    sentences = [praise, closing]
    if not kind.titled and position % 3:
        sentences.append(brand.promise)
    return " ".join(sentences)


def get_brand(kind: Kind, position: int) -> Brand:
    fitting = [brand for brand in BRANDS if kind.category in brand.categories.split()]
    return pick(fitting, position)


def pick(choices: Sequence[Choice], position: int) -> Choice:
    return choices[position % len(choices)]
