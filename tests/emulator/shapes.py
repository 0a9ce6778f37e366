"""Random requests in the shapes of Amazon's service models, right and wrong."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel
from hypothesis import strategies as st

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=5,
)
NUMBERS = {"integer": st.integers(-1, 600), "timestamp": st.integers(0, 2**33)}


def requests(operation: OperationModel, arns: list[str]) -> st.SearchStrategy[Any]:
    """Mostly requests that pass the model, for there the rules of the service begin."""
    right = _structure(operation.input_shape, arns)
    return st.one_of(right, right, right, right.flatmap(_spoil), ANYTHING)


def _spoil(request: dict[str, Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from([*request, "surprise"])
    return st.builds(lambda name, value: request | {name: value}, names, ANYTHING)


def _structure(shape: Any, arns: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    members = {name: _any(name, s, arns) for name, s in shape.members.items()}
    needed = {name: members.pop(name) for name in shape.required_members}
    return st.fixed_dictionaries(needed, optional=members)


def _any(name: str, shape: Any, arns: list[str]) -> st.SearchStrategy[Any]:
    if shape.type_name == "structure":
        return _structure(shape, arns)
    if shape.type_name == "list":
        return _list(name, shape, arns)
    if shape.type_name == "map":
        keys = _any(name, shape.key, arns)
        return st.dictionaries(keys, _any(name, shape.value, arns), max_size=2)
    if shape.type_name == "string":
        return _string(name, shape, arns)
    return _number(shape)


def _list(name: str, shape: Any, arns: list[str]) -> st.SearchStrategy[list[Any]]:
    lowest = shape.metadata.get("min", 0)
    highest = min(shape.metadata.get("max", 3), lowest + 2)
    inner = _any(name, shape.member, arns)
    return st.lists(inner, min_size=lowest, max_size=highest)


def _string(name: str, shape: Any, arns: list[str]) -> st.SearchStrategy[str]:
    if shape.enum:
        return st.sampled_from(shape.enum)
    if name.endswith("Arn") and name != "roleArn":
        return st.sampled_from(arns)
    return st.sampled_from(WORDS.get(name, COMMON_WORDS)) | st.text(max_size=8)


def _number(shape: Any) -> st.SearchStrategy[Any]:
    if shape.type_name == "boolean":
        return st.booleans()
    return NUMBERS.get(shape.type_name, st.floats(0, 1))


COMMON_WORDS = ["a", "1", "shop", "0.5", "ITEMS", "INTERACTIONS", "PRICE", "{}"]
WORDS = {
    "roleArn": ["arn:aws:iam::123456789012:role/Role"],
    "kmsKeyArn": ["arn:aws:kms:eu-west-1:123456789012:key/1"],
    "path": ["s3://bucket/folder/", "s3://bucket/file.csv"],
    "dataLocation": ["s3://bucket/folder/", "s3://bucket/file.csv"],
    "datasetType": ["Interactions", "ITEMS", "users", "Actions", "Else"],
    "filterExpression": [
        "INCLUDE ItemID WHERE Items.PRICE < $PRICE",
        'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")',
        "INCLUDE",
    ],
    "expression": ["SUM(Items.PRICE)", "SAMPLECOUNT()", "SUM(Items.ITEM_ID)", "AVG()"],
    "schedulingExpression": ["rate(1 day)", "rate(31 days)", "rate(7 days)"],
    "trainingMode": ["FULL", "UPDATE", "AUTOTRAIN"],
    "filterValues": ['"a"', "1", "PRICE", '"'],
    "properties": ['{"price": 1, "categoryL1": "a"}', "{}", "[]", '{"tier": "a"}', "x"],
    "itemExplorationConfig": ["explorationWeight", "0.3", "explorationItemAgeCutOff"],
    "metadataColumns": ["ITEMS", "PRICE"],
}
