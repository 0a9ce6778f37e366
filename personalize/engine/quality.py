"""How good a model was at what its training kept from it."""

from __future__ import annotations

import math
from dataclasses import dataclass

# A fall is one when it is larger than this share of the score, and than so many
# standard errors of the difference: the rest is the luck of the queries.
TOLERATED_FALL = 0.1
CERTAINTY = 2.0
# Of fewer queries the spread, and so the luck, is not known.
FEWEST_QUERIES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """NDCG@10, and how sure it is after so many queries."""

    ndcg: float
    standard_error: float
    num_queries: int

    def __str__(self) -> str:
        return (
            f"NDCG@10 {self.ndcg:.3f} ±{self.standard_error:.3f} "
            f"in {self.num_queries:,} queries"
        )

    def has_fallen_from(self, before: Quality) -> bool:
        if min(before.num_queries, self.num_queries) < FEWEST_QUERIES:
            return False
        fall = before.ndcg - self.ndcg
        error = math.hypot(before.standard_error, self.standard_error)
        return fall > TOLERATED_FALL * before.ndcg and fall > CERTAINTY * error
