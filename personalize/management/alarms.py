"""The subcommand ``alarms``: apply, list and delete the alarms of CloudWatch."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from personalize.backends.amazon_errors import translated_errors
from personalize.conf import conf
from personalize.doctor.account import Account, name_of
from personalize.doctor.asking import Asking
from personalize.doctor.setup import find_setup
from personalize.doctor.watching import find_watched
from personalize.exceptions import BackendError
from personalize.metrics.alarms import (
    apply_alarms,
    delete_alarms,
    list_alarms,
    name_dashboard,
)
from personalize.metrics.amazon import AmazonClients
from personalize.metrics.watched import Watched

HELP = "make, list or delete the alarms and the dashboard in CloudWatch"


def add_alarm_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["apply", "list", "delete"])
    parser.add_argument(
        "--prefix", default="", help="of all names; default: the dataset group's name"
    )
    parser.add_argument(
        "--topic",
        default="",
        metavar="ARN",
        help='the SNS topic that hears; default: PERSONALIZE["ALARM_TOPIC_ARN"]',
    )
    parser.add_argument("--yes", action="store_true", help="delete without asking")


def run_alarms(stdout: OutputWrapper, options: dict[str, Any]) -> None:
    """Do what ``personalize alarms <what>`` says; raise CommandError with advice."""
    setup = find_setup()
    if setup is None:
        raise CommandError("Amazon Personalize is not configured: nothing to watch.")
    clients = AmazonClients(region=setup.region, endpoint_urls=setup.endpoint_urls)
    account = Account(setup, Asking(clients))
    with closing(clients):
        try:
            with translated_errors():
                _run(stdout, clients.get("cloudwatch"), account, options)
        except BackendError as error:
            raise CommandError(str(error)) from error


def _run(
    stdout: OutputWrapper, cloudwatch: Any, account: Account, options: dict[str, Any]
) -> None:
    prefix = options["prefix"] or _find_prefix(account)
    if options["what"] == "list":
        _list(stdout, cloudwatch, prefix)
    elif options["what"] == "delete":
        _delete(stdout, cloudwatch, prefix, is_sure=options["yes"])
    else:
        topic = options["topic"] or conf.ALARM_TOPIC_ARN
        _apply(stdout, cloudwatch, find_watched(account), prefix, topic)


def _find_prefix(account: Account) -> str:
    if not account.dataset_group_arn:
        raise CommandError("Name a --prefix: no dataset group is set.")
    return name_of(account.dataset_group_arn)


def _apply(
    stdout: OutputWrapper, cloudwatch: Any, watched: Watched, prefix: str, topic: str
) -> None:
    changes = apply_alarms(cloudwatch, watched, prefix=prefix, topic_arn=topic)
    for change in changes:
        stdout.write(f"{change.done:8} {change.name}")
    stdout.write(f"The dashboard is {name_dashboard(prefix)}.")
    if not topic:
        stdout.write("Nobody hears of these alarms: name an SNS topic with --topic.")


def _list(stdout: OutputWrapper, cloudwatch: Any, prefix: str) -> None:
    for alarm in list_alarms(cloudwatch, prefix):
        stdout.write(f"{alarm['StateValue']:18} {alarm['AlarmName']}")
        stdout.write(f"{'':18} {alarm.get('AlarmDescription', '')}")


def _delete(
    stdout: OutputWrapper, cloudwatch: Any, prefix: str, *, is_sure: bool
) -> None:
    if not is_sure and input(f"Type {prefix} to delete its alarms: ") != prefix:
        raise CommandError("Nothing is deleted.")
    for name in delete_alarms(cloudwatch, prefix=prefix):
        stdout.write(f"deleted  {name}")
