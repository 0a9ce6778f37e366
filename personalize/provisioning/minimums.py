"""Whether there is enough for Amazon to learn from, and how many are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from personalize.models import Event
from personalize.provisioning.declaration import Declaration

INTERACTIONS = 1_000
RETURNING_USERS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """So many of something, counted no further than needed."""

    what: str
    needed: int
    counted: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.counted)

    def __str__(self) -> str:
        if not self.missing:
            return f"{self.what}: {self.needed:,} or more."
        return (
            f"{self.what}: {self.counted:,} of at least {self.needed:,}; "
            f"{self.missing:,} are missing."
        )


def measure(declaration: Declaration) -> list[Minimum]:
    return list(_measure(declaration))


def _measure(declaration: Declaration) -> Iterator[Minimum]:
    yield Minimum(
        what="Interactions of users",
        needed=INTERACTIONS,
        counted=count_interactions(),
    )
    yield Minimum(
        what="Users with two interactions or more",
        needed=RETURNING_USERS,
        counted=count_returning_users(),
    )
    for event_type in get_event_types(declaration):
        users = ", ".join(
            serving.use_case
            for serving in declaration.servings
            if serving.event_type == event_type
        )
        yield Minimum(
            what=f"Interactions of the type {event_type} (for {users})",
            needed=INTERACTIONS,
            counted=count_interactions(event_type),
        )


def get_event_types(declaration: Declaration) -> list[str]:
    """Return the types that one of the use cases learns from alone."""
    types = {serving.event_type for serving in declaration.servings}
    return sorted(types - {""})


def count_interactions(event_type: str = "") -> int:
    """Count what an import would tell Amazon, no further than is needed."""
    events = Event.objects.exportable()
    if event_type:
        events = events.filter(event_type=event_type)
    return events[:INTERACTIONS].count()


def count_returning_users() -> int:
    users = Event.objects.exportable().order_by("visitor_id").values("visitor_id")
    returning = users.annotate(events=Count("pk")).filter(events__gte=2)
    return len(returning[:RETURNING_USERS])
