"""One score from many opinions: a conditional logit over shares of trust.

P(item | situation) is proportional to exp(sum of w·f), as in McFadden's conditional
logit (1974), learnt from lists with a listwise loss (ListNet: Cao et al., ICML 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from personalize.engine.arrays import Floats

# Shares below this one are about nothing.
SMALLEST = 1e-4
FORMS = 2


def features_of(shares: Floats) -> Floats:
    """Return two forms of each share: itself, and its logarithm."""
    return np.concatenate([30.0 * shares, np.log1p(shares / SMALLEST)])


def find_odds(weights: Floats, shares: Floats) -> Floats:
    """Return the probability of each candidate, if the visitor takes one of them."""
    scores = weights @ features_of(shares)
    odds = np.exp(scores - scores.max(initial=0.0))
    return np.asarray(odds / max(float(odds.sum()), 1e-300), np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """Features of candidates, and which of them the visitor then took."""

    features: Floats
    taken: Floats


def fit_weights(examples: list[Example], prior: Floats, strength: float) -> Floats:
    """Maximise the likelihood of what was taken, drawn towards the prior weights.

    ``strength`` is what the prior's pull weighs, in examples.
    """
    told = [one for one in examples if one.taken.any()]
    if not told:
        return prior
    columns = np.hstack([one.features for one in told])
    sizes = np.array([one.features.shape[1] for one in told])
    starts = np.cumsum(sizes) - sizes
    taken = np.concatenate([one.taken / one.taken.sum() for one in told])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = weights @ columns
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        odds = np.exp(scores)
        sums = np.add.reduceat(odds, starts)
        pull = weights - prior
        likelihood = float(taken @ scores - np.log(sums).sum())
        slope = columns @ (taken - odds / np.repeat(sums, sizes))
        return (
            strength * float(pull @ pull) - likelihood,
            2 * strength * pull - slope,
        )

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(found.x, np.float64)
