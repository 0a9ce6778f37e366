"""Mistakes in the filters, promotions and columns that Amazon is asked with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.checks import CheckMessage, Error

from personalize.backends.amazon_narrowing import Narrowing, Promotion
from personalize.backends.amazon_requests import MAX_METADATA_COLUMNS, Extras
from personalize.enums import UseCase

PREFIX = re.compile(
    r"arn:[a-z\d-]+:personalize:(?P<region>[a-z\d-]+):\d{12}:filter/[\w-]*", re.ASCII
)
NAME = re.compile(r"[A-Za-z0-9][\w-]{0,62}", re.ASCII)
COLUMN = re.compile(r"[A-Za-z_]\w{0,149}", re.ASCII)


def check_filters(narrowing: Narrowing, *, region: str) -> Iterator[CheckMessage]:
    match = PREFIX.fullmatch(narrowing.arn_prefix)
    if narrowing.arn_prefix and not (match and match["region"] == region):
        yield Error(
            f"{narrowing.arn_prefix!r} is not what ARNs of filters here begin with.",
            hint="PERSONALIZE_FILTER_ARN_PREFIX reads arn:aws:personalize:<region>:"
            "<account>:filter/<prefix>, in the region of AWS_REGION.",
            id="personalize.E026",
        )
    for use_case, promotion in narrowing.promotions.items():
        yield from _check_promotion(use_case, promotion, narrowing.arn_prefix)


def check_extras(extras: Extras) -> Iterator[CheckMessage]:
    columns = [*extras.metadata, *filter(None, [extras.device])]
    too_many = len(extras.metadata) > MAX_METADATA_COLUMNS
    if too_many or not all(map(COLUMN.fullmatch, columns)):
        yield Error(
            "metadata_columns or device_column of the Amazon backend cannot be so.",
            hint=f"Name up to {MAX_METADATA_COLUMNS} columns of the Items schema and "
            "one of the Interactions schema, as they are written there.",
            id="personalize.E028",
        )


def _check_promotion(
    use_case: UseCase, promotion: Promotion, arn_prefix: str
) -> Iterator[CheckMessage]:
    is_possible = (
        arn_prefix
        and 1 <= promotion.percent <= 100
        and all(map(NAME.fullmatch, (promotion.name, promotion.filter)))
    )
    if not is_possible:
        yield Error(
            f"The promotion set for {use_case} cannot be asked for.",
            hint="It needs filter_arn_prefix, a name of up to 63 letters, digits, - "
            "and _, a percent from 1 to 100, and the name of a filter.",
            id="personalize.E027",
        )
