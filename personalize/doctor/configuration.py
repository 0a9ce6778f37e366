"""The settings, and whom they name."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import ERROR, CheckMessage, run_checks

from personalize.backends import get_backends
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red


def check_settings(examination: Examination) -> Iterator[Finding]:
    """Repeat what ``manage.py check`` says of this app."""
    messages = [
        each for each in run_checks() if str(each.id).startswith("personalize.")
    ]
    for message in messages:
        yield _describe(message)
    if not messages:
        yield green("No mistake is found in the settings.")


def check_backends(examination: Examination) -> Iterator[Finding]:
    names = ", ".join(backend.name for backend in get_backends())
    if examination.is_configured:
        yield green(f"Asked in this order: {names}.")
        return
    yield amber(
        f"Amazon Personalize is not configured; asked in this order: {names}.",
        "Nothing, if that is meant. Else set PERSONALIZE_TRACKING_ID and the ARNs, as "
        "`manage.py personalize apply --write-env` does.",
    )


def _describe(message: CheckMessage) -> Finding:
    finding = red if message.level >= ERROR else amber
    return finding(f"{message.msg} ({message.id})", message.hint or "Mend it.")
