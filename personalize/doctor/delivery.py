"""Whether events reach the primary backend, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from personalize.backends import get_primary
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.exceptions import BackendError
from personalize.models import Event
from personalize.reports import (
    count_delivered,
    count_rejected,
    get_backlog,
    get_latest_delay,
    get_latest_delivered,
    get_latest_rejection,
)

# The beat delivers every two seconds.
LATE = timedelta(minutes=1)
TOO_LATE = timedelta(minutes=15)
START = "Start a worker and beat, or `manage.py deliver_events --loop`."
REJECTED = (
    "Read the reasons in the admin (Events, status rejected); once they are mended, "
    "deliver those events again there."
)


def check_delivery(examination: Examination) -> Iterator[Finding]:
    yield _check_backlog()
    yield _check_rejected()
    if examination.may_write:
        yield _send_again()


def _check_backlog() -> Finding:
    backlog = get_backlog()
    if backlog.oldest < LATE:
        return green(f"{backlog.pending:,} events are waiting, none for a minute.")
    reason = get_latest_delay()
    age = _say(backlog.oldest)
    says = f"{backlog.pending:,} events are waiting, the oldest for {age}."
    finding = red if backlog.oldest >= TOO_LATE else amber
    if reason:
        return finding(f"{says} The latest try: {reason}", "Mend what the error names.")
    return finding(f"{says} None was tried.", START)


def _check_rejected() -> Finding:
    rejected, delivered = count_rejected(), count_delivered()
    if not rejected:
        return green(f"In the last day {delivered:,} events were taken, none refused.")
    says = (
        f"In the last day {rejected:,} events were refused and {delivered:,} taken. "
        f"The latest: {get_latest_rejection()}"
    )
    return amber(says, REJECTED) if delivered else red(says, REJECTED)


def _send_again() -> Finding:
    event = get_latest_delivered()
    if event is None:
        return amber(
            "No event has been delivered yet that could be sent once more.",
            "Open a product page of the shop, and check again.",
        )
    try:
        _put(event)
    except BackendError as error:
        return red(f"An event that was taken before is refused now: {error}", START)
    return green("An event that was taken before was sent once more, and taken.")


def _put(event: Event) -> None:
    get_primary().put_events(
        user_id=event.user_id, session_id=event.session_id, events=[event]
    )


def _say(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
