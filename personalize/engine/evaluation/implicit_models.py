"""Matrix factorisation by the package ``implicit``, where it is installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Self

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Integers
from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.item_knn import to_matrix
from personalize.engine.evaluation.queries import Query
from personalize.engine.event_log import EventLog
from personalize.engine.item_index import ItemIndex

# Threads would write over each other's steps, each time in another order.
OPTIONS = {"factors": 64, "random_state": 0, "num_threads": 1}


def is_installed() -> bool:
    return find_spec("implicit") is not None


class Implicit:
    """A model of the package, which learns from a matrix of visitors and items."""

    module: str
    name: str

    def fit(self, log: EventLog) -> Self:
        if not is_installed():
            raise EvaluationError(
                "The baselines als and bpr need a package that is not installed: "
                "python -m pip install implicit"
            )
        self.items = ItemIndex(log.sorted_item_ids())
        matrix = to_matrix(log).astype(np.float32)
        make = getattr(import_module(self.module), self.name)
        # The package warns that it is up to ten times slower on a BLAS with threads.
        with import_module("threadpoolctl").threadpool_limits(1, "blas"):
            self.model: Any = make(**OPTIONS)
            self.model.fit(matrix, show_progress=False)
        return self

    def recommend(
        self, history: Sequence[str], k: int, query: Query | None = None
    ) -> list[str]:
        numbers = np.unique(self.items.known(history))
        if not len(numbers):
            return []
        best = self.rank(numbers, min(k, len(self.items)))
        return self.items.ids_of(best)

    def rank(self, numbers: Integers, k: int) -> Integers:
        raise NotImplementedError("rank")


class AlternatingLeastSquares(Implicit):
    """Hu, Koren and Volinsky 2008. A history is folded in, so it may be a new one."""

    module = "implicit.cpu.als"
    name = "AlternatingLeastSquares"

    def rank(self, numbers: Integers, k: int) -> Integers:
        row = sparse.csr_matrix(
            (np.ones(len(numbers), np.float32), (np.zeros_like(numbers), numbers)),
            shape=(1, len(self.items)),
        )
        best: Integers
        best, _ = self.model.recommend(
            0, row, N=k, filter_already_liked_items=False, recalculate_user=True
        )
        return best


class BayesianPersonalizedRanking(Implicit):
    """Rendle and others 2009. The mean of a history's items stands for its visitor."""

    module = "implicit.cpu.bpr"
    name = "BayesianPersonalizedRanking"

    def rank(self, numbers: Integers, k: int) -> Integers:
        factors = self.model.item_factors
        return np.argsort(-(factors @ factors[numbers].mean(axis=0)), kind="stable")[:k]
