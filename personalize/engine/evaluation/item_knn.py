from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Booleans, Integers
from personalize.engine.evaluation.queries import Query
from personalize.engine.event_log import EventLog
from personalize.engine.item_index import ItemIndex

# A visitor with n items costs n² pairs: of a bot's, only the last count.
MAX_ITEMS_OF_A_VISITOR = 500


class ItemKnn:
    """Items that the same visitors had: the cosine, shrunk where few of them did.

    Who had n items counts 1/√n, and the n-th last item of a history decay^(n-1).
    """

    def __init__(
        self, *, neighbours: int = 100, shrinkage: float = 2.0, decay: float = 0.75
    ) -> None:
        self.neighbours = neighbours
        self.shrinkage = shrinkage
        self.decay = decay

    def fit(self, log: EventLog) -> Self:
        self.items = ItemIndex(log.sorted_item_ids())
        matrix = _calm(to_matrix(log))
        together = (matrix.T @ matrix).tocsr()
        together.setdiag(0)
        together.eliminate_zeros()
        norms = np.sqrt(np.asarray(matrix.power(2).sum(axis=0)).ravel())
        rows = _rows_of(together)
        together.data /= norms[rows] * norms[together.indices] + self.shrinkage
        self.scores = keep_best(together, self.neighbours)
        return self

    def recommend(
        self, history: Sequence[str], k: int, query: Query | None = None
    ) -> list[str]:
        numbers = self.items.known([*dict.fromkeys(reversed(history))])
        weights = self.decay ** np.arange(len(numbers))
        totals = weights @ self.scores[numbers]
        best = np.argsort(-totals, kind="stable")[:k]
        return self.items.ids_of(best[totals[best] > 0])


def to_matrix(log: EventLog) -> sparse.csr_matrix:
    """A row per visitor, a column per item, with a one for what was met."""
    num_items = max(len(log.item_ids), 1)
    latest = _latest_of_each(log)
    visitors = log.visitors[latest].astype(np.int64)
    keys = np.unique(visitors * num_items + log.items[latest])
    positions = np.divmod(keys, num_items)
    shape = (len(log.visitor_ids), len(log.item_ids))
    return sparse.csr_matrix((np.ones(len(keys)), positions), shape=shape)


def keep_best(scores: sparse.csr_matrix, limit: int) -> sparse.csr_matrix:
    """Empty each row of all but its highest scores."""
    rows = _rows_of(scores)
    order = np.lexsort((-scores.data, rows))
    is_kept = np.zeros(len(order), np.bool_)
    is_kept[order] = np.arange(len(order)) - scores.indptr[rows] < limit
    positions = (rows[is_kept], scores.indices[is_kept])
    return sparse.csr_matrix((scores.data[is_kept], positions), shape=scores.shape)


def _calm(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Scale rows so that in products of two entries a row of n counts 1/√n."""
    lengths = np.maximum(np.diff(matrix.indptr), 1)
    return (sparse.diags_array(lengths**-0.25) @ matrix).tocsr()


def _rows_of(matrix: sparse.csr_matrix) -> Integers:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _latest_of_each(log: EventLog) -> Booleans:
    order = np.lexsort((log.times, log.visitors))
    visitors = log.visitors[order]
    from_end = np.searchsorted(visitors, visitors, "right") - np.arange(len(order))
    is_late = np.empty(len(order), np.bool_)
    is_late[order] = from_end <= MAX_ITEMS_OF_A_VISITOR
    return is_late
