from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Collection, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from benchmarks import (
    catalogue,
    delivery,
    exporting,
    loading,
    pages,
    recommendations,
    recommender,
    tracking,
)
from benchmarks.machine import describe_machine
from benchmarks.measuring import Effort
from benchmarks.report import Figure

IN_THE_DEMO = (
    tracking,
    pages,
    catalogue,
    recommendations,
    delivery,
    recommender,
    exporting,
)
NAMES = [*(module.NAME for module in IN_THE_DEMO), loading.NAME]
FULL = Effort(rounds=12, calls=100, seconds=11, events=1200)
QUICK = Effort(rounds=2, calls=8, seconds=2, events=40)
HISTORY = Path(settings.BASE_DIR).parent / "shared" / "data" / "online-retail.csv.gz"


class Command(BaseCommand):
    help = "Measure the shop, as ratios to what is measured beside it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="name")
        parser.add_argument("--json", action="store_true", help="print JSON at the end")
        parser.add_argument("--quick", action="store_true", help="see that it works")
        parser.add_argument(
            "--history",
            type=Path,
            default=HISTORY,
            help="a history in Amazon's format to be loaded (.csv or .csv.gz)",
        )

    def handle(self, *, names: list[str], **options: Any) -> None:
        call_command("migrate", run_syncdb=True, verbosity=0)
        machine = describe_machine()
        is_quiet = options["json"]
        if not is_quiet:
            self.introduce(machine)
        figures = []
        effort = QUICK if options["quick"] else FULL
        for figure in self.measure(names or NAMES, effort, options["history"]):
            figures.append(asdict(figure))
            if not is_quiet:
                self.stdout.write(figure.render())
        if is_quiet:
            self.stdout.write(json.dumps({"machine": machine, "figures": figures}))

    def introduce(self, machine: dict[str, str]) -> None:
        self.stdout.write(", ".join(f"{name} {each}" for name, each in machine.items()))
        self.stdout.write(
            "Medians and middle halves. A ratio is of processor time; a call's is that "
            "of web processes + PostgreSQL, in brackets the time on the clock.\n"
        )

    def measure(
        self, names: Collection[str], effort: Effort, history: Path
    ) -> Iterator[Figure]:
        yield from loading.load_demo()
        for module in IN_THE_DEMO:
            if module.NAME in names:
                yield from module.run(effort)
        if loading.NAME not in names:
            return
        if history.exists():
            yield from loading.load_history(history)
        else:
            self.stderr.write(f"NOT MEASURED: there is no {history} to be loaded.")
