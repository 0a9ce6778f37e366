"""The people of the demo shop, each with a taste of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shop.demo.assortment import DemoProduct

FIRST_NAMES = (
    "Ada",
    "Bruno",
    "Carla",
    "Dario",
    "Elin",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kaya",
    "Leo",
    "Mara",
    "Nils",
    "Olga",
    "Pablo",
    "Quinn",
    "Rosa",
    "Sami",
    "Tess",
    "Umar",
    "Vera",
    "Wim",
    "Xenia",
    "Yara",
    "Zeno",
    "Alma",
    "Boris",
    "Chloe",
    "Dina",
)
LAST_NAMES = (
    "Abbott",
    "Berg",
    "Castillo",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Grant",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Santos",
    "Tanaka",
    "Ueda",
    "Vogel",
    "Weber",
)
BRANDS_LIKED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopper:
    """``departments`` weighs what interests them; ``price_level`` is 0 to 1."""

    email: str
    first_name: str
    last_name: str
    departments: dict[str, float]
    brands: frozenset[str]
    price_level: float
    activity: float


def make_shoppers(
    products: list[DemoProduct],
    departments: list[str],
    count: int,
    random: np.random.Generator,
) -> list[Shopper]:
    """The first two are the ones to log in as: their tastes have nothing in common."""
    brands = sorted({product.brand for product in products})
    others = [
        make_shopper(number, brands, departments, random) for number in range(count - 2)
    ]
    return [*DEMO_SHOPPERS, *others]


def make_shopper(
    number: int,
    brands: list[str],
    departments: list[str],
    random: np.random.Generator,
) -> Shopper:
    first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    # Few departments carry most of the weight.
    shares = random.dirichlet([0.35] * len(departments))
    return Shopper(
        email=f"{first}.{last}.{number}@example.com".lower(),
        first_name=str(first),
        last_name=str(last),
        departments=dict(zip(departments, shares.tolist(), strict=True)),
        brands=frozenset(random.choice(brands, BRANDS_LIKED, replace=False).tolist()),
        price_level=float(random.beta(2, 2)),
        activity=float(random.lognormal(0, 0.6)),
    )


DEMO_SHOPPERS = (
    Shopper(
        email="anna@example.com",
        first_name="Anna",
        last_name="Lind",
        departments={"clothing": 0.5, "beauty": 0.3, "accessories": 0.2},
        brands=frozenset({"Mirella Vance", "Rosalind Grey", "Thistle Lane"}),
        price_level=0.8,
        activity=2.0,
    ),
    Shopper(
        email="ben@example.com",
        first_name="Ben",
        last_name="Okafor",
        departments={"tech": 0.5, "sport": 0.35, "books-desk": 0.15},
        brands=frozenset({"Ondara", "Zephra", "Klarivox", "Fernholt"}),
        price_level=0.4,
        activity=2.0,
    ),
)
