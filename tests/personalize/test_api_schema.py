from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db

ERRORS = {"400", "401", "403", "404", "406", "413", "415", "429", "503"}
OPERATIONS = [
    ("/api/personalize/rankings", "post", "200"),
    ("/api/personalize/recommendations", "get", "200"),
    ("/api/personalize/recommendations/{product_id}", "get", "200"),
    ("/api/personalize/session", "post", "201"),
    ("/api/personalize/track", "post", "202"),
    ("/api/personalize/track/cart", "post", "202"),
    ("/api/personalize/track/purchase", "post", "202"),
    ("/api/personalize/track/view", "post", "202"),
]


@pytest.fixture(scope="module")
def paths() -> Any:
    """The schema, which is valid and made without a warning."""
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return yaml.safe_load(out.getvalue())["paths"]


def test_every_path_is_described_once_without_a_slash_at_its_end(paths: Any) -> None:
    ours = [path for path in paths if path.startswith("/api/personalize/")]
    assert ours == [path for path, _, _ in OPERATIONS]


@pytest.mark.parametrize(("path", "method", "status"), OPERATIONS)
def test_every_operation_describes_its_errors_and_its_answer(
    paths: Any, path: str, method: str, status: str
) -> None:
    responses = paths[path][method]["responses"]
    assert set(responses) == ERRORS | {status}
    assert responses[status]["content"]["application/json"]["schema"]


@pytest.mark.parametrize(("path", "method", "status"), OPERATIONS)
def test_every_operation_shows_an_answer(
    paths: Any, path: str, method: str, status: str
) -> None:
    answer = paths[path][method]["responses"][status]["content"]["application/json"]
    assert answer["examples"]


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_the_documentation_is_open_to_all(path: str) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize(("path", "method", "status"), OPERATIONS)
def test_every_operation_is_in_the_manual(path: str, method: str, status: str) -> None:
    manual = (settings.BASE_DIR / "docs" / "http-api.md").read_text()
    row = f"| `{method.upper()} {path}` |"
    (line,) = [line for line in manual.splitlines() if line.startswith(row)]
    assert line.endswith(f"| {status} |")


def test_every_error_is_in_the_manual() -> None:
    manual = (settings.BASE_DIR / "docs" / "http-api.md").read_text()
    rows = re.findall(r"^\| ([45][0-9, ]+) \|", manual, re.MULTILINE)
    described = {status for row in rows for status in row.split(", ")}
    assert described == ERRORS | {"405"}
