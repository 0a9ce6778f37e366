"""Whether people come back to an item: some are bought every month, some once."""

from __future__ import annotations

import numpy as np

from personalize.engine.arrays import Floats
from personalize.engine.events import Events

# So many imaginary visitors who repeat as the average does stand behind each item.
PRIOR_VISITORS = 10.0


def learn_repeat_rates(events: Events, num_items: int) -> Floats:
    """Return for each item the share of its visitors who came back to it.

    rate(i) = (returned(i) + s·average) / (visitors(i) + s): an item of which little is
    known behaves as all do.
    """
    _, owners = np.unique(events.visitors, return_inverse=True)
    keys = owners * num_items + events.items
    pairs, counts = np.unique(keys, return_counts=True)
    items = pairs % max(num_items, 1)
    visitors = np.bincount(items, minlength=num_items)
    returned = np.bincount(items, counts > 1, minlength=num_items)
    average = returned.sum() / max(int(visitors.sum()), 1)
    rates = (returned + PRIOR_VISITORS * average) / (visitors + PRIOR_VISITORS)
    return np.asarray(rates, np.float32)
