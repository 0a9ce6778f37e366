from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from shop.api.urls import urlpatterns

COMMITTED = settings.BASE_DIR / "docs" / "openapi.yaml"
# Not in the schema: the same with a slash at the end, and what answers 404.
DOORS = (len(urlpatterns) - 1) // 2
ERROR = {"$ref": "#/components/schemas/ErrorAnswer"}
# What anybody may call.
PUBLIC = [
    "askForNewsletter",
    "createGuest",
    "getProduct",
    "listCategories",
    "listPaymentMethods",
    "listProducts",
    "listReviews",
    "listSuggestions",
    "logIn",
    "rank",
    "recommend",
    "recommendRelated",
    "refreshTokens",
    "requestPasswordReset",
    "resetPassword",
    "revokeTokens",
    "searchProducts",
    "signUp",
    "trackCart",
    "trackEvents",
    "trackPurchase",
    "trackView",
    "verifyEmail",
]


@pytest.fixture(scope="module")
def text() -> str:
    """The schema as the code is, valid and made without a warning."""
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def schema(text: str) -> Any:
    return yaml.safe_load(text)


@pytest.fixture(scope="module")
def operations(schema: Any) -> Any:
    paths = schema["paths"].values()
    return [operation for path in paths for operation in path.values()]


def test_the_committed_schema_is_that_of_the_code(text: str) -> None:
    """manage.py spectacular --file docs/openapi.yaml writes it anew."""
    assert COMMITTED.read_text().strip() == text.strip()


def test_every_door_is_in_the_schema(schema: Any) -> None:
    assert len([path for path in schema["paths"] if "/api/v1/" in path]) == DOORS


def test_operations_are_named_as_functions_of_a_client(operations: Any) -> None:
    names = [operation["operationId"] for operation in operations]
    assert [
        name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name)
    ] == []
    assert len(set(names)) == len(names)


def test_every_operation_says_what_it_is_for(operations: Any) -> None:
    assert [each["operationId"] for each in operations if not each["summary"]] == []
    assert [each["operationId"] for each in operations if not each["tags"]] == []


def test_every_error_has_the_one_shape(operations: Any) -> None:
    shapes = [
        response["content"]["application/json"]["schema"]
        for operation in operations
        for code, response in operation["responses"].items()
        if code >= "400"
    ]
    assert [shape for shape in shapes if shape != ERROR] == []


@pytest.mark.parametrize("code", ["406", "429", "503"])
def test_every_operation_describes_what_any_may_answer(
    operations: Any, code: str
) -> None:
    assert [each for each in operations if code not in each["responses"]] == []


def test_every_page_is_bounded(schema: Any) -> None:
    sizes = [
        parameter["schema"]
        for path in schema["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "pageSize"
    ]
    assert len(sizes) == 5
    assert {size["maximum"] for size in sizes} == {100}


def test_what_is_not_public_asks_for_a_proof(operations: Any) -> None:
    public = [each["operationId"] for each in operations if {} in each["security"]]
    assert sorted(public) == sorted(PUBLIC)


@pytest.mark.django_db
def test_the_documentation_can_be_tried_out() -> None:
    page = Client().get("/api/docs/").content.decode()
    assert "swagger-ui" in page
    assert Client().get("/api/schema/").status_code == 200
