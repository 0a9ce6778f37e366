"""Learn how far to trust each expert from what the newest events turned out to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personalize.engine.arrays import Floats
from personalize.engine.blend import Example, features_of, fit_weights
from personalize.engine.experts import Expert, Panel
from personalize.engine.quality import Quality
from personalize.engine.situation import Context
from personalize.engine.trials import Trial
from personalize.engine.trust import Trust, only

# How many examples the weights to start from are worth: those fixed in advance, and
# those that visitors in all contexts taught.
PRIOR_STRENGTH = 4.0
SHARED_STRENGTH = 20.0
# Fewer than these teach nothing that is sure.
MIN_TRIALS = 30
# Every third trial checks what the others taught.
CHECKED = 3
CANDIDATES = 200
# Of twelve experts one looks better by two standard errors now and then: by luck.
CERTAINTY = 3.0
TOP = 10
DISCOUNTS = 1 / np.log2(np.arange(2, TOP + 2))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tried:
    """What the experts said in a trial, and what it would have been worth."""

    context: Context
    example: Example
    # The gain of a perfect list.
    best: float

    def ndcg(self, weights: Floats) -> float:
        scores = weights @ self.example.features
        order = np.argsort(-scores, kind="stable")[:TOP]
        gains = self.example.taken[order]
        return float(gains @ DISCOUNTS[: len(gains)]) / self.best


def tune(panel: Panel, trials: Sequence[Trial]) -> tuple[Trust, Quality]:
    """Return what all trials teach, and how well it does where it was not learnt."""
    tried = [_try(panel, trial) for trial in trials]
    taught = [one for n, one in enumerate(tried) if n % CHECKED]
    checks = tried[::CHECKED]
    trust = _learn(taught)
    follow = {context: _find_better(trust, checks, context) for context in Context}
    quality = _measure(_follow(trust, follow), checks)
    return _follow(_learn(tried, start=trust), follow), quality


def _try(panel: Panel, trial: Trial) -> Tried:
    opinions = panel.consult(trial.situation)
    gains = np.sort(trial.gains)[::-1][:TOP]
    return Tried(
        context=trial.situation.context,
        example=_thin_out(opinions.shares, trial.gains_of(opinions.candidates)),
        best=float(gains @ DISCOUNTS[: len(gains)]),
    )


def _thin_out(shares: Floats, gains: Floats) -> Example:
    """Leave out the candidates that hardly any expert thinks of.

    Those that were taken too: kept, they alone would stand for all that are unlikely.
    """
    totals = shares.sum(axis=0)
    kept = np.argsort(np.argsort(-totals, kind="stable")) < CANDIDATES
    # Where none of them thought of what was taken, none is to be trusted less for it.
    taken = np.where(totals > 0, gains, 0.0)
    return Example(features=features_of(shares[:, kept]), taken=taken[kept])


def _learn(tried: Sequence[Tried], *, start: Trust | None = None) -> Trust:
    weights = Trust.unlearnt().weights.copy()
    first = start.weights if start else weights
    visits = [one for one in tried if one.context is not Context.RETURN]
    shared = _fit(visits, weights[Context.VISIT], PRIOR_STRENGTH, first[Context.VISIT])
    for context in Context:
        told = [one for one in tried if one.context is context]
        if context is Context.RETURN:
            prior, strength = weights[context], PRIOR_STRENGTH
        else:
            prior, strength = shared, SHARED_STRENGTH
        weights[context] = _fit(told, prior, strength, first[context])
    return Trust(weights=weights)


def _fit(
    tried: Sequence[Tried], prior: Floats, strength: float, start: Floats
) -> Floats:
    if len(tried) < MIN_TRIALS:
        return prior
    examples = [one.example for one in tried]
    return fit_weights(examples, prior, strength, start=start)


def _find_better(
    trust: Trust, checks: Sequence[Tried], context: Context
) -> Expert | None:
    """Name the expert that does better alone, by more than the luck of the checks."""
    told = [one for one in checks if one.context is context]
    blended = _score(told, trust.of(context))
    gains = {expert: _score(told, only(expert)) - blended for expert in Expert}
    sure = {expert: gain for expert, gain in gains.items() if _is_sure(gain)}
    return max(sure, key=lambda expert: sure[expert].mean(), default=None)


def _is_sure(gains: Floats) -> bool:
    if len(gains) < 2:
        return False
    return bool(gains.mean() > CERTAINTY * gains.std() / len(gains) ** 0.5)


def _follow(trust: Trust, experts: dict[Context, Expert | None]) -> Trust:
    weights = trust.weights.copy()
    for context, expert in experts.items():
        if expert is not None:
            weights[context] = only(expert)
    return Trust(weights=weights)


def _measure(trust: Trust, checks: Sequence[Tried]) -> Quality:
    scores = np.array([one.ndcg(trust.of(one.context)) for one in checks])
    count = len(scores)
    return Quality(
        ndcg=float(scores.mean()) if count else 0.0,
        standard_error=float(scores.std() / count**0.5) if count else 0.0,
        num_queries=count,
    )


def _score(tried: Sequence[Tried], weights: Floats) -> Floats:
    return np.array([one.ndcg(weights) for one in tried])
