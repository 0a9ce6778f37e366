"""Credentials, region, permissions and the clock: what comes before all else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from personalize.backends.amazon_errors import REFUSALS
from personalize.doctor.asking import RefusedError
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.exceptions import BackendError
from personalize.provisioning.recipes import RANKING

# Amazon refuses what was signed five minutes ago, or will be.
MOST_SKEW = timedelta(minutes=5)
LITTLE_SKEW = timedelta(seconds=30)
# No tracker and no dataset is called so: what is allowed is refused, and not stored.
NOBODY = "personalize-doctor"
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
    yield from _try_putting(examination)


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


def _try_putting(examination: Examination) -> Iterator[Finding]:
    """Call what stores something so that it is refused once it has been let in."""
    for operation, arguments in _make_refusable(examination.setup.dataset_group_arn):
        action = "".join(word.capitalize() for word in operation.split("_"))
        try:
            examination.asking.ask("personalize-events", operation, **arguments)
        except RefusedError as error:
            yield _describe_putting(action, error)
        else:
            yield amber(
                f"{action} was taken for something that does not exist.",
                "See that the endpoint of personalize-events is Amazon's.",
            )


def _make_refusable(group_arn: str) -> Iterator[tuple[str, dict[str, Any]]]:
    event = {"eventType": "View", "sentAt": 0, "itemId": NOBODY}
    call = {"trackingId": NOBODY, "sessionId": NOBODY, "eventList": [event]}
    yield "put_events", call
    if group_arn:
        # Within what a policy of the shop may be limited to.
        dataset = f"{group_arn.replace(':dataset-group/', ':dataset/')}/{NOBODY}"
        yield "put_items", {"datasetArn": dataset, "items": [{"itemId": NOBODY}]}
        yield "put_users", {"datasetArn": dataset, "users": [{"userId": NOBODY}]}


def _describe_putting(action: str, error: RefusedError) -> Finding:
    if error.is_denied:
        return red(f"{action} is not allowed: {error}", GRANT)
    if error.code in REFUSALS:
        return green(f"{action} is allowed.")
    return red(f"{action} is refused: {error}", "Mend what the message names.")
