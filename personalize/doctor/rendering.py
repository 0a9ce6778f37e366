from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from personalize.doctor.findings import CheckUp, Finding, worst


def to_json(check_ups: Sequence[CheckUp]) -> dict[str, Any]:
    return {
        "level": worst(each.level for each in check_ups).value,
        "checks": [
            {
                "name": each.name,
                "title": each.title,
                "level": each.level.value,
                "findings": [_finding(finding) for finding in each.findings],
            }
            for each in check_ups
        ],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "level": finding.level.value,
        "says": finding.says,
        "mends": finding.mends,
    }
