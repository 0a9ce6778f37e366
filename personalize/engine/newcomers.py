"""Items that nobody has seen yet: only the shop's words speak for them."""

from __future__ import annotations

import numpy as np

from personalize.engine.arrays import Floats, Integers
from personalize.engine.experts import Expert, Opinions, Panel
from personalize.engine.neighbours import Neighbours

# An item is introduced by so many of those it is most alike.
SPONSORS = 5


def introduce(opinions: Opinions, panel: Panel) -> Floats:
    """Return the experts' shares, as if they knew new items by what those are alike.

    share(new) = max_j s(j) · sum_j s(j)·share(j) / sum_j s(j), where s(j) is the
    likeness of the known item j: no expert thinks more of a new item than of those it
    is like, and the less, the less it is like them.
    """
    candidates, shares = opinions.candidates, opinions.shares
    is_new = (shares[Expert.POPULAR] <= 0) & (shares[Expert.ALIKE] > 0)
    (new,) = is_new.nonzero()
    if not len(new):
        return shares
    others, likeness = _find_sponsors(panel.knowledge.alike, candidates[new])
    likeness = likeness * (panel.popularity.counts[-1].take(others) > 0)
    lent = (_look_up(shares, candidates, others) * likeness).sum(axis=2)
    lent *= likeness.max(axis=1) / np.maximum(likeness.sum(axis=1), 1e-12)
    introduced = shares.copy()
    introduced[:, new] = np.maximum(shares[:, new], lent)
    return introduced


def _find_sponsors(alike: Neighbours, items: Integers) -> tuple[Integers, Floats]:
    """Return for each item those that it is most like, and how much, 0 for none."""
    rows = alike.starts[items][:, np.newaxis] + np.arange(SPONSORS)
    is_own = rows < alike.starts[items + 1][:, np.newaxis]
    rows = np.minimum(rows, alike.num_pairs - 1)
    return alike.items[rows], alike.scores[rows] * is_own


def _look_up(shares: Floats, candidates: Integers, items: Integers) -> Floats:
    """Return the shares of these items: 0 of those that are no candidates."""
    places = np.minimum(np.searchsorted(candidates, items), len(candidates) - 1)
    found: Floats = shares[:, places] * (candidates[places] == items)
    return found
