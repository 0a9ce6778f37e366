"""Credentials, region, permissions and the clock: what comes before all else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from personalize.doctor.asking import RefusedError
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.exceptions import BackendError
from personalize.provisioning.recipes import RANKING

# Amazon refuses what was signed five minutes ago, or will be.
MOST_SKEW = timedelta(minutes=5)
LITTLE_SKEW = timedelta(seconds=30)
# No event tracker has this id: a call that is allowed is refused, and stores nothing.
NO_TRACKER = "personalize-doctor"
GRANT = "Allow it in the IAM policy of the shop: `manage.py personalize policy app`."


def check_credentials(examination: Examination) -> Iterator[Finding]:
    clients = examination.asking.clients
    try:
        method = examination.asking.wait_for(clients.find_credentials)
    except BackendError as error:
        yield red(
            str(error),
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine "
            "a role.",
        )
        return
    yield green(f"Credentials are found ({method}).")
    yield _check_region(clients.find_region())


def check_permissions(examination: Examination) -> Iterator[Finding]:
    """Make one harmless call of each action the shop needs."""
    for name in examination.setup.arns:
        yield from _try_recommending(examination, name)
    yield from _try_putting_events(examination)


def check_clock(examination: Examination) -> Iterator[Finding]:
    skew = examination.asking.skew
    if skew is None:
        yield amber(
            "Amazon's time is not known: it gave no dated answer.",
            "Mend what stands above, and check again.",
        )
        return
    seconds = skew.total_seconds()
    says = f"The clock of this machine is {abs(seconds):.0f} s from Amazon's."
    mends = "Synchronise the clock (NTP): signatures and times of events go by it."
    if abs(skew) >= MOST_SKEW:
        yield red(says, mends)
    elif abs(skew) >= LITTLE_SKEW:
        yield amber(says, mends)
    else:
        yield green(says)


def _check_region(region: str) -> Finding:
    if not region:
        return red("No region is set.", "Set AWS_REGION, for example to eu-west-1.")
    return green(f"The region is {region}.")


def _try_recommending(examination: Examination, name: str) -> Iterator[Finding]:
    action = "GetPersonalizedRanking" if name == RANKING else "GetRecommendations"
    try:
        item_ids = examination.questions.ask(name)
    except RefusedError as error:
        yield _describe(action, name, error)
    else:
        yield green(f"{action} for {name} is allowed: {len(item_ids)} items came.")


def _describe(action: str, name: str, error: RefusedError) -> Finding:
    if error.is_denied:
        return red(f"{action} for {name} is not allowed: {error}", GRANT)
    if error.code == "ResourceNotFoundException":
        mends = "Wait until it is ACTIVE, or correct its ARN: see the resources below."
        return red(f"{action} for {name} finds nothing there: {error}", mends)
    return red(
        f"{action} for {name} is refused: {error}",
        "See below whether the recipe behind the ARN serves this use case.",
    )


def _try_putting_events(examination: Examination) -> Iterator[Finding]:
    event = {"eventType": "View", "sentAt": 0, "itemId": NO_TRACKER}
    try:
        examination.asking.ask(
            "personalize-events",
            "put_events",
            trackingId=NO_TRACKER,
            sessionId=NO_TRACKER,
            eventList=[event],
        )
    except RefusedError as error:
        yield _describe_putting(error)
    else:
        yield amber(
            "PutEvents took an event for a tracker that does not exist.",
            "See that the endpoint of personalize-events is Amazon's.",
        )


def _describe_putting(error: RefusedError) -> Finding:
    if error.is_denied:
        return red(f"PutEvents is not allowed: {error}", GRANT)
    if error.code in ("InvalidInputException", "ResourceNotFoundException"):
        return green("PutEvents is allowed.")
    return red(f"PutEvents is refused: {error}", "Mend what the message names.")
