from __future__ import annotations

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from personalize.emulator.command_line import add_arguments, run


class Command(BaseCommand):
    help = "Run Amazon Personalize on this machine, for every AWS SDK."
    # It needs neither a database nor settings that are right.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run(Namespace(**options), self._write)
        except OSError as error:
            raise CommandError(f"The emulator cannot start: {error}") from error

    def _write(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
