from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from personalize.doctor.checks import CHECKS
from personalize.doctor.examination import examine
from personalize.doctor.findings import CheckUp, Finding, Level, worst
from personalize.doctor.rendering import to_json

MARKS = {Level.GREEN: "ok  ", Level.AMBER: "look", Level.RED: "FAIL"}


class Command(BaseCommand):
    help = (
        "Say what is wrong between the shop and Amazon Personalize, and what mends it. "
        "Exit status: 0 when nothing is broken, 1 otherwise."
    )
    # Mistakes in the settings are findings, not a reason to stop.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--strict", action="store_true", help="exit with 1 on amber, too"
        )
        parser.add_argument(
            "--seconds",
            type=float,
            default=60,
            help="after which no further check is begun; default: 60",
        )
        parser.add_argument(
            "--write",
            action="store_true",
            help="also send an event once more that was delivered before",
        )

    def handle(self, *args: Any, strict: bool, write: bool, **options: Any) -> None:
        seconds = options["seconds"]
        check_ups = []
        for check_up in examine(CHECKS, seconds=seconds, may_write=write):
            check_ups.append(check_up)
            if not options["json"]:
                self.show(check_up)
        if options["json"]:
            self.stdout.write(json.dumps(to_json(check_ups), indent=2))
        level = worst(check_up.level for check_up in check_ups)
        if level == Level.RED or (strict and level == Level.AMBER):
            sys.exit(1)

    def show(self, check_up: CheckUp) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(check_up.title))
        for finding in check_up.findings:
            self.stdout.write(self.paint(finding))
            if finding.mends:
                self.stdout.write(f"        {finding.mends}")

    def paint(self, finding: Finding) -> str:
        styles = {
            Level.GREEN: self.style.SUCCESS,
            Level.AMBER: self.style.WARNING,
            Level.RED: self.style.ERROR,
        }
        return f"  {styles[finding.level](MARKS[finding.level])}  {finding.says}"
