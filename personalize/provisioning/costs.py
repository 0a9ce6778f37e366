"""What Amazon will bill, in its own units; with the operator's prices, in money too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from personalize.datasets.exporting import Export
from personalize.provisioning.declaration import Declaration, Serving

# Of an average month.
HOURS = 730
DAYS = 30.4
GIGABYTE = 1_000_000_000
# A guess before the export; the bill goes by the bytes that are really imported.
BYTES_PER_ROW = {"interactions": 100, "items": 600, "users": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """``unit`` is a key of PRICES; monthly, unless it comes once."""

    what: str
    unit: str
    quantity: float
    note: str = ""
    is_monthly: bool = True
    price: float | None = None

    @property
    def amount(self) -> float | None:
        return None if self.price is None else self.quantity * self.price

    def to_json(self) -> dict[str, object]:
        return {
            "what": self.what,
            "unit": self.unit,
            "quantity": self.quantity,
            "isMonthly": self.is_monthly,
            "price": self.price,
            "amount": self.amount,
            "note": self.note,
        }


def make_costs(
    declaration: Declaration,
    *,
    imports: Mapping[str, int],
    training_hours: Mapping[str, float],
    stopped: Collection[str] = (),
) -> list[Cost]:
    """Tell what is billed: ``imports`` are rows by dataset, hours are by use case."""
    return [
        *(
            _of_recommender(declaration, each, is_stopped=each.use_case in stopped)
            for each in declaration.recommenders
        ),
        *(_of_campaign(declaration, each) for each in declaration.campaigns),
        *_of_training(declaration, training_hours),
        *_of_imports(declaration, imports),
    ]


def count_rows(dataset: str) -> int:
    return Export(dataset).count()


def _of_recommender(
    declaration: Declaration, serving: Serving, *, is_stopped: bool
) -> Cost:
    running = f"idle too, at {serving.min_tps} a second; more when more is asked"
    return Cost(
        what=f"recommender {serving.use_case}",
        unit="recommender-hour",
        quantity=0 if is_stopped else HOURS * serving.min_tps,
        note="stopped" if is_stopped else running,
        price=declaration.prices.get("recommender-hour"),
    )


def _of_campaign(declaration: Declaration, serving: Serving) -> Cost:
    is_free = serving.recipe.is_billed_by_request
    note = (
        "billed by request: nothing while nobody asks"
        if is_free
        else f"idle too, at {serving.min_tps} a second; more when more is asked"
    )
    return Cost(
        what=f"campaign {serving.use_case}",
        unit="campaign-tps-hour",
        quantity=0 if is_free else HOURS * serving.min_tps,
        note=note,
        price=declaration.prices.get("campaign-tps-hour"),
    )


def _of_training(
    declaration: Declaration, training_hours: Mapping[str, float]
) -> Iterator[Cost]:
    """A month's trainings of the solutions; how long one takes, the first one shows."""
    days = declaration.retrain_days
    trainings = DAYS / days if days else 1
    for serving in declaration.campaigns:
        hours = training_hours.get(serving.use_case, 0.0)
        known = f"{hours:g} hours each" if hours else "hours unknown before the first"
        yield Cost(
            what=f"training {serving.use_case}",
            unit="training-hour",
            quantity=round(trainings * hours, 1),
            note=f"{trainings:.1f} trainings, {known}" if days else f"once, {known}",
            is_monthly=bool(days),
            price=declaration.prices.get("training-hour"),
        )


def _of_imports(declaration: Declaration, imports: Mapping[str, int]) -> Iterator[Cost]:
    for dataset, rows in imports.items():
        yield Cost(
            what=f"import {dataset}",
            unit="ingested-gb",
            quantity=round(rows * BYTES_PER_ROW[dataset] / GIGABYTE, 4),
            note=f"once, about, for {rows:,} rows; what is streamed comes on top",
            is_monthly=False,
            price=declaration.prices.get("ingested-gb"),
        )
