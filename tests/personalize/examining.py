"""Running checks of the doctor, and what they find in few words."""

from __future__ import annotations

from personalize.doctor.checks import CHECKS
from personalize.doctor.examination import examine
from personalize.doctor.findings import CheckUp, Finding


def look(name: str, *, may_write: bool = False, seconds: float = 30) -> CheckUp:
    """Run one check, as a part of no other."""
    chosen = tuple(check for check in CHECKS if check.name == name)
    (check_up,) = examine(chosen, seconds=seconds, may_write=may_write)
    return check_up


def find(name: str, **options: bool) -> Finding:
    """Return the worst thing that the check finds."""
    check_up = look(name, **options)
    return next(each for each in check_up.findings if each.level == check_up.level)
