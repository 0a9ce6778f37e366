"""What Amazon is to be told of an item or a user now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from personalize.datasets.item_rows import NO
from personalize.datasets.schemas import Schema, get_schema
from personalize.exceptions import InvalidRow
from personalize.models import DatasetRecord
from personalize.records.marking import READERS
from personalize.records.target import Dataset, Properties, Target, encode

GONE = "gone"
# There is no way to take one record away: what is gone says so, and filters see it.
GONE_ITEM = {"inStock": NO, "available": NO}
PLACEHOLDERS = {"string": GONE, "float": 0.0, "long": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A row, and what to say: nothing where Amazon need not be told, or cannot be."""

    record: DatasetRecord
    properties: Properties | None = None
    digest: str = ""
    # Why it cannot be told.
    problem: str = ""

    @property
    def is_news(self) -> bool:
        return self.properties is not None and self.digest != self.record.digest


def describe(
    target: Target, dataset: Dataset, records: Sequence[DatasetRecord]
) -> Iterator[Statement]:
    """Say what the shop has to tell of each of these, with a query or two for all."""
    schema = get_schema(dataset)
    rows = {
        str(row[0]): row
        for row in READERS[dataset]([each.record_id for each in records])
    }
    arn = target.get_arn(dataset)
    for record in records:
        row = rows.get(record.record_id)
        try:
            properties = _describe(schema, record, row)
        except InvalidRow as error:
            yield Statement(record=record, problem=str(error))
        else:
            yield Statement(
                record=record,
                properties=properties,
                digest=_make_digest(arn, properties) if properties else "",
            )


def _describe(
    schema: Schema, record: DatasetRecord, row: list[object] | None
) -> Properties | None:
    if row is not None:
        return schema.to_properties(row)
    if record.dataset == Dataset.ITEMS:
        known: Properties = record.properties
        return {**_make_placeholders(schema), **known, **GONE_ITEM}
    # Of somebody who left, or opted out, Amazon is to know nothing but the id it has.
    return _make_placeholders(schema) if record.properties else None


def _make_placeholders(schema: Schema) -> dict[str, object]:
    return {
        column.property_name: PLACEHOLDERS[column.kind]
        for column in schema.columns
        if column.required_in and not column.is_id
    }


def _make_digest(arn: str, properties: Properties) -> str:
    """Tell apart what was sent, and where to: another group knows nothing yet."""
    text = f"{arn}\n{encode(properties)}"
    return blake2b(text.encode(), digest_size=16).hexdigest()
