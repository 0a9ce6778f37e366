from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from personalize.catalog import get_catalog
from personalize.engine.evaluation.arguments import add_arguments, make_plan
from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.item_reading import read_items
from personalize.engine.evaluation.reading import read_interactions
from personalize.engine.evaluation.rendering import write_json, write_table
from personalize.engine.evaluation.report import Report, make_report
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures
from personalize.training import read_events


class Command(BaseCommand):
    help = (
        "Measure how well the embedded recommender would have recommended, beside "
        "simple baselines, on the stored events or on a file in Amazon's format."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interactions",
            type=Path,
            metavar="FILE",
            help="a CSV file, or .csv.gz, instead of the stored events",
        )
        add_arguments(parser)

    def handle(self, **options: Any) -> None:
        try:
            report = self.evaluate(options)
        except EvaluationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            write_json(report) if options["json"] else write_table(report)
        )

    def evaluate(self, options: dict[str, Any]) -> Report:
        file, items = options["interactions"], options["items"]
        return make_report(
            self.read_log(file),
            make_plan(options),
            features=read_items(items) if items else self.read_features(file),
            note=self.note,
        )

    def note(self, line: str) -> None:
        # str: in no colour, since it is no error.
        self.stderr.write(line, str)

    def read_log(self, file: Path | None) -> EventLog:
        return read_interactions(file) if file else read_events(report=self.note)

    def read_features(self, file: Path | None) -> ItemFeatures | None:
        """What the shop says of its own items; of a file's it knows nothing."""
        if file:
            return None
        return ItemFeatures.from_rows(get_catalog().get_features())
