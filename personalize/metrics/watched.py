"""What alarms watch over: the shop's resources at Amazon."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A recommender or campaign, by what it answers: a use case, or "ranking".

    ``solution_arn`` is empty for a recommender, which trains by itself.
    """

    name: str
    arn: str
    min_tps: int = 1
    ranks: bool = False
    solution_arn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """``namespace`` is that of the shop's own metrics; empty where none are sent."""

    dataset_group_arn: str = ""
    tracker_arn: str = ""
    served: tuple[Served, ...] = ()
    namespace: str = ""
    backend: str = "aws"
