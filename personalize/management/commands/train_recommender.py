from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from personalize.conf import conf
from personalize.engine.model_store import ModelStore, NoEarlierVersionError
from personalize.engine.versions import Version
from personalize.training import train_model


class Command(BaseCommand):
    help = "Train the embedded recommender on the stored events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--force",
            action="store_true",
            help="use the new model even if its offline score fell",
        )
        choice.add_argument(
            "--rollback",
            action="store_true",
            help="train nothing, and use the version before the current one",
        )
        choice.add_argument(
            "--list", action="store_true", help="show the stored versions"
        )

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        store = ModelStore(conf.MODEL_DIR)
        if options["list"]:
            self.list_versions(store)
        elif options["rollback"]:
            self.roll_back(store)
        else:
            summary = train_model(force=force, report=self.stdout.write)
            self.stdout.write(str(summary))

    def list_versions(self, store: ModelStore) -> None:
        current = store.current
        for version in store.versions:
            mark = "in use" if version == current else version.refusal
            self.stdout.write(f"{describe(version, store)}  {mark}".rstrip())

    def roll_back(self, store: ModelStore) -> None:
        try:
            version = store.roll_back()
        except NoEarlierVersionError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Version {version.name} of {version.made_at:%Y-%m-%d %H:%M} UTC is in use "
            "again; every process takes it within a second or two. The next training "
            "will replace it unless its offline score fell."
        )


def describe(version: Version, store: ModelStore) -> str:
    size = store.get_size(version) / 1e6
    quality = version.quality or "no offline score"
    return (
        f"{version.name}  {version.made_at:%Y-%m-%d %H:%M} UTC  {size:,.1f} MB  "
        f"{version.num_events:,} events  {quality}"
    )
