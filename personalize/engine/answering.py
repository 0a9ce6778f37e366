"""From a question to a list, by what the panel knows at this moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from personalize.engine.arrays import Floats, Integers, mark
from personalize.engine.assortment import Assortment
from personalize.engine.blend import find_odds
from personalize.engine.choosing import Dials, find_room, mix, pick_best, vary
from personalize.engine.digests import digest
from personalize.engine.experts import Expert, Opinions, Panel
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.engine.newcomers import introduce
from personalize.engine.reasons import Reasoner
from personalize.engine.related import Kind, relate
from personalize.engine.scoring import Action, Reason, ScoredItem
from personalize.engine.situation import Situation, describe, weigh_actions
from personalize.engine.trust import Trust, only

LONG_AGO = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who asks, and for what; see Recommender.recommend()."""

    history: Sequence[Action] = ()
    now: float | None = None
    visitor_id: str = ""
    exclude: Collection[str] = ()
    among: ItemFilter = ANYTHING
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rated:
    """Candidates with their scores, the unwanted left out, and how they came about."""

    among: ItemFilter
    unwanted: Integers
    opinions: Opinions
    weights: Floats
    scores: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Respondent:
    """Answers from one state of the panel, whatever is learnt meanwhile."""

    panel: Panel
    trust: Trust

    def recommend(
        self, question: Question, num_results: int, dials: Dials
    ) -> list[ScoredItem]:
        rated = self._rate(question)
        places = self._choose(rated, num_results, dials)
        found = self._reasoner.of_choices(
            rated.opinions, rated.scores, places, rated.weights
        )
        if len(found) < num_results and not dials.max_per_category:
            listed = rated.opinions.candidates[places]
            rest = self._find_rest(rated, listed, num_results)
            found += self._describe_all(rest, 0.0 * rest, Reason.POPULAR)
        if not dials.new_items:
            return found
        new = self._find_new(rated, [item.item_id for item in found], dials)
        return mix(found, new, dials.new_items)

    def relate(
        self, item_ids: Collection[str], kind: Kind, question: Question, limit: int
    ) -> list[ScoredItem]:
        sources = np.unique(self._assortment.find_known(item_ids))
        related = relate(self.panel, sources, kind)
        totals = related.evidence.totals(len(self._assortment))
        totals[sources] = 0
        best = self._pick_positive(totals, limit, question)
        return self._reasoner.of_pairs(best, totals[best], related)

    def popular(self, question: Question, limit: int) -> list[ScoredItem]:
        counts = self.panel.popularity.counts[-1].copy()
        return self._name(counts, question, limit, Reason.POPULAR)

    def trending(self, question: Question, limit: int) -> list[ScoredItem]:
        growth = self.panel.popularity.growth()
        return self._name(growth, question, limit, Reason.TRENDING)

    def rank(self, item_ids: Sequence[str], question: Question) -> list[ScoredItem]:
        situation = self._describe(question, self._find_history(question))
        numbers = self._assortment.find(item_ids)
        allowed = self._assortment.allow_only(numbers[numbers >= 0])
        opinions = self.panel.consult(situation, allowed)
        shares = introduce(opinions, self.panel)
        odds = find_odds(self._trust_in(situation), shares)
        # The number of an unknown item, -1, is the last place: a zero.
        scores = self._spread(opinions.candidates, odds)[numbers]
        order = np.argsort(-scores, kind="stable").tolist()
        return [ScoredItem(item_id=item_ids[n], score=float(scores[n])) for n in order]

    @property
    def _assortment(self) -> Assortment:
        return Assortment(panel=self.panel)

    @property
    def _reasoner(self) -> Reasoner:
        return Reasoner(self.panel.knowledge)

    def _find_history(self, question: Question) -> Integers:
        return self._assortment.find([one.item_id for one in question.history])

    def _describe(self, question: Question, numbers: Integers) -> Situation:
        history, latest = question.history, self.panel.popularity.now
        return describe(
            numbers.tolist(),
            weigh_actions(history),
            age=max(0.0, history[0].age) if history else LONG_AGO,
            # Seen from long after, all that was done would have faded alike.
            now=latest if question.now is None else min(question.now, latest),
            visitor=digest(question.visitor_id) if question.visitor_id else 0,
        )

    def _trust_in(self, situation: Situation) -> Floats:
        """Whoever did nothing yet is shown what all do."""
        if not len(situation.items):
            return only(Expert.POPULAR)
        return self.trust.of(situation.context)

    def _find_unwanted(self, question: Question, numbers: Integers) -> Integers:
        unwanted = self._assortment.find_known(question.exclude)
        if question.repeats:
            return unwanted
        done = self._assortment.find_done(question.history, numbers)
        return np.concatenate([unwanted, done])

    def _rate(self, question: Question) -> Rated:
        numbers = self._find_history(question)
        unwanted = self._find_unwanted(question, numbers)
        situation = self._describe(question, numbers)
        allowed = self._assortment.allow(question.among)
        opinions = self.panel.consult(situation, allowed)
        is_unwanted = mark(unwanted, self.panel.num_items)
        opinions = opinions.take(~is_unwanted[opinions.candidates])
        weights = self._trust_in(situation)
        return Rated(
            among=question.among,
            unwanted=unwanted,
            # Without what is lent to new items: reasons are to say what is known.
            opinions=opinions,
            weights=weights,
            scores=find_odds(weights, introduce(opinions, self.panel)),
        )

    def _choose(self, rated: Rated, limit: int, dials: Dials) -> Integers:
        if not (dials.diversity or dials.max_per_category):
            return pick_best(rated.scores, limit)
        return vary(
            rated.opinions.candidates,
            rated.scores,
            limit,
            alike=self.panel.knowledge.alike,
            facts=self.panel.knowledge.facts,
            dials=dials,
        )

    def _find_rest(self, rated: Rated, listed: Integers, limit: int) -> Integers:
        """Find what nobody thought of, where a list would be too short without."""
        unwanted = np.append(rated.unwanted, listed)
        missing = limit - len(listed)
        return self._assortment.pick_popular(missing, unwanted, rated.among)

    def _find_new(
        self, rated: Rated, item_ids: Collection[str], dials: Dials
    ) -> list[ScoredItem]:
        """Find those of the newest items that suit the visitor, beside the listed."""
        suited = self._spread(rated.opinions.candidates, rated.scores)
        listed = self._assortment.find(item_ids)
        suited[rated.unwanted] = suited[listed] = -1
        limit = floor(len(listed) * dials.new_items)
        new = self._assortment.pick_new(suited, limit, rated.among)
        categories = self.panel.knowledge.facts.find_main_categories
        room = find_room(categories(listed), categories(new), dials.max_per_category)
        return self._describe_all(new[room], suited[new[room]], Reason.NEW)

    def _spread(self, numbers: Integers, values: Floats) -> Floats:
        """Give each item its value, and the others 0, also a last one past them all."""
        spread = np.zeros(len(self._assortment) + 1)
        spread[numbers] = values
        return spread

    def _name(
        self, values: Floats, question: Question, limit: int, reason: Reason
    ) -> list[ScoredItem]:
        numbers = self._pick_positive(values, limit, question)
        return self._describe_all(numbers, values[numbers], reason)

    def _pick_positive(
        self, values: Floats, limit: int, question: Question
    ) -> Integers:
        unwanted = self._find_unwanted(question, self._find_history(question))
        values[unwanted] = 0
        allowed = self._assortment.allow(question.among)
        if allowed is not None:
            values *= allowed
        best = pick_best(values, limit)
        return best[values[best] > 0]

    def _describe_all(
        self, numbers: Integers, scores: Floats, reason: Reason
    ) -> list[ScoredItem]:
        item_ids = self.panel.knowledge.items.ids_of(numbers)
        return [
            ScoredItem(item_id=item_id, score=score, reason=reason)
            for item_id, score in zip(item_ids, scores.tolist(), strict=True)
        ]
