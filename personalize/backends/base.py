"""What every backend is: the one interface behind all recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from django.core.checks import CheckMessage

from personalize.engine.features import ANYTHING, ItemFilter
from personalize.enums import FallbackReason, ReasonCode, UseCase
from personalize.identity import Visitor
from personalize.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question to a backend.

    ``item_ids`` are the items the question is about: the one being viewed, the cart's,
    or for a ranking the list to be ordered. ``history`` holds the visitor's latest
    events, newest first. ``exclude`` are items they have: one of them is shown only if
    its reason is ReasonCode.AGAIN. Items that ``where`` does not let pass may be named,
    but will not be shown. ``device`` is what the visitor looks at the page with: phone,
    tablet, desktop, or empty. ``deadline`` is a time.monotonic() value.
    """

    use_case: UseCase
    visitor: Visitor
    item_ids: tuple[str, ...] = ()
    num_results: int = 25
    history: tuple[Event, ...] = ()
    exclude: frozenset[str] = frozenset()
    where: ItemFilter = ANYTHING
    device: str = ""
    deadline: float = field(default_factory=lambda: monotonic() + 1)

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.deadline - monotonic())


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedItem:
    """An item's id, and why it is recommended.

    ``because_item_id`` is the item of the visitor's history, or of the question, that
    spoke most for this one; empty when none did. ``count`` is how many customers bought
    both, where that is counted. ``note`` is what the backend itself says of the item,
    in its own words, for the staff.
    """

    item_id: str
    reason: ReasonCode = ReasonCode.RECOMMENDED
    because_item_id: str = ""
    score: float | None = None
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A backend's items, best first; ``shortfall`` says why they may be too few."""

    items: tuple[RecommendedItem, ...] = ()
    recommendation_id: str = ""
    shortfall: FallbackReason = FallbackReason.TOO_FEW


class BaseBackend:
    """Subclass and write get_recommendations(); all else has a harmless default.

    Options of the settings arrive as keyword arguments of the constructor.
    """

    # What an answer calls this backend.
    name = ""
    # Seconds an answer is kept, unless CACHE_TIMEOUTS names its use case; None is
    # CACHE_TIMEOUT. Short where asking again is cheap and the answers change quickly.
    cache_timeout: int | None = None

    def serves(self, use_case: UseCase) -> bool:
        """Whether this backend is made for the use case at all, configured or not."""
        return True

    def is_personal(self, query: Query) -> bool:
        """Whether the answer depends on who asks; if not, all share it in the cache."""
        return query.use_case.is_personal

    def check(self) -> list[CheckMessage]:
        """Return what is wrong with the options, for ``manage.py check``."""
        return []

    def get_recommendations(self, query: Query) -> Answer:
        """Return up to query.num_results items, best first.

        Raises BackendUnavailable when asking later may help, BackendNotConfigured when
        there is nothing here for the use case, BackendRejected for a refused question.
        """
        raise NotImplementedError(
            f"{type(self).__name__} must write get_recommendations()."
        )

    def can_rank(self) -> bool:
        """Whether it has what it takes to order a list for one visitor in particular.

        Asked for each list that is shown, so it must cost next to nothing.
        """
        return False

    def get_personalized_ranking(self, query: Query) -> Answer:
        """Order query.item_ids for the visitor; unknown ones keep their order, last."""
        return Answer(
            items=tuple(RecommendedItem(item_id=item_id) for item_id in query.item_ids)
        )

    def put_events(
        self, *, user_id: str, session_id: str, events: Sequence[Event]
    ) -> None:
        """Take at most ten events of one user and session, in order of time.

        Called again with the same events when the outcome was in doubt. Raises
        BackendUnavailable to be called again later, BackendRejected to refuse them.
        """
