"""All modules that register operations, rules, works and control paths.

A new module is imported and named here; nothing else makes it known.
"""

from __future__ import annotations

from personalize.emulator import descriptions, schemas
from personalize.emulator.registry import call

MODULES = (descriptions, schemas)

__all__ = ["MODULES", "call"]
