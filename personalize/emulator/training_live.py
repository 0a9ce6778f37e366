"""What happens after a training reaches the models that learn at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from personalize.emulator.storage_reading import PAGE
from personalize.emulator.storage_tables import Row
from personalize.emulator.training_data import to_engine_type
from personalize.emulator.training_models import TrainedModel
from personalize.emulator.training_recipes import is_live


def teach(models: Iterable[TrainedModel], group_arn: str, rows: list[Row]) -> None:
    """Tell the real-time models of a group what has just happened."""
    for model in list(models):
        if model.setup.group_arn == group_arn:
            catch_up(model, iter(rows))


def introduce(
    models: Iterable[TrainedModel], group_arn: str, item_ids: Iterable[str]
) -> None:
    """Tell the real-time models of a group which items were put."""
    for model in list(models):
        if model.setup.group_arn == group_arn and is_live(model.setup.recipe):
            model.fresh.extend(item_ids)


def catch_up(model: TrainedModel, rows: Iterator[Row]) -> None:
    """Tell a model what happened since its training; to repeat it does no harm."""
    if not is_live(model.setup.recipe):
        return
    wanted = (row for row in rows if model.setup.wants(row))
    while page := list(islice(wanted, PAGE)):
        _tell(model, page)


def _tell(model: TrainedModel, rows: Sequence[Row]) -> None:
    users, sessions, items, types, times, *_ = zip(*rows, strict=True)
    visitors = [user or session for user, session in zip(users, sessions, strict=True)]
    model.engine.partial_fit(
        visitors, items, map(to_engine_type, types), map(model.to_own_time, times)
    )
