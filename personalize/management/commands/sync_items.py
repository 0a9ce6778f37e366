from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from personalize.models import DatasetRecord
from personalize.records.delivery import deliver_due, hurry
from personalize.records.drift import mark_drift
from personalize.records.marking import mark_all
from personalize.records.target import Dataset, get_target


class Command(BaseCommand):
    help = (
        "Put to Amazon Personalize the items, or the users, that differ from what was "
        "put last. At most 90 a second: import a large catalogue from a file first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="all of them, changed or not"
        )
        parser.add_argument(
            "--users", action="store_true", help="the users instead of the items"
        )

    def handle(self, *, users: bool, **options: Any) -> None:
        if get_target() is None:
            raise CommandError(
                "There is nobody to be told: set PERSONALIZE_DATASET_GROUP_ARN, or "
                "dataset_group_arn in the OPTIONS of the Amazon backend."
            )
        dataset = Dataset.USERS if users else Dataset.ITEMS
        mark = mark_all if options["all"] else mark_drift
        marked = mark(dataset)
        hurry(dataset)
        self.deliver(dataset, is_quiet=options["verbosity"] == 0)
        self.report(dataset, marked)

    def deliver(self, dataset: Dataset, *, is_quiet: bool) -> None:
        total = DatasetRecord.objects.of_dataset(dataset).pending().count()
        with tqdm(
            total=total, desc=dataset.label, unit="", disable=is_quiet
        ) as progress:
            while settled := deliver_due(dataset):
                progress.update(settled)

    def report(self, dataset: Dataset, marked: int) -> None:
        records = DatasetRecord.objects.of_dataset(dataset)
        waiting, refused = records.pending(), records.rejected()
        self.stdout.write(f"{marked} {dataset.label.lower()} were to be sent.")
        for record in refused.order_by("pk")[:20]:
            self.stderr.write(f"Refused: {record.record_id}: {record.error}")
        if waiting.exists():
            reason = waiting.exclude(error="").values_list("error", flat=True).first()
            raise CommandError(f"{waiting.count()} wait to be sent. {reason or ''}")
