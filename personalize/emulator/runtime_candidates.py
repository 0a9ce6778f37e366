"""The items that a model proposes, best first, and the choice of those that pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from personalize.emulator.runtime_questions import Question
from personalize.emulator.runtime_sources import Source
from personalize.emulator.training_recipes import (
    REMOVING_PURCHASED,
    Task,
    get_pair_kind,
    get_task,
)
from personalize.engine.choosing import Dials, mix
from personalize.engine.scoring import Reason, ScoredItem

Propose = Callable[[int], Sequence[ScoredItem]]
# Of a list that a filter thins out so many times more is looked at, then all there is.
SURPLUS = 4
EVERYTHING = 10**6
# Exploration weighs how much is tried out; a third of it are places for new items.
NEW_ITEMS_PER_WEIGHT = 1 / 3
MAX_FRESH = 50


def propose_for(source: Source, question: Question) -> Propose:
    """Return a function that gives so many items, fewer only when there are no more."""
    removed = set[str]()
    if source.recipe.name in REMOVING_PURCHASED:
        removed = question.purchased
    propose = PROPOSALS[get_task(source.recipe)]
    return lambda limit: propose(source, question, removed, limit)


def choose(
    propose: Propose, passes: Callable[[str], bool] | None, limit: int
) -> list[ScoredItem]:
    """Choose the best that pass, looking further down as long as there are too few."""
    if passes is None:
        return list(propose(limit)[:limit])
    size = SURPLUS * limit
    proposed = propose(size)
    found = [item for item in proposed if passes(item.item_id)]
    if len(found) < limit and len(proposed) >= size:
        found = [item for item in propose(EVERYTHING) if passes(item.item_id)]
    return found[:limit]


def _propose_personal(
    source: Source, question: Question, removed: set[str], limit: int
) -> Sequence[ScoredItem]:
    explores = "hrnn" not in source.recipe.name
    share = NEW_ITEMS_PER_WEIGHT * source.exploration * explores
    # Those that came after the training have nothing to be compared by yet.
    fresh = [
        ScoredItem(item_id=item_id, score=0.0, reason=Reason.NEW)
        for item_id in source.model.find_fresh(MAX_FRESH)
    ]
    found = source.model.engine.recommend(
        question.actions,
        limit,
        now=question.now,
        visitor_id=question.user_id,
        exclude=removed,
        # Amazon leaves out what was bought, where it says so, and nothing else.
        repeats=True,
        dials=Dials(new_items=0 if fresh else share),
    )
    return mix(found, fresh, share) if fresh else found


def _propose_popular(
    source: Source, question: Question, removed: set[str], limit: int
) -> Sequence[ScoredItem]:
    return _name_popular(source, removed, limit)


def _propose_trending(
    source: Source, question: Question, removed: set[str], limit: int
) -> Sequence[ScoredItem]:
    found = source.model.engine.trending(limit)
    return _fill_up(source, found, removed, limit)


def _propose_related(
    source: Source, question: Question, removed: set[str], limit: int
) -> Sequence[ScoredItem]:
    found = source.model.engine.similar_items(
        question.item_id,
        num_results=limit,
        kind=get_pair_kind(source.recipe),
        exclude=removed,
    )
    return _fill_up(source, found, removed | {question.item_id}, limit)


def _fill_up(
    source: Source, found: list[ScoredItem], removed: set[str], limit: int
) -> Sequence[ScoredItem]:
    """Put what is popular behind what the model knows, as Amazon does."""
    if len(found) >= limit:
        return found
    listed = removed.union(item.item_id for item in found)
    return found + _name_popular(source, listed, limit - len(found))


def _name_popular(
    source: Source, removed: Iterable[str], limit: int
) -> list[ScoredItem]:
    left_out = set(removed)
    wanted = (one for one in source.model.popular if one not in left_out)
    return [
        ScoredItem(item_id=item_id, score=0.0, reason=Reason.POPULAR)
        for item_id, _ in zip(wanted, range(limit), strict=False)
    ]


Proposal = Callable[[Source, Question, set[str], int], Sequence[ScoredItem]]
PROPOSALS: dict[Task, Proposal] = {
    Task.PERSONAL: _propose_personal,
    Task.POPULAR: _propose_popular,
    Task.TRENDING: _propose_trending,
    Task.RELATED: _propose_related,
}
