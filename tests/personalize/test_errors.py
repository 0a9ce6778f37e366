from __future__ import annotations

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError

from personalize.errors import flatten, handle_exception


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("gone")])
def test_without_a_database_the_client_is_told_to_come_back(error: Exception) -> None:
    response = handle_exception(error, {})
    assert response is not None
    assert response.status_code == 503
    assert "gone" not in str(response.data)


def test_a_mistake_of_ours_is_not_hidden() -> None:
    assert handle_exception(KeyError("ours"), {}) is None


@pytest.mark.parametrize(
    ("detail", "errors"),
    [
        ({"a": ["wrong"]}, {"a": ["wrong"]}),
        ({"items": [{}, {"quantity": ["wrong"]}]}, {"items.1.quantity": ["wrong"]}),
        ({"items": {0: ["wrong"]}}, {"items.0": ["wrong"]}),
        ({"non_field_errors": ["wrong"]}, {"nonFieldErrors": ["wrong"]}),
        (["wrong"], {"nonFieldErrors": ["wrong"]}),
    ],
)
def test_errors_are_named_by_the_path_of_their_field(
    detail: Any, errors: dict[str, list[str]]
) -> None:
    assert dict(flatten(detail)) == errors
