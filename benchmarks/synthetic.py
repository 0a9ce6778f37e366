"""A shop's year, made up: Zipf's law, tastes, fashions, visits of a few events.

No real history may be given away with the code, and none is of every size. The same
number and seed make the same events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from personalize.engine.arrays import Array, Floats, Integers
from personalize.engine.features import ItemFeatures

EVENT = np.dtype(
    [("visitor", np.int32), ("item", np.int32), ("type", np.uint8), ("time", float)]
)
TYPES = ("View", "AddToCart", "Purchase")
# Of the events of a visit: when somebody looks around, and when somebody buys.
LOOKING, BUYING = (0.95, 0.05, 0.0), (0.55, 0.2, 0.25)
BUYING_VISITS = 0.1
START, YEAR = 1_700_000_000.0, 365 * 86_400.0
# Items that serve one taste, and how many tastes a visitor has.
ITEMS_OF_A_TASTE = 100
TASTES = 3
# The others are visits to what is in fashion at the time.
OWN_TASTE = 0.7
VISIT_LENGTH, LONGEST_VISIT = 4, 50
VISITS_OF_A_VISITOR = 2
SECONDS_BETWEEN_EVENTS = 45
# Of the events of a visit so many lie beside the item that it is about, so many
# anywhere in the taste, the rest anywhere in the shop.
BESIDE, WITHIN_TASTE = 0.5, 0.35
WORDS, WORDS_OF_AN_ITEM, WORDS_OF_A_TASTE = 5_000, 8, 3
BRANDS, TASTES_OF_A_DEPARTMENT = 500, 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelves:
    """Items by place: those of a taste lie side by side, the popular ones anywhere."""

    items: Integers
    # How popular all before a place are together.
    sums: Floats

    @classmethod
    def of(cls, num_items: int, rng: Generator) -> Self:
        popularity = draw_zipf_weights(num_items, offset=2)
        return cls(
            items=rng.permutation(num_items),
            sums=np.append(0, np.cumsum(rng.permutation(popularity))),
        )

    @property
    def num_tastes(self) -> int:
        return -(-len(self.items) // ITEMS_OF_A_TASTE)

    def ends(self, tastes: Integers) -> tuple[Integers, Integers]:
        firsts = tastes * ITEMS_OF_A_TASTE
        return firsts, np.minimum(firsts + ITEMS_OF_A_TASTE, len(self.items))

    def draw(self, firsts: Array, ends: Array, rng: Generator) -> Integers:
        """Draw a place between the ends, the popular ones more often."""
        low, high = self.sums[firsts], self.sums[ends]
        places = np.searchsorted(self.sums, low + rng.random(len(low)) * (high - low))
        return np.clip(places - 1, firsts, ends - 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Visits:
    visitors: Integers
    tastes: Integers
    starts: Floats
    lengths: Integers

    @classmethod
    def of(cls, num_events: int, num_tastes: int, rng: Generator) -> Self:
        lengths = _draw_lengths(num_events, rng)
        count = len(lengths)
        num_visitors = count // VISITS_OF_A_VISITOR + 1
        busy = np.cumsum(draw_zipf_weights(num_visitors, offset=num_visitors / 1000))
        visitors = np.searchsorted(busy, rng.random(count) * busy[-1])
        # Twice as much happens at the end of the year as at its beginning.
        moments = np.sqrt(1 + 3 * rng.random(count)) - 1
        own = rng.integers(num_tastes, size=(num_visitors, TASTES))
        chosen = own[visitors, rng.integers(TASTES, size=count)]
        fashion = (moments + rng.normal(0, 0.02, count)) * num_tastes
        follows = rng.random(count) > OWN_TASTE
        return cls(
            visitors=visitors,
            tastes=np.where(follows, fashion.astype(np.int64) % num_tastes, chosen),
            starts=START + YEAR * moments,
            lengths=lengths,
        )


def count_items(num_events: int) -> int:
    """A larger shop sells more, up to 50,000 items."""
    return max(min(50_000, num_events // 20), 10)


def make_events(num_events: int, num_items: int, *, seed: int = 0) -> NDArray[np.void]:
    """Make events in order of time, with numbers for visitors, items and types."""
    rng = np.random.default_rng(seed)
    shelves = Shelves.of(num_items, rng)
    visits = Visits.of(num_events, shelves.num_tastes, rng)
    visit = np.repeat(np.arange(len(visits.lengths)), visits.lengths)
    is_first = np.diff(visit, prepend=-1) != 0
    events = np.empty(num_events, EVENT)
    events["visitor"] = visits.visitors[visit]
    events["type"] = _draw_types(visit, rng)
    events["type"][is_first] = 0
    items = shelves.items[_draw_places(shelves, visits, visit, rng)]
    # What goes into the cart, or is bought, is what was viewed just before.
    viewed = np.where(events["type"] == 0, np.arange(num_events), 0)
    events["item"] = items[np.maximum.accumulate(viewed)]
    events["time"] = _draw_times(visits, visit, is_first, rng)
    return events[np.argsort(events["time"], kind="stable")]


def make_features(num_items: int, *, seed: int = 0) -> ItemFeatures:
    """Describe the items: those of a taste share a category and some words."""
    rng = np.random.default_rng(seed)
    numbers = Shelves.of(num_items, rng).items
    places = np.argsort(numbers)
    tastes = places // ITEMS_OF_A_TASTE
    common = np.cumsum(draw_zipf_weights(WORDS, offset=10))
    words = np.searchsorted(
        common, rng.random((num_items, WORDS_OF_AN_ITEM)) * common[-1]
    )
    own = rng.integers(WORDS, size=(tastes.max() + 1, WORDS_OF_A_TASTE))[tastes]
    return ItemFeatures(
        item_ids=name_items(np.arange(num_items)),
        texts=[
            " ".join(f"word{word}" for word in row)
            for row in np.hstack([words, own]).tolist()
        ],
        categories=[
            (f"department-{taste // TASTES_OF_A_DEPARTMENT}", f"category-{taste}")
            for taste in tastes.tolist()
        ],
        brands=[f"brand-{n}" for n in rng.integers(BRANDS, size=num_items).tolist()],
        prices=np.round(rng.lognormal(3, 1, num_items), 2),
        added=START + YEAR * rng.random(num_items),
    )


def name_items(numbers: Integers) -> list[str]:
    return [f"item-{number}" for number in numbers.tolist()]


def name_visitors(numbers: Integers) -> list[str]:
    return [f"visitor-{number}" for number in numbers.tolist()]


def name_types(numbers: Integers) -> list[str]:
    return [TYPES[number] for number in numbers.tolist()]


def draw_zipf_weights(number: int, *, offset: float) -> Floats:
    """1 / (rank + offset): Zipf's law, with Mandelbrot's offset for the first ranks."""
    return 1 / (np.arange(1, number + 1) + offset)


def _draw_lengths(num_events: int, rng: Generator) -> Integers:
    """Draw the lengths of visits that have so many events together."""
    lengths = np.minimum(rng.geometric(1 / VISIT_LENGTH, num_events), LONGEST_VISIT)
    sums = np.cumsum(lengths)
    count = int(np.searchsorted(sums, num_events)) + 1
    lengths[count - 1] -= sums[count - 1] - num_events
    return lengths[:count]


def _draw_types(visit: Integers, rng: Generator) -> Integers:
    buys = (rng.random(visit[-1] + 1) < BUYING_VISITS)[visit]
    # The sums of shares up to a view and to a cart; above both it is a purchase.
    looking, buying = np.cumsum(LOOKING)[:-1], np.cumsum(BUYING)[:-1]
    sums = np.where(buys, buying[:, np.newaxis], looking[:, np.newaxis])
    drawn: Integers = (rng.random(len(visit)) > sums).sum(axis=0)
    return drawn


def _draw_places(
    shelves: Shelves, visits: Visits, visit: Integers, rng: Generator
) -> Integers:
    firsts, ends = shelves.ends(visits.tastes)
    about = shelves.draw(firsts, ends, rng)[visit]
    firsts, ends = firsts[visit], ends[visit]
    steps = rng.laplace(0, 2, len(visit)).astype(np.int64)
    beside = np.clip(about + steps, firsts, ends - 1)
    kind = rng.random(len(visit))
    anywhere = kind > BESIDE + WITHIN_TASTE
    firsts[anywhere], ends[anywhere] = 0, len(shelves.items)
    return np.where(kind < BESIDE, beside, shelves.draw(firsts, ends, rng))


def _draw_times(
    visits: Visits, visit: Integers, is_first: Array, rng: Generator
) -> Floats:
    passed = np.cumsum(rng.exponential(SECONDS_BETWEEN_EVENTS, len(visit)))
    since = passed - passed[is_first][visit]
    return np.floor(visits.starts[visit] + since)
