from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from personalize.management.alarms import HELP, add_alarm_arguments, run_alarms


class Command(BaseCommand):
    help = HELP.capitalize()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_alarm_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        run_alarms(self.stdout, options)
