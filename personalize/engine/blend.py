"""One score from many opinions: a conditional logit over shares of trust.

P(item | situation) is proportional to exp(sum of w·f), as in McFadden's conditional
logit (1974), learnt from lists with a listwise loss (ListNet: Cao et al., ICML 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from personalize.engine.arrays import Floats, Integers

# Shares below this one are about nothing.
SMALLEST = 1e-4
FORMS = 2
# Newton's method: at most so many steps, each halved so often, until one gains less
# than this for each example.
MAX_STEPS = 30
MAX_HALVINGS = 10
PRECISION = 1e-5


def features_of(shares: Floats) -> Floats:
    """Return two forms of each share: itself, and its logarithm."""
    return np.concatenate(_forms_of(shares))


def find_odds(weights: Floats, shares: Floats) -> Floats:
    """Return the probability of each candidate, if the visitor takes one of them."""
    plain, logarithms = weights.reshape(FORMS, -1)
    own, logs = _forms_of(shares)
    scores = plain @ own + logarithms @ logs
    odds = np.exp(scores - scores.max(initial=0.0))
    return np.asarray(odds / max(float(odds.sum()), 1e-300), np.float64)


def find_parts(weights: Floats, shares: Floats) -> Floats:
    """Return what each expert adds to the score of each candidate."""
    plain, logarithms = weights.reshape(FORMS, -1, 1)
    own, logs = _forms_of(shares)
    return plain * own + logarithms * logs


def _forms_of(shares: Floats) -> tuple[Floats, Floats]:
    return 30.0 * shares, np.log1p(shares / SMALLEST)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """Features of candidates, and which of them the visitor then took."""

    features: Floats
    taken: Floats


def fit_weights(
    examples: Sequence[Example],
    prior: Floats,
    strength: float,
    *,
    start: Floats | None = None,
) -> Floats:
    """Maximise the likelihood of what was taken, drawn towards the prior weights.

    ``strength`` is what the prior's pull weighs, in examples. By Newton's method from
    ``start``: the likelihood is concave, and there are few weights.
    """
    told = [one for one in examples if one.taken.any()]
    if not told:
        return prior
    goal = _Goal(lists=_Lists.of(told), prior=prior, strength=strength)
    weights: Floats = np.array(prior if start is None else start, np.float64)
    value = goal.value(weights)
    for _ in range(MAX_STEPS):
        step, promise = goal.step(weights)
        weights, gain = _walk(goal, weights, value, step)
        value += gain
        if gain < PRECISION * len(told) or promise < PRECISION * len(told):
            break
    return weights


def _walk(
    goal: _Goal, weights: Floats, value: float, step: Floats
) -> tuple[Floats, float]:
    """Go as far as it goes up: where the slope changes fast, a part of the step."""
    for _ in range(MAX_HALVINGS):
        gain = goal.value(weights + step) - value
        if gain > 0:
            return weights + step, gain
        step = step / 2
    return weights, 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Goal:
    """What is to be maximised: the likelihood, less the pull of the prior."""

    lists: _Lists
    prior: Floats
    strength: float

    def value(self, weights: Floats) -> float:
        pull = weights - self.prior
        return self.lists.likelihood(weights) - self.strength * float(pull @ pull)

    def step(self, weights: Floats) -> tuple[Floats, float]:
        """Return the step to where the goal would be highest, and the gain of it."""
        slope, curve = self.lists.derive(weights)
        slope = slope - 2 * self.strength * (weights - self.prior)
        curve = curve + 2 * self.strength * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        return step, float(slope @ step) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Lists:
    """All examples in one matrix, list after list."""

    columns: Floats
    starts: Integers
    sizes: Integers
    taken: Floats

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Self:
        sizes = np.array([one.features.shape[1] for one in examples])
        return cls(
            columns=np.hstack([one.features for one in examples]),
            starts=np.cumsum(sizes) - sizes,
            sizes=sizes,
            taken=np.concatenate([one.taken / one.taken.sum() for one in examples]),
        )

    def likelihood(self, weights: Floats) -> float:
        scores, odds = self._weigh(weights)
        sums = np.add.reduceat(odds, self.starts)
        return float(self.taken @ scores - np.log(sums).sum())

    def derive(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return the slope of the likelihood, and how it curves (negated)."""
        _, odds = self._weigh(weights)
        odds /= np.repeat(np.add.reduceat(odds, self.starts), self.sizes)
        weighted = self.columns * odds
        means = np.add.reduceat(weighted, self.starts, axis=1)
        slope = self.columns @ (self.taken - odds)
        return slope, weighted @ self.columns.T - means @ means.T

    def _weigh(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return scores, the best of each list being 0, and their exponentials."""
        scores = weights @ self.columns
        scores -= np.repeat(np.maximum.reduceat(scores, self.starts), self.sizes)
        return scores, np.exp(scores)
