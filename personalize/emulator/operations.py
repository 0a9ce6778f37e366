"""All modules that register operations, rules, works and control paths.

A new module is imported here; nothing else makes it known.
"""

from __future__ import annotations

from personalize.emulator import (
    actions,
    batch_inference,
    batch_segments,
    campaigns,
    dataset_groups,
    datasets,
    deletions,
    descriptions,
    event_trackers,
    events,
    events_control,
    events_records,
    exports,
    filtering_rules,
    filters,
    imports,
    imports_requests,
    metric_attributions,
    ranking,
    recipes,
    recommenders,
    runtime,
    schemas,
    scripting,
    scripting_trackers,
    solution_versions,
    solutions,
    tags,
    training,
)
from personalize.emulator.registry import HANDLERS, call

__all__ = ["HANDLERS", "call"]
