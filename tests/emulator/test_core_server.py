from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.schemas import USERS


def test_what_is_created_can_be_described(personalize: Any) -> None:
    arn = personalize.create_schema(name="shop", schema=USERS)["schemaArn"]

    schema = personalize.describe_schema(schemaArn=arn)["schema"]

    assert arn == "arn:aws:personalize:eu-west-1:123456789012:schema/shop"
    assert schema["schema"] == USERS


def test_names_are_unique(personalize: Any) -> None:
    personalize.create_schema(name="shop", schema=USERS)

    with pytest.raises(personalize.exceptions.ResourceAlreadyExistsException):
        personalize.create_schema(name="shop", schema=USERS)
