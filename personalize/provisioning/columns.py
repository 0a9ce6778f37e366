"""Which columns a filter names, and whether the declared datasets have them."""

from __future__ import annotations

import re

from personalize.datasets.schemas import get_schema
from personalize.provisioning.declaration import Declaration
from personalize.provisioning.errors import Refused

FIELD = re.compile(r"\b(Items|Interactions|Users|CurrentItem|CurrentUser)\.(\w+)", re.I)
# What is asked with, and what is bought, are described in the same datasets.
DATASETS = {"currentitem": "items", "currentuser": "users"}

REQUIRED = {"ECOMMERCE": {"items": ("PRICE", "CATEGORY_L1")}}


def get_columns(expression: str) -> set[tuple[str, str]]:
    """Return the datasets and columns that an expression names."""
    found = FIELD.findall(expression)
    return {
        (DATASETS.get(dataset.lower(), dataset.lower()), column.upper())
        for dataset, column in found
    }


def find_missing(declaration: Declaration, expression: str) -> list[str]:
    """Return the columns of an expression that no declared dataset has."""
    missing = [
        f"{dataset.capitalize()}.{column}"
        for dataset, column in get_columns(expression)
        if not _has_column(declaration, dataset, column)
    ]
    return sorted(missing)


def can_be_filtered(declaration: Declaration, expression: str) -> bool:
    return not find_missing(declaration, expression)


def _has_column(declaration: Declaration, dataset: str, column: str) -> bool:
    return dataset in declaration.datasets and column in get_schema(dataset).header


def refuse_missing(declaration: Declaration) -> None:
    """Raise Refused for columns that the domain requires and the catalogue lacks."""
    for dataset, columns in REQUIRED.get(declaration.domain, {}).items():
        header = get_schema(dataset).header
        lacking = [column for column in columns if column not in header]
        if lacking and dataset in declaration.datasets:
            raise Refused(
                f"The dataset {dataset} needs {' and '.join(lacking)} in this domain. "
                "Set price_field and category_field of your Catalog, leave "
                f'{dataset} out of PERSONALIZE["PROVISIONING"]["DATASETS"], or '
                'declare a custom group with "DOMAIN": "".'
            )
