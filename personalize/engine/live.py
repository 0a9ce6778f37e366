"""What happened since the training, told by small parts that are made anew.

As in a log-structured merge tree: new events make a small part within a millisecond;
when it has grown, it joins the larger one.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

import numpy as np

from personalize.engine.arrays import Booleans, Integers
from personalize.engine.event_log import EventLog
from personalize.engine.events import Events
from personalize.engine.experts import Panel, Part
from personalize.engine.histories import Histories
from personalize.engine.knowledge import Knowledge

# Events of the small part; the large one forgets its oldest.
MAX_FRESH = 1_000
MAX_RECENT = 100_000
# What a visitor did before is told again with what is new, so far back.
PAST_EVENTS = 20
NOBODY = np.empty(0, np.uint64)


class LivePanel:
    """Keeps a panel up to date; readers may go on with the panel they have."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.panel = Panel.of(knowledge)
        self._fresh = self._recent = knowledge.histories.events_of(NOBODY)
        self._told = self._tell(self._recent)
        self._lock = Lock()

    def __len__(self) -> int:
        """How many events are kept that came after the training."""
        return len(self._fresh) + len(self._recent)

    def add(self, log: EventLog, *, until: float) -> None:
        """Learn from events in any order; what is dated after ``until`` happened then.

        One thread at a time learns. Items are forgotten again that no longer can be
        numbered, and so is what is known already.
        """
        with self._lock:
            items = self.knowledge.items
            items.add(log.taught_item_ids())
            events = Events.of(log, items, until=until)
            self._learn(events.take(events.items >= 0))

    def _learn(self, events: Events) -> None:
        visitors = np.unique(events.visitors)
        lately = Events.join(*_find(visitors, self._recent, self._fresh))
        known = Events.join(self.knowledge.histories.events_of(visitors), lately)
        events = Events.join(known, events).without_copies(len(known))
        self._keep(events)
        # Counted once a visitor: no bot makes an item popular.
        counted = Events.join(lately, events).without_repeats(len(lately))
        popularity = self.panel.popularity.add(counted, len(self.knowledge.items))
        self.panel = replace(
            self.panel,
            parts=self._make_parts(),
            popularity=popularity,
            leaders=popularity.leaders(),
        )

    def _keep(self, events: Events) -> None:
        self._fresh = Events.join(self._fresh, events)
        if len(self._fresh) > MAX_FRESH:
            joined = Events.join(self._recent, self._fresh)
            self._recent = joined.take(slice(-MAX_RECENT, None))
            self._fresh = joined.take(slice(0, 0))
            self._told = self._tell(self._recent)

    def _make_parts(self) -> tuple[Part, ...]:
        base, fresh = self.knowledge.histories, self._tell(self._fresh, self._recent)
        parts = [
            _hide(base, self._recent, self._fresh),
            _hide(self._told, self._fresh),
            _hide(fresh),
        ]
        return tuple(part for part in parts if len(part.histories))

    def _tell(self, events: Events, *before: Events) -> Histories:
        """Histories of the visitors of events, with what each did just before."""
        visitors = np.unique(events.visitors)
        base = self.knowledge.histories.events_of(visitors)
        past = Events.join(base, *_find(visitors, *before)).sort()
        told = Events.join(past.newest_of_each(PAST_EVENTS), events)
        size = len(self.knowledge.items)
        return Histories.of(told, size, max_events=max(len(told), 1))


def _find(visitors: Integers, *parts: Events) -> list[Events]:
    """What these visitors did, by each of these parts."""
    return [part.take(np.isin(part.visitors, visitors)) for part in parts]


def _hide(histories: Histories, *newer: Events) -> Part:
    """A part without the visitors that a newer part tells of."""
    visitors = [np.unique(part.visitors) for part in newer]
    places = [histories.places_of(each) for each in visitors]
    hidden: Booleans = np.zeros(histories.num_visitors, np.bool_)
    hidden[np.concatenate([np.empty(0, np.int64), *places])] = True
    return Part(histories=histories, hidden=hidden if hidden.any() else hidden[:0])
