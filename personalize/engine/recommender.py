"""The recommender of this engine: learns in seconds, answers in a millisecond.

>>> model = Recommender().fit(visitor_ids, item_ids, event_types, timestamps)
>>> model.recommend([Action(item_id="shoe-7")], 10)
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Self

from personalize.engine.answering import Question, Respondent
from personalize.engine.choosing import OFF, Dials
from personalize.engine.event_log import EventLog
from personalize.engine.features import ANYTHING, ItemFeatures, ItemFilter
from personalize.engine.knowledge import Knowledge, know_nothing
from personalize.engine.learning import learn
from personalize.engine.live import LivePanel
from personalize.engine.model_files import ModelFileError, read_arrays, write_arrays
from personalize.engine.quality import Quality
from personalize.engine.related import Kind
from personalize.engine.scoring import Action, ScoredItem
from personalize.engine.trust import Trust


class Recommender:
    """Fit it to events, or load one; then ask. Any number of threads may ask at once,
    also while another one brings news with partial_fit().

    Ids are strings of any characters. Times are in seconds since 1970, prices in the
    shop's currency. Events are of the types of ``EVENT_WEIGHTS``; others teach nothing,
    and what was told twice (the same visitor, item, type and time) counts once. Items
    that are not known are passed over in questions, never an error.

    The same seed and the same events give the same model, in any order of the events
    as long as no visitor did two things at once.
    """

    def __init__(self, *, seed: int = 0) -> None:
        self.seed = seed
        self.trust = Trust.unlearnt()
        # How good the model was at the newest events before it had learnt them; None
        # when there were too few to tell, and for a model that was loaded.
        self.quality: Quality | None = None
        self._know(know_nothing())

    def fit(
        self,
        visitor_ids: Iterable[str],
        item_ids: Iterable[str],
        event_types: Iterable[str],
        timestamps: Iterable[float],
        *,
        features: ItemFeatures | None = None,
    ) -> Self:
        """Learn from four columns, in any order, and forget what was learnt before.

        What is dated in the future happens now, what has no date in 1970. ``features``
        may describe items that nobody has seen yet. Raise ValueError if the columns are
        not of one length.
        """
        log = EventLog().extend(visitor_ids, item_ids, event_types, timestamps)
        return self.fit_log(log, features=features)

    def fit_log(self, log: EventLog, *, features: ItemFeatures | None = None) -> Self:
        """Learn from a log, as fit() does from columns."""
        no_features = ItemFeatures.from_rows([])
        lesson = learn(log, features or no_features, seed=self.seed)
        self.trust, self.quality = lesson.trust, lesson.quality
        self._know(lesson.knowledge)
        return self

    def partial_fit(
        self,
        visitor_ids: Iterable[str],
        item_ids: Iterable[str],
        event_types: Iterable[str],
        timestamps: Iterable[float],
    ) -> Self:
        """Learn from a few more events, in any order; the next answer knows them.

        The trust in the kinds of evidence, and what goes into a basket together, stay
        as they were trained. Of the news the newest are kept, in bounded memory.
        """
        log = EventLog().extend(visitor_ids, item_ids, event_types, timestamps)
        self._live.add(log, until=time.time())
        return self

    def recommend(
        self,
        history: Sequence[Action],
        num_results: int = 10,
        *,
        now: float | None = None,
        visitor_id: str = "",
        exclude: Collection[str] = (),
        among: ItemFilter = ANYTHING,
        repeats: bool = False,
        dials: Dials = OFF,
    ) -> list[ScoredItem]:
        """Return what suits a visitor who did this, newest first; without a history,
        what is popular.

        ``now`` is when the latest action was ``history[0].age`` seconds ago, by default
        the time of the newest event that is known. With ``visitor_id`` what the visitor
        did is not mistaken for what others like. Items of the history are left out,
        unless with ``repeats`` or where those who bought an item buy it again.

        The list is full whenever so many items pass the filter. A score is the
        probability that the visitor takes this one of all that come into question.
        """
        question = Question(
            history=history,
            now=now,
            visitor_id=visitor_id,
            exclude=exclude,
            among=among,
            repeats=repeats,
        )
        return self._respondent().recommend(question, num_results, dials)

    def similar_items(
        self,
        *item_ids: str,
        num_results: int = 10,
        kind: Kind = Kind.VIEWED,
        exclude: Collection[str] = (),
        among: ItemFilter = ANYTHING,
    ) -> list[ScoredItem]:
        """Return what goes with an item, or with several together; [] if nothing does.

        Scores are comparable within a list alone. What fewer than ``MIN_VIEWERS``
        visitors saw, or ``MIN_BUYERS`` bought, together stays their secret.
        """
        question = Question(exclude=exclude, among=among)
        return self._respondent().relate(item_ids, kind, question, num_results)

    def popular(
        self,
        num_results: int = 10,
        *,
        exclude: Collection[str] = (),
        among: ItemFilter = ANYTHING,
    ) -> list[ScoredItem]:
        """Return what most visitors do now.

        A score is the sum of the weights of an item's events, in which the past fades.
        """
        question = Question(exclude=exclude, among=among)
        return self._respondent().popular(question, num_results)

    def trending(
        self,
        num_results: int = 10,
        *,
        exclude: Collection[str] = (),
        among: ItemFilter = ANYTHING,
    ) -> list[ScoredItem]:
        """Return what rose most surely of late.

        A score is by how many standard deviations of chance an item rose.
        """
        question = Question(exclude=exclude, among=among)
        return self._respondent().trending(question, num_results)

    def rank(
        self,
        item_ids: Sequence[str],
        history: Sequence[Action],
        *,
        now: float | None = None,
        visitor_id: str = "",
    ) -> list[ScoredItem]:
        """Order these items, all of them, for a visitor who did this, newest first.

        Those of which nothing is known come last, with a score of 0, in the order
        given. A score is the probability that the visitor takes this one of them.
        """
        question = Question(history=history, now=now, visitor_id=visitor_id)
        return self._respondent().rank(item_ids, question)

    def knows(self, item_ids: Collection[str]) -> bool:
        """Whether anything was learnt about any of these items."""
        return bool(len(self.knowledge.items.known(item_ids)))

    def save(self, path: Path) -> None:
        """Write the model to a file, which appears complete or not at all.

        What partial_fit() learnt is not in it, nor are ids of visitors.
        """
        arrays = {**self.knowledge.to_arrays(), **self.trust.to_arrays()}
        write_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Map a saved model into memory, which the processes of a machine share.

        Raise ModelFileError, whose message says what to do, when the file is missing,
        damaged, or of another version.
        """
        arrays = read_arrays(path)
        model = cls()
        try:
            model.trust = Trust.from_arrays(arrays)
            model._know(Knowledge.from_arrays(arrays))
        except KeyError as error:
            raise ModelFileError(f"{path} lacks {error}. Train again.") from error
        return model

    @property
    def num_events(self) -> int:
        """How many events of the training are kept."""
        return len(self.knowledge.histories)

    @property
    def num_new_events(self) -> int:
        """How many events are kept of those that partial_fit() told."""
        return len(self._live)

    @property
    def num_visitors(self) -> int:
        return self.knowledge.histories.num_visitors

    @property
    def num_items(self) -> int:
        return len(self.knowledge.items)

    @property
    def num_pairs(self) -> int:
        """How many pairs of items that visitors saw or bought together are kept."""
        return self.knowledge.viewed.num_pairs + self.knowledge.bought.num_pairs

    @property
    def trained_until(self) -> float:
        """The time of the newest event of the training, in seconds since 1970."""
        return self.knowledge.popularity.now

    def _know(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._live = LivePanel(knowledge)

    def _respondent(self) -> Respondent:
        return Respondent(panel=self._live.panel, trust=self.trust)
