"""A report as a table for a reader, and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from personalize.engine.evaluation.metrics import Score
from personalize.engine.evaluation.report import Report
from personalize.engine.evaluation.runs import AMAZON_MEASURES
from personalize.engine.evaluation.trials import Trial

Column = Callable[[Trial], str]

TITLES = {"ndcg_of_list": "NDCG", "ndcg": "NDCG", "hr": "HR", "mrr": "MRR"}


def write_table(report: Report) -> str:
    blocks = [_describe(report), _write_columns(report, MAIN_COLUMNS)]
    if report.protocol == "personalize":
        blocks += ["What Amazon Personalize says of a model:"]
        blocks += [_write_columns(report, AMAZON_COLUMNS)]
    if any(trial.training.peak_mb is not None for trial in report.trials):
        blocks += [_write_columns(report, MEMORY_COLUMNS)]
    return "\n\n".join(blocks)


def write_json(report: Report) -> str:
    document = {
        "protocol": report.protocol,
        "events": report.num_events,
        "visitors": report.num_visitors,
        "items": report.num_items,
        "queries": report.num_queries,
        "recommenders": [_to_dict(trial) for trial in report.trials],
    }
    return json.dumps(document, indent=2)


def _describe(report: Report) -> str:
    return (
        f"Protocol {report.protocol}: learnt from {report.num_events:,} events of "
        f"{report.num_visitors:,} visitors on {report.num_items:,} items, asked "
        f"{report.num_queries:,} queries."
    )


def _write_columns(report: Report, columns: dict[str, Column]) -> str:
    head = ["", *columns]
    body = [
        [trial.name, *(write(trial) for write in columns.values())]
        for trial in report.trials
    ]
    return _align([head, *body])


def _align(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in ([row[0].ljust(widths[0]), *row[1:]] for row in rows)
    ]
    return "\n".join(lines)


def _to_dict(trial: Trial) -> dict[str, Any]:
    outcome = trial.outcome
    return {
        "name": trial.name,
        "scores": {score.measure: _to_pair(score) for score in outcome.scores},
        "coverage": outcome.coverage,
        "novelty": outcome.novelty,
        "reach": trial.reach,
        "short_lists": outcome.num_short,
        "p50_ms": outcome.p50_ms,
        "p99_ms": outcome.p99_ms,
        "fit_seconds": trial.training.seconds,
        "peak_mb": trial.training.peak_mb,
    }


def _to_pair(score: Score) -> dict[str, float]:
    return {"mean": score.mean, "standard_error": score.standard_error}


def _with_error(name: str) -> Column:
    def write(trial: Trial) -> str:
        score = trial.outcome.score(name)
        return f"{score.mean:.4f} ±{score.standard_error:.4f}"

    return write


def _mean(name: str) -> Column:
    return lambda trial: f"{trial.outcome.score(name).mean:.4f}"


def _title(name: str) -> str:
    kind, _, depth = name.partition("@")
    return f"{TITLES.get(kind, kind)}@{depth}"


def _means(*names: str) -> dict[str, Column]:
    return {_title(name): _mean(name) for name in names}


def _or_dash(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


MAIN_COLUMNS: dict[str, Column] = {
    "NDCG@10": _with_error("ndcg@10"),
    **_means("recall@10", "hr@20", "mrr@20"),
    "coverage": lambda trial: f"{trial.outcome.coverage:.4f}",
    "novelty": lambda trial: f"{trial.outcome.novelty:.2f}",
    "p50 ms": lambda trial: f"{trial.outcome.p50_ms:.2f}",
    "fit s": lambda trial: f"{trial.training.seconds:.2f}",
}
AMAZON_COLUMNS: dict[str, Column] = {
    **_means(*AMAZON_MEASURES),
    "coverage": lambda trial: _or_dash(trial.reach, ".4f"),
}
MEMORY_COLUMNS: dict[str, Column] = {
    "peak MB while learning": lambda trial: _or_dash(trial.training.peak_mb, ",.0f"),
}
