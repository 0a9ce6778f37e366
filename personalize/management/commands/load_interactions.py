from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from personalize.catalog import ItemRecord, get_catalog
from personalize.counting import count_events
from personalize.datasets.history import load_history
from personalize.datasets.interactions import (
    Interaction,
    WrongRow,
    read_interactions,
)
from personalize.datasets.items import read_items
from personalize.exceptions import InvalidFile

LISTED = 20


class Command(BaseCommand):
    help = (
        "Load a history in Amazon's format (USER_ID, ITEM_ID, EVENT_TYPE, TIMESTAMP). "
        "Loading a file twice adds nothing; wrong rows are listed and left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file, or .csv.gz")
        parser.add_argument(
            "--items",
            type=Path,
            help="what the items are: ITEM_ID, NAME, PRICE",
        )

    def handle(self, *, file: Path, items: Path | None, **options: Any) -> None:
        self.wrong: list[WrongRow] = []
        try:
            known = read_items(items) if items else {}
            read, made = self.load(file, known, is_quiet=options["verbosity"] == 0)
        except InvalidFile as error:
            raise CommandError(str(error)) from error
        self.report(read, made)

    def load(
        self, file: Path, known: dict[str, ItemRecord], *, is_quiet: bool
    ) -> tuple[int, int]:
        """Return how many events were read, and how many items were made for them."""
        item_ids: set[str] = set()
        interactions = read_interactions(file, self.wrong.append)
        read = 0
        with tqdm(
            desc="Events", unit="", unit_scale=True, disable=is_quiet
        ) as progress:
            for count in load_history(self.note_items(interactions, item_ids)):
                read += count
                progress.update(count)
        count_events()
        records = [known.get(each, ItemRecord(item_id=each)) for each in item_ids]
        return read, get_catalog().add_items(records)

    def note_items(
        self, interactions: Iterable[Interaction], item_ids: set[str]
    ) -> Iterator[Interaction]:
        for interaction in interactions:
            item_ids.add(interaction.item_id)
            yield interaction

    def report(self, read: int, made: int) -> None:
        self.stdout.write(f"Loaded {read} events; made {made} items for unknown ids.")
        if not self.wrong:
            return
        self.stderr.write(f"Left out {len(self.wrong)} wrong rows:")
        for row in self.wrong[:LISTED]:
            self.stderr.write(f"  line {row.line}: {row.reason}")
        if len(self.wrong) > LISTED:
            self.stderr.write(f"  … and {len(self.wrong) - LISTED} more")
