"""Whether Amazon and the shop mean the same items by the same ids."""

from __future__ import annotations

from collections.abc import Iterator

from personalize.catalog import get_catalog
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.exceptions import BackendError
from personalize.reports import get_viewed_item_ids

SAMPLE = 100
# Some items are deleted after the last training; a half is another catalogue.
MOST_UNKNOWN = 0.5


def check_items(examination: Examination) -> Iterator[Finding]:
    yield from _check_events()
    for name in examination.setup.arns:
        yield from _check_recommended(examination, name)


def _check_events() -> Iterator[Finding]:
    ids = sorted(set(get_viewed_item_ids(SAMPLE)))
    if ids:
        yield _compare(ids, "The latest events")


def _check_recommended(examination: Examination, name: str) -> Iterator[Finding]:
    try:
        ids = examination.questions.ask(name)
    except BackendError:
        # What went wrong is said where the permissions are.
        return
    if ids:
        yield _compare(ids, f"Amazon's answer for {name}")
        return
    yield amber(
        f"Amazon's answer for {name} is empty.",
        "See whether its filter excludes everything, and whether it has been trained.",
    )


def _compare(ids: list[str], source: str) -> Finding:
    known = get_catalog().get_visible_ids(ids)
    unknown = [each for each in ids if each not in known]
    if not unknown:
        return green(f"{source}: all items are in the catalogue ({len(ids)}).")
    says = (
        f"{source}: {len(unknown)} of {len(ids)} items are not in the catalogue, such "
        f"as {unknown[0]!r}."
    )
    if len(unknown) > MOST_UNKNOWN * len(ids):
        return red(
            says,
            "Import the items and interactions under the ids of Catalog.get_item_id(), "
            "and train again.",
        )
    return amber(says, "Deleted items go with the next training; else look at the ids.")
