"""All modules that register operations, rules, works and control paths.

A new module is imported and named here; nothing else makes it known.
"""

from __future__ import annotations

from personalize.emulator import (
    actions,
    campaigns,
    dataset_groups,
    datasets,
    descriptions,
    event_trackers,
    filters,
    metric_attributions,
    recipes,
    recommenders,
    schemas,
    solution_versions,
    solutions,
    tags,
)
from personalize.emulator.registry import HANDLERS, call

MODULES = (
    actions,
    campaigns,
    dataset_groups,
    datasets,
    descriptions,
    event_trackers,
    filters,
    metric_attributions,
    recipes,
    recommenders,
    schemas,
    solution_versions,
    solutions,
    tags,
)

__all__ = ["HANDLERS", "MODULES", "call"]
