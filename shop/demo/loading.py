"""Writing the demo shop into the database."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.text import slugify

from shop.accounts.models import User
from shop.catalog.models import Category, Product, Variant
from shop.demo.assortment import DemoCategory, DemoProduct
from shop.demo.shoppers import DEMO_SHOPPERS, Shopper
from shop.demo.simulation import Visit
from shop.media.pictures import make_smaller_sizes
from shop.personalization import get_user_id

PASSWORD = "demo-shop-2026"
STAFF_EMAIL = "admin@example.com"
BATCH = 1000
# Of the products in several sizes, so many lack one of them.
EMPTY_SHARE = 0.4
# Of the pictures that come with the demo.
PICTURE_WIDTH = 640


def is_loaded() -> bool:
    """Everything is written in one transaction: one of its rows stands for all."""
    return User.objects.filter(email=DEMO_SHOPPERS[0].email).exists()


def load_categories(categories: Iterable[DemoCategory]) -> dict[str, Category]:
    loaded: dict[str, Category] = {}
    for each in categories:
        parent = loaded[each.parent] if each.parent else None
        loaded[each.slug], _ = Category.objects.update_or_create(
            slug=each.slug,
            defaults={
                "name": each.name,
                "description": each.description,
                "parent": parent,
            },
        )
    return loaded


def load_products(
    products: Iterable[DemoProduct], categories: dict[str, Category], now: datetime
) -> dict[str, Product]:
    rows = [make_product(each, categories, now) for each in products]
    Product.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return Product.objects.in_bulk([row.sku for row in rows], field_name="sku")


def load_variants(products: Iterable[Product]) -> None:
    """Spread the stock of products in several sizes over them: some are sold out."""
    random = Random(7)
    Variant.objects.bulk_create(
        [
            Variant(product=product, size=size, stock=stock)
            for product in products
            if len(product.sizes) > 1
            for size, stock in spread(product.stock, product.sizes, random).items()
        ],
        batch_size=BATCH,
    )


def spread(stock: int, sizes: list[str], random: Random) -> dict[str, int]:
    """Put each piece on the shelf of a size; one shelf may stay empty."""
    filled = random.sample(sizes, len(sizes) - (random.random() < EMPTY_SHARE))
    return dict.fromkeys(sizes, 0) | Counter(random.choices(filled, k=stock))


def make_product(
    demo: DemoProduct, categories: dict[str, Category], now: datetime
) -> Product:
    return Product(
        sku=demo.sku,
        name=demo.name,
        slug=slugify(demo.name),
        description=demo.description,
        brand=demo.brand,
        category=categories[demo.category],
        price=demo.price,
        stock=demo.stock,
        sizes=list(demo.sizes),
        picture=load_picture(demo.picture),
        created_at=now - timedelta(days=demo.age_days),
    )


def load_picture(path: Path) -> str:
    """Copy the picture to the shop's storage, once, and return its name there."""
    name = f"products/{path.stem}/{PICTURE_WIDTH}.webp"
    if default_storage.exists(name):
        return name
    with path.open("rb") as file:
        default_storage.save(name, File(file))
    if not settings.SERVE_MEDIA:
        # Where the shop itself serves them, a size is made when it is asked for.
        make_smaller_sizes(default_storage, name)
    return name


def load_shoppers(shoppers: Iterable[Shopper]) -> dict[str, User]:
    """Make the accounts; only the two of the demo, and the staff, can log in."""
    password = make_password(PASSWORD)
    can_log_in = {shopper.email for shopper in DEMO_SHOPPERS}
    users = [
        User(
            username=shopper.email,
            email=shopper.email,
            first_name=shopper.first_name,
            last_name=shopper.last_name,
            password=password if shopper.email in can_log_in else make_password(None),
        )
        for shopper in shoppers
    ]
    staff = User(
        username=STAFF_EMAIL,
        email=STAFF_EMAIL,
        first_name="Demo",
        last_name="Staff",
        password=password,
        is_staff=True,
        is_superuser=True,
    )
    User.objects.bulk_create([*users, staff], ignore_conflicts=True)
    return {user.email: user for user in User.objects.all()}


def write_interactions(
    visits: Iterable[Visit], users: dict[str, User], path: Path
) -> None:
    """Write what happened in Amazon's format, as a real shop would export it."""
    user_ids = {email: get_user_id(user) for email, user in users.items()}
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP"])
        writer.writerows(
            (
                user_ids[action.shopper.email],
                action.product.sku,
                action.event_type,
                int(action.at.timestamp()),
            )
            for visit in visits
            for action in visit.actions
        )
