"""What a check says: how things are, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    GREEN = "green", _("In order")
    AMBER = "amber", _("Look at it")
    RED = "red", _("Broken")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``says`` is a sentence about what is; ``mends`` about what to do, if anything."""

    level: Level
    says: str
    mends: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUp:
    """One check and all that it found."""

    name: str
    title: str
    findings: tuple[Finding, ...] = ()

    @property
    def level(self) -> Level:
        return worst(finding.level for finding in self.findings)


def green(says: str) -> Finding:
    return Finding(level=Level.GREEN, says=says)


def amber(says: str, mends: str) -> Finding:
    return Finding(level=Level.AMBER, says=says, mends=mends)


def red(says: str, mends: str) -> Finding:
    return Finding(level=Level.RED, says=says, mends=mends)


def worst(levels: Iterable[Level]) -> Level:
    order = [Level.GREEN, Level.AMBER, Level.RED]
    return max(levels, key=order.index, default=Level.GREEN)
