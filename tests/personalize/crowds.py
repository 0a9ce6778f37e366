"""Shops to learn from: two tastes that any eye can tell apart, and a whole crowd."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from personalize.engine.event_log import EventLog
from personalize.engine.recommender import Recommender
from personalize.engine.scoring import Action, ScoredItem
from tests.personalize.histories import NOW, add_visits

SHOES = ("boot", "sandal", "sneaker")
POTS = ("pan", "pot", "wok")
GROUP = 10
VISIT = 5
DAY = 86_400.0


def log_two_tastes() -> EventLog:
    """Six visitors look at shoes and six at pots, a day apart."""
    log = EventLog()
    for day in range(6, 0, -1):
        add_visits(log, [f"walker-{day}"], *SHOES, days_ago=2 * day + 1)
        add_visits(log, [f"cook-{day}"], *POTS, days_ago=2 * day)
    return log


def learn_two_tastes() -> Recommender:
    return Recommender().fit_log(log_two_tastes())


def log_crowd(visitors: int = 400, *, groups: int = 20, seed: int = 0) -> EventLog:
    """Each visitor looks at five of the ten items of one group, within 30 days."""
    rng = np.random.default_rng(seed)
    group = np.repeat(rng.integers(groups, size=visitors), VISIT)
    order = rng.permuted(np.tile(np.arange(GROUP), (visitors, 1)), axis=1)
    place = order[:, :VISIT].ravel()
    starts = np.repeat(NOW - rng.uniform(0, 30 * DAY, visitors), VISIT)
    return EventLog().extend(
        [f"visitor-{n // VISIT}" for n in range(visitors * VISIT)],
        map(name_item, group.tolist(), place.tolist()),
        ["View"] * (visitors * VISIT),
        starts + np.tile(np.arange(VISIT) * 60.0, visitors),
    )


def name_item(group: int, place: int) -> str:
    return f"group-{group}/{place}"


def count_of_group(found: Iterable[ScoredItem], group: int) -> int:
    return sum(item.item_id.startswith(f"group-{group}/") for item in found)


def get_ids(found: Iterable[ScoredItem]) -> list[str]:
    return [item.item_id for item in found]


def viewed(*item_ids: str) -> list[Action]:
    """What a visitor viewed, newest first, a minute apart."""
    return [Action(item_id=each, age=60.0 * n) for n, each in enumerate(item_ids)]
