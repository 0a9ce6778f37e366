from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from personalize.training import train_model


class Command(BaseCommand):
    help = "Train the embedded recommender on the stored events."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(train_model()))
