"""How far each expert is trusted, by how much is known of the visitor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Floats
from personalize.engine.blend import FORMS
from personalize.engine.experts import Expert
from personalize.engine.situation import Context

# Trust in the shares and in their logarithms, where nothing was learnt yet: roughly
# what sales, sessions, reviews and ratings taught together.
VISIT_PRIOR = {
    Expert.NEXT: (0.15, 0.2),
    Expert.TOGETHER: (0.0, 0.05),
    Expert.VISIT: (0.0, 0.4),
    Expert.VISITS: (0.2, 0.05),
    Expert.TASTE: (0.15, 0.05),
    Expert.ALIKE: (0.1, 0.1),
    Expert.AGAIN: (0.1, 0.05),
    Expert.OFTEN: (0.0, 0.1),
    Expert.POPULAR_NOW: (0.05, 0.1),
    Expert.POPULAR_LATELY: (0.05, 0.05),
}
RETURN_PRIOR = {
    Expert.TOGETHER: (0.2, 0.1),
    Expert.VISIT: (0.0, 0.05),
    Expert.VISITS: (0.05, 0.0),
    Expert.TASTE_NOW: (0.4, 0.1),
    Expert.TASTE: (0.4, 0.2),
    Expert.ALIKE: (0.1, 0.1),
    Expert.OFTEN: (0.15, 0.1),
    Expert.POPULAR_NOW: (0.05, 0.2),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trust:
    """A row of weights for each context: of all shares, then of all logarithms."""

    weights: Floats

    @classmethod
    def unlearnt(cls) -> Self:
        visit, back = _prior(VISIT_PRIOR), _prior(RETURN_PRIOR)
        return cls(
            weights=np.array(
                [back if context is Context.RETURN else visit for context in Context]
            )
        )

    def of(self, context: Context) -> Floats:
        return np.asarray(self.weights[context], np.float64)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        return cls(weights=arrays["trust"])

    def to_arrays(self) -> dict[str, Array]:
        return {"trust": self.weights}


def only(expert: Expert) -> Floats:
    """Weights that follow one expert alone."""
    weights = np.zeros((FORMS, len(Expert)))
    weights[:, expert] = 1.0
    return weights.ravel()


def _prior(trust: Mapping[Expert, tuple[float, float]]) -> Floats:
    weights = np.zeros((FORMS, len(Expert)))
    for expert, (shares, logarithms) in trust.items():
        weights[:, expert] = shares, logarithms
    return weights.ravel()
