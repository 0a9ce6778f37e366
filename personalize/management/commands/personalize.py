from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console, RenderableType

from personalize.management.alarms import HELP, add_alarm_arguments, run_alarms
from personalize.provisioning import policies
from personalize.provisioning.applying import Applied, apply, refuse_thin_data
from personalize.provisioning.asking import ask_all
from personalize.provisioning.clients import open_clients
from personalize.provisioning.declaration import get_declaration
from personalize.provisioning.displays import open_display
from personalize.provisioning.environment import write_file, write_lines
from personalize.provisioning.errors import ProvisioningError
from personalize.provisioning.planning import make_plan
from personalize.provisioning.rendering import render_plan, render_statuses
from personalize.provisioning.statuses import get_statuses
from personalize.provisioning.switching import switch
from personalize.provisioning.teardown import find_remains, tear_down
from personalize.provisioning.world import World, make_world

INTERVAL = 15.0
MOST_SECONDS = 3600.0
# Of tables in a log.
WIDTH = 160
POLICIES: dict[str, Callable[[World], dict[str, Any]]] = {
    "app": policies.make_app_policy,
    "operator": policies.make_operator_policy,
    "service": policies.make_service_policy,
    "trust": policies.make_trust_policy,
}


class Command(BaseCommand):
    help = "Plan, make, watch and take down what the shop has at Amazon Personalize."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _add_plan(actions.add_parser("plan", help="Say what apply would do, and cost."))
        _add_apply(actions.add_parser("apply", help="Make what is declared."))
        _add_json(actions.add_parser("status", help="Say how everything is."))
        _add_teardown(actions.add_parser("teardown", help="Delete everything."))
        policy = actions.add_parser("policy", help="Print an IAM document.")
        policy.add_argument("who", choices=POLICIES)
        _add_switch(actions.add_parser("stop", help="Stop recommenders, and the bill."))
        _add_switch(actions.add_parser("start", help="Start recommenders."))
        add_alarm_arguments(actions.add_parser("alarms", help=HELP))

    def handle(self, *, action: str, **options: Any) -> None:
        if action == "alarms":
            run_alarms(self.stdout, options)
        else:
            self.provision(action, options)

    def provision(self, action: str, options: dict[str, Any]) -> None:
        declaration = get_declaration()
        interval = options.get("interval", 0)
        try:
            with open_clients(declaration) as clients:
                world = make_world(declaration, clients, interval=interval)
                getattr(self, action)(world, options)
        except ProvisioningError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as interruption:
            raise CommandError("Interrupted. Say it again to go on.") from interruption

    def plan(self, world: World, options: dict[str, Any]) -> None:
        plan = make_plan(world, with_training=not options["collect_only"])
        if options["as_json"]:
            self.write_json(plan.to_json())
        else:
            self.show(render_plan(plan, world.declaration.currency))
        refuse_thin_data(plan)

    def apply(self, world: World, options: dict[str, Any]) -> None:
        with_training = not options["collect_only"]
        world.imports_again = options["import_again"]
        plan = make_plan(world, with_training=with_training)
        self.show(render_plan(plan, world.declaration.currency))
        refuse_thin_data(plan)
        if not plan.is_empty and not options["yes"]:
            self.confirm("Type yes to do this: ", "yes")
        with open_display(Console(stderr=True)) as display:
            world.report = display.report
            applied = apply(
                world, plan, with_training=with_training, on_look=display.look
            )
        self.finish(world, applied, options["write_env"])
        if with_training:
            self.stdout.write("\nAsked once, each for five items:")
            for sample in ask_all(world):
                self.stdout.write(f"  {sample}")

    def finish(self, world: World, applied: Applied, path: Path | None) -> None:
        if path:
            write_file(path, applied.variables)
            self.stdout.write(f"\nWritten to {path}; restart web and worker processes:")
        else:
            self.stdout.write("\nFor the environment of web and worker processes:")
        self.stdout.write(write_lines(applied.variables))

    def status(self, world: World, options: dict[str, Any]) -> None:
        statuses = get_statuses(world)
        if options["as_json"]:
            self.write_json([each.to_json() for each in statuses])
        else:
            self.show(render_statuses(statuses))

    def teardown(self, world: World, options: dict[str, Any]) -> None:
        remains = find_remains(world, with_bucket=options["with_bucket"])
        prefix = world.declaration.prefix
        if not remains:
            self.stdout.write(f"There is nothing of the prefix {prefix}.")
            return
        self.stdout.write(f"{remains}\n\nAll of this goes, and cannot be had back.")
        if not options["yes"]:
            self.confirm(f"Type the prefix, {prefix}, to delete it: ", prefix)
        with open_display(Console(stderr=True)) as display:
            tear_down(world, remains, display.look_at_leaving)
        self.stdout.write("Deleted.")

    def policy(self, world: World, options: dict[str, Any]) -> None:
        self.write_json(POLICIES[options["who"]](world))

    def stop(self, world: World, options: dict[str, Any]) -> None:
        switch(world, options["use_cases"], on=False, on_look=self.stderr.write)

    def start(self, world: World, options: dict[str, Any]) -> None:
        switch(world, options["use_cases"], on=True, on_look=self.stderr.write)

    def confirm(self, question: str, expected: str) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nobody can be asked here: say --yes.")
        if input(question).strip() != expected:
            raise CommandError("Nothing was done.")

    def show(self, table: RenderableType) -> None:
        is_terminal = self.stdout.isatty()
        console = Console(
            force_terminal=is_terminal or None, width=None if is_terminal else WIDTH
        )
        with console.capture() as capture:
            console.print(table)
        self.stdout.write(capture.get())

    def write_json(self, content: object) -> None:
        self.stdout.write(json.dumps(content, indent=2))


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", dest="as_json")


def _add_collect_only(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--collect-only",
        action="store_true",
        help="Only what gathers events: nothing is imported or trained.",
    )


def _add_plan(parser: ArgumentParser) -> None:
    _add_json(parser)
    _add_collect_only(parser)


def _add_apply(parser: ArgumentParser) -> None:
    _add_collect_only(parser)
    _add_yes(parser)
    _add_interval(parser)
    parser.add_argument(
        "--write-env", type=Path, metavar="FILE", help="Put the variables into FILE."
    )
    parser.add_argument(
        "--import-again",
        action="store_true",
        help="Export and import the datasets again, where their files have changed.",
    )


def _add_teardown(parser: ArgumentParser) -> None:
    _add_yes(parser)
    _add_interval(parser)
    parser.add_argument(
        "--with-bucket",
        action="store_true",
        help="The bucket and the role too, if apply has made them.",
    )


def _add_switch(parser: ArgumentParser) -> None:
    parser.add_argument("use_cases", nargs="*", metavar="use-case")
    _add_interval(parser)


def _add_yes(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="Do not ask.")


def _add_interval(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--interval",
        type=_read_seconds,
        default=INTERVAL,
        metavar="SECONDS",
        help=f"How long to wait between two looks. Default: {INTERVAL:g}.",
    )


def _read_seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= MOST_SECONDS:
        raise ArgumentTypeError(f"{text} is not between 0 and {MOST_SECONDS:g}.")
    return seconds
