from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    # What everything of the brand costs, compared to others of its kind.
    level: str
    categories: str
    models: str
    # True of all that the brand makes, as it ends up in any description.
    promise: str
