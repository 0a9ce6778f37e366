from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from personalize.authentication import create_server_key


class Command(BaseCommand):
    help = "Create a key with which another server may act for any visitor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="whose key it is, for the admin")
        parser.add_argument("--no-write", action="store_true", help="no events")
        parser.add_argument("--no-read", action="store_true", help="no recommendations")

    def handle(self, *args: Any, **options: Any) -> None:
        header = create_server_key(
            options["name"],
            can_write=not options["no_write"],
            can_read=not options["no_read"],
        )
        self.stderr.write("Shown once; send it as the Authorization header:")
        self.stdout.write(header)
