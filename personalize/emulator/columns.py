"""Which columns each type of dataset must have and may have, by domain."""

from __future__ import annotations

from dataclasses import dataclass

from personalize.emulator.avro import Field, Schema
from personalize.emulator.errors import InvalidInputError

ECOMMERCE = "ECOMMERCE"
VIDEO_ON_DEMAND = "VIDEO_ON_DEMAND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    types: tuple[str, ...]
    nullable: bool = False
    categorical: bool = False
    textual: bool = False


STRING = Column(types=("string",))
LONG = Column(types=("long",))
FLOAT = Column(types=("float",))
OPTIONAL_STRING = Column(types=("string",), nullable=True)
CATEGORY = Column(types=("string",), nullable=True, categorical=True)
REQUIRED_CATEGORY = Column(types=("string",), categorical=True)

REQUIRED: dict[str, dict[str, Column]] = {
    "INTERACTIONS": {"USER_ID": STRING, "ITEM_ID": STRING, "TIMESTAMP": LONG},
    "ITEMS": {"ITEM_ID": STRING},
    "USERS": {"USER_ID": STRING},
}
REQUIRED_BY_DOMAIN: dict[tuple[str, str | None], dict[str, Column]] = {
    ("INTERACTIONS", ECOMMERCE): {"EVENT_TYPE": STRING},
    ("INTERACTIONS", VIDEO_ON_DEMAND): {"EVENT_TYPE": STRING},
    ("ITEMS", ECOMMERCE): {"PRICE": FLOAT, "CATEGORY_L1": REQUIRED_CATEGORY},
    ("ITEMS", VIDEO_ON_DEMAND): {"GENRES": CATEGORY, "CREATION_TIMESTAMP": LONG},
}
# Reserved: they may be left out, but not be something else.
RESERVED: dict[str, dict[str, Column]] = {
    "INTERACTIONS": {
        "EVENT_TYPE": OPTIONAL_STRING,
        "EVENT_VALUE": Column(types=("float",), nullable=True),
        "IMPRESSION": OPTIONAL_STRING,
        "RECOMMENDATION_ID": OPTIONAL_STRING,
        "EVENT_ATTRIBUTION_SOURCE": OPTIONAL_STRING,
    },
    "ITEMS": {"CREATION_TIMESTAMP": Column(types=("long", "float"), nullable=True)},
    "USERS": {},
}
RESERVED_BY_DOMAIN: dict[tuple[str, str | None], dict[str, Column]] = {
    ("ITEMS", ECOMMERCE): {
        **dict.fromkeys(
            ("CATEGORY_L2", "CATEGORY_L3", "AGE_GROUP", "ADULT", "GENDER"), CATEGORY
        ),
        "PRODUCT_DESCRIPTION": Column(types=("string",), nullable=True, textual=True),
    },
}
# Metadata columns beside the reserved ones, and textual ones among them.
MOST_METADATA = {"INTERACTIONS": 5, "ITEMS": 100, "USERS": 25}
MOST_TEXTUAL = {"INTERACTIONS": 0, "ITEMS": 1, "USERS": 0}


def check_columns(schema: Schema, dataset_type: str, domain: str | None) -> None:
    """Refuse a schema that this type of dataset cannot have in this domain."""
    required = _required(dataset_type, domain)
    missing = [name for name in required if name not in schema.fields]
    if missing:
        raise InvalidInputError(
            f"The schema of {dataset_type} lacks the required fields: "
            f"{', '.join(missing)}."
        )
    known = _reserved(dataset_type, domain) | required
    for name in known.keys() & schema.fields.keys():
        _check_column(schema.fields[name], known[name])
    _check_metadata(schema, dataset_type, set(known))
    _check_text(schema, dataset_type)


def _required(dataset_type: str, domain: str | None) -> dict[str, Column]:
    by_domain = REQUIRED_BY_DOMAIN.get((dataset_type, domain), {})
    return REQUIRED[dataset_type] | by_domain


def _reserved(dataset_type: str, domain: str | None) -> dict[str, Column]:
    by_domain = RESERVED_BY_DOMAIN.get((dataset_type, domain), {})
    return RESERVED[dataset_type] | by_domain


def _check_column(field: Field, column: Column) -> None:
    if not field.plain_types <= set(column.types):
        raise InvalidInputError(
            f"The type of {field.name} must be {' or '.join(column.types)}."
        )
    if field.is_nullable and not column.nullable:
        raise InvalidInputError(f"{field.name} is required and must not be null.")
    if field.categorical != column.categorical:
        must = "must" if column.categorical else "must not"
        raise InvalidInputError(f"{field.name} {must} be categorical.")


def _check_metadata(schema: Schema, dataset_type: str, known: set[str]) -> None:
    metadata = [f for name, f in schema.fields.items() if name not in known]
    if len(metadata) > MOST_METADATA[dataset_type]:
        raise InvalidInputError(
            f"A schema of {dataset_type} may have at most "
            f"{MOST_METADATA[dataset_type]} metadata fields."
        )
    if dataset_type == "ITEMS" and len(schema.fields) == 1:
        raise InvalidInputError("The schema of ITEMS needs a metadata field.")
    if dataset_type == "USERS" and not any(map(_can_be_learned_from, metadata)):
        raise InvalidInputError(
            "The schema of USERS needs a metadata field beside USER_ID: a number, or "
            "a string that is categorical."
        )


def _can_be_learned_from(field: Field) -> bool:
    return field.categorical or not field.plain_types & {"string", "boolean"}


def _check_text(schema: Schema, dataset_type: str) -> None:
    textual = [name for name, field in schema.fields.items() if field.textual]
    if len(textual) > MOST_TEXTUAL[dataset_type]:
        raise InvalidInputError(
            f"{textual[-1]} must not be textual: {dataset_type} may have "
            f"{MOST_TEXTUAL[dataset_type]} such fields."
        )
