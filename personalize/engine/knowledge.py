"""All that a training learns, as arrays that processes share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Floats
from personalize.engine.content import ContentIndex
from personalize.engine.event_log import EventLog
from personalize.engine.events import Events
from personalize.engine.features import ItemFacts, ItemFeatures
from personalize.engine.histories import Histories
from personalize.engine.item_index import ItemIndex
from personalize.engine.neighbours import Neighbours, Normalisation, best_neighbours
from personalize.engine.pairs import Decay, count_pairs, item_masses
from personalize.engine.popularity import Popularity
from personalize.engine.repeats import learn_repeat_rates
from personalize.engine.sequences import (
    Sequences,
    basket_sequences,
    visitor_sequences,
)

# What a visitor did before their last so many events is forgotten.
MAX_EVENTS = 500
NEIGHBOURS = 100
CONTENT_NEIGHBOURS = 50
# Seconds between two purchases of one basket, at most.
BASKET_GAP = 3600.0
# Below these numbers of visitors a pair says more about somebody than about items.
MIN_VIEWERS = 2
MIN_BUYERS = 3
# The other way round a pair counts so much: cases are bought after phones.
BACKWARDS = 0.5

VIEWED_DECAY = Decay(
    half_life_days=1e6, gap_half_life_days=30.0, lag_power=1.0, window=20
)
BOUGHT_DECAY = Decay(
    half_life_days=180.0,
    gap_half_life_days=30.0,
    lag_power=0.0,
    window=50,
    ordered=False,
)
VIEWED_NORMALISATION = Normalisation(own_power=0.8, other_power=0.2, shrinkage=1)
# What goes into a basket with something else is often just popular, rightly so.
BOUGHT_NORMALISATION = Normalisation(own_power=0.7, other_power=0.3, shrinkage=20)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    items: ItemIndex
    histories: Histories
    viewed: Neighbours
    bought: Neighbours
    alike: Neighbours
    facts: ItemFacts
    popularity: Popularity
    # The shares of visitors who came back to an item, and who bought it again.
    repeat_rates: Floats
    rebuy_rates: Floats

    @classmethod
    def of(
        cls,
        events: Events,
        items: ItemIndex,
        features: ItemFeatures,
        alike: Neighbours | None = None,
    ) -> Self:
        """Learn from events of these items; ``features`` are aligned to them.

        ``alike`` is what learn_alike() makes of the features, if that is known already.
        """
        size = len(items)
        histories = Histories.of(events, size, max_events=MAX_EVENTS)
        kept = histories.events()
        return cls(
            items=items,
            histories=histories,
            viewed=_learn_viewed(kept, size),
            bought=_learn_bought(kept, size),
            alike=alike or learn_alike(features),
            facts=ItemFacts.of(features),
            popularity=Popularity.of(kept.without_bots(), size),
            repeat_rates=learn_repeat_rates(kept, size),
            rebuy_rates=learn_repeat_rates(kept.take(kept.is_purchase), size),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """Read what to_arrays() gave; KeyError when a part is missing."""
        return cls(
            items=ItemIndex(arrays["items"]),
            histories=Histories.from_arrays(arrays),
            viewed=Neighbours.from_arrays("viewed", arrays),
            bought=Neighbours.from_arrays("bought", arrays),
            alike=Neighbours.from_arrays("alike", arrays),
            facts=ItemFacts.from_arrays(arrays),
            popularity=Popularity.from_arrays(arrays),
            repeat_rates=arrays["repeat_rates"],
            rebuy_rates=arrays["rebuy_rates"],
        )

    def to_arrays(self) -> dict[str, Array]:
        return {
            "items": self.items.ids,
            "repeat_rates": self.repeat_rates,
            "rebuy_rates": self.rebuy_rates,
            **self.histories.to_arrays(),
            **self.viewed.to_arrays("viewed"),
            **self.bought.to_arrays("bought"),
            **self.alike.to_arrays("alike"),
            **self.facts.to_arrays(),
            **self.popularity.to_arrays(),
        }


def learn_alike(features: ItemFeatures) -> Neighbours:
    return ContentIndex(features).find_neighbours(CONTENT_NEIGHBOURS)


def know_nothing() -> Knowledge:
    items = ItemIndex(np.empty(0, np.str_))
    no_events = Events.of(EventLog(), items, until=0.0)
    return Knowledge.of(no_events, items, ItemFeatures.from_rows([]).align(items))


def _learn_viewed(events: Events, size: int) -> Neighbours:
    seen = visitor_sequences(events, max_events=MAX_EVENTS)
    return _learn_pairs(
        seen, size, VIEWED_DECAY, VIEWED_NORMALISATION, BACKWARDS, MIN_VIEWERS
    )


def _learn_bought(events: Events, size: int) -> Neighbours:
    bought = basket_sequences(events, max_events=MAX_EVENTS, gap=BASKET_GAP)
    return _learn_pairs(
        bought, size, BOUGHT_DECAY, BOUGHT_NORMALISATION, 1.0, MIN_BUYERS
    )


def _learn_pairs(
    sequences: Sequences,
    size: int,
    decay: Decay,
    normalisation: Normalisation,
    backwards: float,
    support: int,
) -> Neighbours:
    now = float(np.max(sequences.times, initial=0))
    counted = count_pairs(
        sequences, size, decay=decay, now=now, backwards=backwards, support=support
    )
    masses = item_masses(sequences, size, decay=decay, now=now)
    scores = normalisation.apply(counted.weights, masses)
    return best_neighbours(scores, NEIGHBOURS, counted.visitors.data)
