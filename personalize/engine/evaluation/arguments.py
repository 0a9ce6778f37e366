"""The arguments that the module and the management command have in common."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from personalize.engine.evaluation.protocols import Options
from personalize.engine.evaluation.report import BASELINES, Plan, default_baselines
from personalize.engine.evaluation.splits import PROTOCOLS


def add_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--items",
        type=Path,
        metavar="FILE",
        help="what the items are: ITEM_ID, NAME, …",
    )
    add("--protocol", choices=PROTOCOLS, default="temporal", help="default: temporal")
    add(
        "--baselines",
        nargs="*",
        choices=BASELINES,
        default=default_baselines(),
        help="what to compare with; als and bpr need the package implicit",
    )
    add("--limit", type=int, metavar="N", help="ask N queries, drawn at random")
    add("--tuning", action="store_true", help="split inside the training part")
    add("--repeats", action="store_true", help="count items of the history, too")
    add("--cut", type=float, metavar="SECONDS", help="split at this moment")
    add("--gap", type=float, metavar="SECONDS", help="what parts sessions and orders")
    add("--min-prefix", type=int, default=1, metavar="N", help="shortest session asked")
    add("--targets", nargs="+", default=[], metavar="TYPE", help="temporal: only these")
    add("--memory", action="store_true", help="measure what learning allocates; slower")
    add("--json", action="store_true", help="print one JSON document")


def make_plan(options: Mapping[str, Any]) -> Plan:
    return Plan(
        protocol=options["protocol"],
        options=Options(
            cut=options["cut"],
            gap=options["gap"],
            min_prefix=options["min_prefix"],
            repeats=options["repeats"],
            target_types=frozenset(options["targets"]),
        ),
        baselines=tuple(options["baselines"]),
        limit=options["limit"],
        is_tuning=options["tuning"],
        with_memory=options["memory"],
    )
