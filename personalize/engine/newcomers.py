"""Items that nobody has seen yet: only the shop's words speak for them."""

from __future__ import annotations

import numpy as np

from personalize.engine.arrays import Array, Floats, Integers, spread
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
    counts = panel.popularity.counts[-1]
    new = np.flatnonzero((counts[candidates] <= 0) & (shares[Expert.ALIKE] > 0))
    if not len(new):
        return shares
    owners, others, likeness = _find_sponsors(panel.knowledge.alike, candidates[new])
    likeness = likeness * (counts[others] > 0)
    lent = np.zeros((len(shares), len(new)))
    shares_of_others = _look_up(shares, candidates, others)
    np.add.at(lent.T, owners, (shares_of_others * likeness).T)
    lent *= _most(owners, likeness, len(new)) / _sum(owners, likeness, len(new))
    introduced = shares.copy()
    introduced[:, new] = np.maximum(shares[:, new], lent)
    return introduced


def _find_sponsors(
    alike: Neighbours, items: Integers
) -> tuple[Integers, Integers, Floats]:
    """Return rows: the place of an item, another that it is like, and how much."""
    firsts = alike.starts[items]
    ends = np.minimum(alike.starts[items + 1], firsts + SPONSORS)
    rows = spread(firsts, ends)
    owners = np.repeat(np.arange(len(items)), ends - firsts)
    return owners, alike.items[rows], alike.scores[rows]


def _look_up(shares: Floats, candidates: Integers, items: Integers) -> Floats:
    """Return the shares of these items: 0 of those that are no candidates."""
    places = np.minimum(np.searchsorted(candidates, items), len(candidates) - 1)
    found: Floats = shares[:, places] * (candidates[places] == items)
    return found


def _most(owners: Integers, values: Floats, size: int) -> Array:
    most = np.zeros(size)
    np.maximum.at(most, owners, values)
    return most


def _sum(owners: Integers, values: Floats, size: int) -> Array:
    return np.maximum(np.bincount(owners, values, minlength=size), 1e-12)
