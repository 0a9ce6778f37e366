"""The events and items of a group, as the engine takes them, and whether they are
enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import nan

from personalize.emulator.filtering import Attributes
from personalize.emulator.lifecycle import WorkFailed
from personalize.emulator.storage_columns import Columns
from personalize.emulator.storage_reading import PAGE
from personalize.emulator.storage_tables import Row
from personalize.emulator.training_setup import Setup
from personalize.engine.event_log import EVENT_WEIGHTS, EventLog
from personalize.engine.features import ItemFeatures, ItemRow

FEWEST_INTERACTIONS = 1_000
FEWEST_USERS = 25
SMALLEST_SHARE = 0.01
# What the engine calls the types that it tells apart, in any case; any other event is
# as good as a view, since for Amazon all interactions are positive.
ENGINE_TYPES = {name.lower(): name for name in EVENT_WEIGHTS}
OTHER_TYPE = "View"


@dataclass(slots=True)
class Lesson:
    """What is learnt from, and counts of it that say whether it is enough."""

    log: EventLog = field(default_factory=EventLog)
    per_item: Counter[str] = field(default_factory=Counter)
    per_user: Counter[str] = field(default_factory=Counter)
    distinct: set[tuple[object, ...]] = field(default_factory=set)

    def add(self, rows: list[Row]) -> None:
        users, _, items, types, times, *_ = zip(*rows, strict=True)
        self.log.extend(users, items, map(to_engine_type, types), map(float, times))
        self.per_item.update(items)
        self.per_user.update(users)
        if len(self.distinct) < FEWEST_INTERACTIONS:
            self.distinct.update(zip(users, items, types, times, strict=True))


def to_engine_type(event_type: str) -> str:
    return ENGINE_TYPES.get(event_type.lower(), OTHER_TYPE)


def read_lesson(rows: Iterable[Row], setup: Setup) -> Lesson:
    """Read what a model is to learn; sessions that nobody owns teach nothing."""
    lesson = Lesson()
    wanted = (row for row in rows if row[0] is not None and setup.wants(row))
    while page := list(islice(wanted, PAGE)):
        lesson.add(page)
    return lesson


def check_lesson(lesson: Lesson, setup: Setup) -> None:
    """Refuse what Amazon would not train on, in its words."""
    if len(lesson.distinct) < FEWEST_INTERACTIONS:
        raise WorkFailed(_say_too_few(setup.named_types))
    with_two = sum(count > 1 for count in lesson.per_user.values())
    if with_two < FEWEST_USERS:
        raise WorkFailed(
            f"Dataset has fewer than {FEWEST_USERS} users with at least 2 interactions"
            " each"
        )
    if with_two < SMALLEST_SHARE * len(lesson.per_user):
        raise WorkFailed(
            "Dataset has fewer than 1% of users with at least 2 interactions each"
        )


def check_event_type(rows: Iterator[Row], event_type: str) -> None:
    """Refuse a use case whose events are too few, however many there are in all."""
    wanted = (row for row in rows if row[0] and row[3].lower() == event_type.lower())
    distinct: set[Row] = set()
    for row in wanted:
        distinct.add(row[:5])
        if len(distinct) >= FEWEST_INTERACTIONS:
            return
    raise WorkFailed(_say_too_few(event_type))


def _say_too_few(event_types: str) -> str:
    text = f"Dataset has fewer than {FEWEST_INTERACTIONS} interactions"
    return (
        f"{text} after filtering by event type: {event_types}" if event_types else text
    )


def describe_items(
    records: dict[str, Attributes], columns: Columns, excluded: frozenset[str]
) -> ItemFeatures:
    """Tell the engine what is known of the items, by the columns Amazon trains on."""
    used = {name: one for name, one in columns.items() if name not in excluded}
    return ItemFeatures.from_rows(
        _describe_item(item_id, attributes, used)
        for item_id, attributes in records.items()
    )


def _describe_item(item_id: str, attributes: Attributes, columns: Columns) -> ItemRow:
    texts = [name for name, column in columns.items() if column.textual]
    # From the widest to the narrowest: CATEGORY_L1, CATEGORY_L2, CATEGORY_L3.
    categories = sorted(
        name
        for name, column in columns.items()
        if column.categorical and name != "BRAND"
    )
    return ItemRow(
        item_id=item_id,
        text=" ".join(_split_all(attributes, texts)),
        categories=tuple(_split_all(attributes, categories)),
        brand=" ".join(
            _split_all(attributes, [one for one in columns if one == "BRAND"])
        ),
        price=_find_number(attributes, "PRICE", columns),
        added=_find_number(attributes, "CREATION_TIMESTAMP", columns),
    )


def _split_all(attributes: Attributes, names: list[str]) -> list[str]:
    values = [attributes.get(name) for name in names]
    return [
        part
        for value in values
        if isinstance(value, str)
        for part in value.split("|")
        if part
    ]


def _find_number(attributes: Attributes, name: str, columns: Columns) -> float:
    value = attributes.get(name) if name in columns else None
    return float(value) if isinstance(value, (int, float)) else nan
