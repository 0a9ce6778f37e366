"""Random requests in the shapes of Amazon's service models, right and wrong."""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel
from hypothesis import strategies as st

# What a member of a name is best filled with: the ARNs of things that exist.
Pool = dict[str, list[str]]
Strategy = st.SearchStrategy[Any]

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=5,
)
NUMBERS = {"integer": st.integers(1, 40), "timestamp": st.integers(0, 2**31)}
# Of so many words, one is at random.
ODD = 15


def requests(operation: OperationModel, pool: Pool) -> Strategy:
    """Mostly requests that pass the model, for there the rules of the service begin."""
    right = _structure(operation.input_shape, pool)
    choices = {0: ANYTHING, 1: right.flatmap(_spoil)}
    return st.integers(0, 9).flatmap(lambda number: choices.get(number, right))


def _spoil(request: dict[str, Any]) -> Strategy:
    names = st.sampled_from([*request, "surprise"])
    return st.builds(lambda name, value: request | {name: value}, names, ANYTHING)


def _structure(shape: Any, pool: Pool) -> Strategy:
    members = {name: _any(name, s, pool) for name, s in shape.members.items()}
    needed = {name: members.pop(name) for name in shape.required_members}
    return st.fixed_dictionaries(needed, optional=members)


def _any(name: str, shape: Any, pool: Pool) -> Strategy:
    if shape.type_name == "structure":
        return _structure(shape, pool)
    if shape.type_name == "list":
        return _list(name, shape, pool)
    if shape.type_name == "map":
        keys = _any(f"{name}.key", shape.key, pool)
        return st.dictionaries(keys, _any(name, shape.value, pool), max_size=2)
    if shape.type_name == "string":
        return _string(name, shape, pool)
    return _number(shape)


def _list(name: str, shape: Any, pool: Pool) -> Strategy:
    lowest = shape.metadata.get("min", 0)
    highest = min(shape.metadata.get("max", 3), lowest + 2)
    inner = _any(name, shape.member, pool)
    return st.lists(inner, min_size=lowest, max_size=highest)


def _string(name: str, shape: Any, pool: Pool) -> Strategy:
    if shape.enum:
        return st.sampled_from(shape.enum)
    words = pool.get(name) or WORDS.get(name) or COMMON_WORDS
    odd = sorted(sum(pool.values(), [])) if name.endswith("Arn") else COMMON_WORDS
    return st.integers(0, ODD).flatmap(
        lambda number: _choose(number, words, odd),
    )


def _choose(number: int, words: list[str], odd: list[str]) -> Strategy:
    choices = {0: st.text(max_size=8), 1: st.sampled_from(odd)}
    return choices.get(number, st.sampled_from(words))


def _number(shape: Any) -> Strategy:
    if shape.type_name == "boolean":
        return st.booleans()
    return NUMBERS.get(shape.type_name, st.floats(0, 1))


COMMON_WORDS = ["a", "1", "u1", "a1", "0.5", "ITEMS", "View", "PRICE", "{}"]
EXPLORATION = ["explorationWeight", "explorationItemAgeCutOff"]
WORDS = {
    "name": [f"name-{number}" for number in range(50)],
    "jobName": [f"job-{number}" for number in range(50)],
    "roleArn": ["arn:aws:iam::123456789012:role/Role"],
    "kmsKeyArn": ["arn:aws:kms:eu-west-1:123456789012:key/1"],
    "path": ["s3://bucket/folder/", "s3://bucket/interactions.csv", "s3://bucket/"],
    "dataLocation": ["s3://bucket/interactions.csv", "s3://bucket/", "s3://none/x"],
    "datasetType": ["Interactions", "ITEMS", "users", "Actions", "Else"],
    "filterExpression": [
        "INCLUDE ItemID WHERE Items.PRICE < $PRICE",
        'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")',
        "INCLUDE",
    ],
    "expression": ["SUM(Items.PRICE)", "SAMPLECOUNT()", "SUM(Items.ITEM_ID)", "AVG()"],
    "schedulingExpression": ["rate(1 day)", "rate(31 days)", "rate(7 days)"],
    "filterValues.key": ["PRICE", "price", "OTHER"],
    "filterValues": ['"a"', "1", "1.5", '"a","b"', '"'],
    "properties": ['{"price": 1, "categoryL1": "a"}', "{}", "[]", '{"age": 3}', "x"],
    "itemExplorationConfig.key": EXPLORATION,
    "itemExplorationConfig": ["0.3", "30", "much"],
    "metadataColumns.key": ["ITEMS"],
    "metadataColumns": ["PRICE", "CATEGORY_L1", "NOTHING"],
    "excludedDatasetColumns.key": ["ITEMS", "INTERACTIONS", "USERS"],
    "excludedDatasetColumns": ["PRICE", "EVENT_VALUE", "ITEM_ID"],
    "includedDatasetColumns.key": ["ITEMS", "INTERACTIONS", "USERS"],
    "includedDatasetColumns": ["PRICE", "EVENT_VALUE", "ITEM_ID"],
    "eventType": ["View", "Purchase", "Other"],
    "schema": [
        '{"type": "record", "name": "Users", "fields": ['
        '{"name": "USER_ID", "type": "string"}, {"name": "AGE", "type": "int"}]}',
        '{"type": "record", "name": "Users", "fields": []}',
        '{"type": "record", "name": "Users", "fields": [{"name": ["a"], "type": {}}]}',
        "[1]",
    ],
}
