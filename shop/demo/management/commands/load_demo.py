from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from shop.demo.assortment import get_categories, get_products
from shop.demo.loading import (
    is_loaded,
    load_categories,
    load_products,
    load_shoppers,
    load_variants,
    write_interactions,
)
from shop.demo.logins import confirm_logins
from shop.demo.opinions import load_opinions
from shop.demo.orders import load_orders
from shop.demo.shoppers import make_shoppers
from shop.demo.simulation import Simulation, Visit
from shop.demo.staff import load_staff
from shop.demo.tastes import Assortment

SHOPPERS = 300
EVENTS = 60_000


class Command(BaseCommand):
    help = "Fill the shop with a catalogue, shoppers and ninety days of history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=1, help="how many times as large"
        )
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *, scale: int, seed: int, **options: Any) -> None:
        """Load everything or, when the demo is there already, nothing."""
        if is_loaded():
            self.stdout.write("The demo shop is loaded already.")
            return
        with transaction.atomic():
            self.load(scale, seed, options["verbosity"] == 0)

    def load(self, scale: int, seed: int, is_quiet: bool) -> None:
        now, random = timezone.now(), np.random.default_rng(seed)
        categories, products = get_categories(), get_products(scale=scale, seed=seed)
        departments = [each.slug for each in categories if each.parent is None]
        shoppers = make_shoppers(products, departments, SHOPPERS * scale, random)
        simulation = Simulation(
            Assortment(products, categories, random), shoppers, random
        )
        visits = self.simulate(simulation, now, EVENTS * scale, is_quiet)
        rows = load_products(
            tqdm(products, "Products", disable=is_quiet),
            load_categories(categories),
            now,
        )
        users = load_shoppers(shoppers)
        confirm_logins()
        load_staff()
        load_variants(rows.values())
        orders = load_orders(tqdm(visits, "Orders", disable=is_quiet), users, rows, now)
        load_opinions(visits, users, rows, now)
        self.load_history(visits, users, is_quiet)
        self.stdout.write(
            f"Loaded {len(rows)} products, {len(shoppers)} shoppers, {orders} orders."
        )

    def simulate(
        self, simulation: Simulation, now: datetime, num_events: int, is_quiet: bool
    ) -> list[Visit]:
        visits = simulation.run(now, num_events)
        return list(tqdm(visits, "Simulated visits", disable=is_quiet))

    def load_history(
        self, visits: list[Visit], users: dict[str, Any], is_quiet: bool
    ) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "interactions.csv"
            write_interactions(visits, users, path)
            call_command("load_interactions", str(path), verbosity=int(not is_quiet))
