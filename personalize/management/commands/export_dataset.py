from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime
from tqdm import tqdm

from personalize.datasets.destinations import DestinationError, write_to
from personalize.datasets.exporting import Export
from personalize.datasets.schemas import DATASET_TYPES, INTERACTIONS

NAMES = [name.lower() for name in DATASET_TYPES]


class Command(BaseCommand):
    help = (
        "Write a dataset as the CSV file that Amazon Personalize imports. Guests who "
        "never logged in and whoever opted out are left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", choices=NAMES)
        parser.add_argument(
            "--since",
            type=read_moment,
            metavar="DATE",
            help="only interactions of that day (UTC) and later",
        )
        parser.add_argument(
            "--to",
            default="-",
            metavar="FILE",
            help="s3://bucket/key, a file (.gz compresses it), or - for stdout",
        )

    def handle(
        self, *, dataset: str, since: datetime | None, to: str, **options: Any
    ) -> None:
        if since and dataset != INTERACTIONS.lower():
            raise CommandError("--since is for interactions: nothing else has a date.")
        export = Export(dataset, since)
        try:
            self.write(export, to, is_quiet=options["verbosity"] == 0)
        except DestinationError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.report(export, to)

    def write(self, export: Export, to: str, *, is_quiet: bool) -> None:
        total = None if is_quiet else export.count()
        with tqdm(
            total=total, desc="Rows", unit="", unit_scale=True, disable=is_quiet
        ) as progress:
            pieces = export.write(progress.update)
            if to != "-":
                write_to(to, pieces)
                return
            for piece in pieces:
                self.stdout.write(piece, ending="")

    def report(self, export: Export, to: str) -> None:
        self.stderr.write(f"{export.written} rows are written to {to}.")
        if not export.left_out:
            return
        self.stderr.write(f"{export.left_out} are left out:")
        for reason in export.reasons:
            self.stderr.write(f"  {reason}")
        if export.left_out > len(export.reasons):
            self.stderr.write(f"  … and {export.left_out - len(export.reasons)} more")


def read_moment(text: str) -> datetime:
    """Read a day, or a time, in UTC unless it says where."""
    try:
        moment = parse_datetime(text)
        day = parse_date(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text}: {error}") from error
    if day is not None:
        moment = datetime.combine(day, time())
    if moment is None:
        raise ArgumentTypeError(f"{text!r} is no date: write 2026-11-30.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
