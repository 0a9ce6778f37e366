"""A training: from a log of events to all that a recommender knows."""

from __future__ import annotations

import time
from dataclasses import dataclass

from personalize.engine.event_log import EventLog
from personalize.engine.events import Events
from personalize.engine.features import ItemFeatures
from personalize.engine.item_index import ItemIndex
from personalize.engine.knowledge import MAX_EVENTS, Knowledge, learn_alike
from personalize.engine.live import LivePanel
from personalize.engine.quality import Quality
from personalize.engine.trials import draw_trials, split
from personalize.engine.trust import Trust
from personalize.engine.tuning import tune


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """What a training taught; ``quality`` is None where too little can be tried."""

    knowledge: Knowledge
    trust: Trust
    quality: Quality | None


def learn(log: EventLog, features: ItemFeatures, *, seed: int) -> Lesson:
    items = ItemIndex.of([*log.taught_item_ids(), *features.item_ids])
    aligned = features.align(items)
    events = Events.of(log, items, until=time.time())
    # No more is learnt of a visitor: a bot counts as a busy shopper.
    events = events.sort().newest_of_each(MAX_EVENTS)
    # What the shop says of the items is the same whatever happened.
    alike = learn_alike(aligned)
    past, cut = split(events)
    trials = draw_trials(events, cut, seed=seed)
    trust, quality = Trust.unlearnt(), None
    if trials:
        panel = LivePanel(Knowledge.of(past, items, aligned, alike)).panel
        trust, quality = tune(panel, trials)
    knowledge = Knowledge.of(events, items, aligned, alike)
    return Lesson(knowledge=knowledge, trust=trust, quality=quality)
