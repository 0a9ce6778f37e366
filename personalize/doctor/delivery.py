"""Whether events reach the primary backend, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from personalize.backends import get_primary
from personalize.conf import conf
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.exceptions import BackendError
from personalize.metrics.sending import get_last_sending
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
LATE_METRICS = timedelta(minutes=5)
SCHEDULE = "Start beat and a worker, with personalize.send_metrics every minute."
ALLOW = "Allow cloudwatch:PutMetricData, and see METRICS_REGION and ENDPOINT_URLS."
REJECTED = (
    "Read the reasons in the admin (Events, status rejected); once they are mended, "
    "deliver those events again there."
)


def check_delivery(examination: Examination) -> Iterator[Finding]:
    yield _check_backlog()
    yield _check_rejected()
    if examination.may_write:
        yield _send_again()


def check_metrics(examination: Examination) -> Iterator[Finding]:
    """Tell whether beat sends the shop's metrics, where it should."""
    sending = get_last_sending()
    if not conf.METRICS_NAMESPACE:
        yield green("No metrics are sent: METRICS_NAMESPACE is empty.")
    elif sending is None or timezone.now() - sending.at > LATE_METRICS:
        yield amber("No metrics were sent within five minutes.", SCHEDULE)
    elif sending.error:
        yield red(f"CloudWatch did not take the metrics: {sending.error}", ALLOW)
    else:
        yield green(f"The metrics were sent to {conf.METRICS_NAMESPACE}.")


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
