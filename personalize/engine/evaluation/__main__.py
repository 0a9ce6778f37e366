"""python -m personalize.engine.evaluation FILE: the same figures without Django."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path

from personalize.engine.evaluation.arguments import add_arguments, make_plan
from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.item_reading import read_items
from personalize.engine.evaluation.reading import read_interactions
from personalize.engine.evaluation.rendering import write_json, write_table
from personalize.engine.evaluation.report import make_report


def main() -> None:
    parser = ArgumentParser(
        prog="python -m personalize.engine.evaluation",
        description="Measure how well the engine recommends, beside simple baselines.",
    )
    parser.add_argument("file", type=Path, help="events as CSV, or .csv.gz")
    add_arguments(parser)
    options = vars(parser.parse_args())
    note = partial(print, file=sys.stderr)
    try:
        features = read_items(options["items"]) if options["items"] else None
        log = read_interactions(options["file"])
        report = make_report(log, make_plan(options), features=features, note=note)
    except EvaluationError as error:
        sys.exit(str(error))
    print(write_json(report) if options["json"] else write_table(report))


if __name__ == "__main__":
    main()
