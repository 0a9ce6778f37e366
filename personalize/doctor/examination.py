"""One run of all checks: what they share, and what holds when one of them cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from django.db import OperationalError

from personalize.doctor.account import Account
from personalize.doctor.asking import Asking, RefusedError
from personalize.doctor.bounded import bounded_queries
from personalize.doctor.findings import CheckUp, Finding, amber, red
from personalize.doctor.questions import Questions
from personalize.doctor.setup import AmazonSetup, find_setup
from personalize.exceptions import BackendError, InvalidBackend
from personalize.metrics.amazon import AmazonClients

PERMISSION = (
    "Run this with the credentials of an operator, or allow "
    "personalize:Describe* and personalize:List* to these."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """``may_write`` allows calls that store something at Amazon."""

    asking: Asking
    setup: AmazonSetup = field(default_factory=AmazonSetup)
    is_configured: bool = True
    may_write: bool = False
    account: Account = field(init=False)
    questions: Questions = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "account", Account(self.setup, self.asking))
        questions = Questions(asking=self.asking, arns=self.setup.arns)
        object.__setattr__(self, "questions", questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """``looks`` yields findings. One that ``asks_amazon`` is left out without it."""

    name: str
    title: str
    looks: Callable[[Examination], Iterator[Finding]]
    asks_amazon: bool = False


def examine(
    checks: tuple[Check, ...], *, seconds: float, may_write: bool = False
) -> Iterator[CheckUp]:
    """Run the checks one after the other; each result comes as soon as it is known.

    When the seconds are over, what is left is not begun.
    """
    setup = find_setup() or AmazonSetup()
    clients = AmazonClients(region=setup.region, endpoint_urls=setup.endpoint_urls)
    with closing(clients):
        examination = Examination(
            setup=setup,
            asking=Asking(clients, seconds=seconds),
            is_configured=find_setup() is not None,
            may_write=may_write,
        )
        for check in checks:
            if examination.is_configured or not check.asks_amazon:
                yield _run(check, examination)


def _run(check: Check, examination: Examination) -> CheckUp:
    return CheckUp(
        name=check.name,
        title=check.title,
        findings=tuple(_look(check, examination)),
    )


def _look(check: Check, examination: Examination) -> Iterator[Finding]:
    """Yield what the check finds, and if it is stopped, by what."""
    left = examination.asking.seconds_left
    if not left:
        yield amber("Not looked at: the time was up.", "Run the command; it waits.")
        return
    try:
        with bounded_queries(left):
            yield from check.looks(examination)
    except RefusedError as error:
        yield _describe_refusal(error)
    except BackendError as error:
        yield red(
            f"Not all could be checked. {error}",
            "See that this machine reaches Amazon, and check again.",
        )
    except InvalidBackend as error:
        yield red(str(error), "Correct the settings; `manage.py check` helps.")
    except OperationalError as error:
        yield red(
            f"The database did not answer: {error}".strip(),
            "See that it is up, migrated and not overloaded, and check again.",
        )


def _describe_refusal(error: RefusedError) -> Finding:
    if error.is_denied:
        return amber(f"These credentials may not look: {error}", PERMISSION)
    return red(f"Amazon refused to tell: {error}", "Mend what the message names.")
