from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

from shop.demo.assortment.articles import Article, get_articles
from shop.demo.assortment.categories import DEPARTMENTS
from shop.demo.assortment.prices import get_price

PICTURES = Path(__file__).parent.parent / "pictures"
NUMBERS_PER_PREFIX = 10_000
EDITIONS = (
    "Anniversary Edition",
    "Studio Edition",
    "Limited Edition",
    "Winter Edition",
    "Signature Edition",
    "Summer Edition",
    "Heritage Edition",
    "Travel Edition",
    "Collector's Edition",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCategory:
    slug: str
    name: str
    parent: str | None
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProduct:
    sku: str
    name: str
    description: str
    brand: str
    price: Decimal
    category: str
    sizes: tuple[str, ...]
    stock: int
    age_days: int
    picture: Path
    # Products of one kind are near substitutes.
    kind: str
    # The kinds that are bought together with it.
    goes_with: tuple[str, ...]


def get_categories() -> list[DemoCategory]:
    """Parents come before their children."""
    categories = []
    for slug, (_, name, description, leaves) in DEPARTMENTS.items():
        categories.append(get_category(slug, None, (name, description)))
        categories += [get_category(leaf, slug, leaves[leaf]) for leaf in leaves]
    return categories


def get_category(slug: str, parent: str | None, texts: tuple[str, str]) -> DemoCategory:
    name, description = texts
    return DemoCategory(slug=slug, name=name, parent=parent, description=description)


def get_products(*, scale: int = 1, seed: int = 7) -> list[DemoProduct]:
    """The first products are the same at every scale; the rest are editions of them.

    The seed decides prices, stock and ages; words and pictures are always the same.
    """
    articles = list(get_articles())
    return [
        get_product(article, edition, len(articles), seed)
        for edition in range(scale)
        for article in articles
    ]


def get_product(article: Article, edition: int, step: int, seed: int) -> DemoProduct:
    sku = get_sku(article.prefix, article.number + edition * step)
    random = Random(f"{seed} {sku}")
    price = get_price(article, random)
    return DemoProduct(
        sku=sku,
        name=get_edition_name(article.name, edition),
        description=article.description,
        brand=article.brand.name,
        price=price,
        category=article.kind.category,
        sizes=article.kind.sizes,
        stock=get_stock(price, random),
        age_days=get_age_days(random),
        picture=get_picture(article),
        kind=article.kind.name,
        goes_with=article.kind.goes_with,
    )


def get_sku(prefix: str, number: int) -> str:
    """When the four digits are used up, a letter is added: SHO-9999, SHOA-0000."""
    letter, digits = divmod(number, NUMBERS_PER_PREFIX)
    suffix = chr(ord("A") + letter - 1) if letter else ""
    return f"{prefix}{suffix}-{digits:04}"


def get_picture(article: Article) -> Path:
    return PICTURES / f"{get_sku(article.prefix, article.number).lower()}.webp"


def get_edition_name(name: str, edition: int) -> str:
    if not edition:
        return name
    repeat, position = divmod(edition - 1, len(EDITIONS))
    suffix = f" {repeat + 1}" if repeat else ""
    return f"{name}, {EDITIONS[position]}{suffix}"


def get_stock(price: Decimal, random: Random) -> int:
    """A few are sold out, some nearly; of dear things there are fewer."""
    chance = random.random()
    if chance < 0.04:
        return 0
    if chance < 0.12:
        return random.randint(1, 4)
    return random.randint(5, max(15, int(180 / (1 + price / 100))))


def get_age_days(random: Random) -> int:
    """A few are new, and yet have been seen by some."""
    newest = random.random() < 0.08
    return random.randint(3, 20) if newest else random.randint(21, 700)
