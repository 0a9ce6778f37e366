from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_schema_describes_every_path_without_a_slash_at_its_end() -> None:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    for_slashes = [
        line for line in out.getvalue().splitlines() if line.startswith("  /api/")
    ]
    assert [line.strip(" :") for line in for_slashes] == [
        "/api/personalize/rankings",
        "/api/personalize/recommendations",
        "/api/personalize/recommendations/{product_id}",
        "/api/personalize/session",
        "/api/personalize/track",
        "/api/personalize/track/cart",
        "/api/personalize/track/purchase",
        "/api/personalize/track/view",
    ]


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_the_documentation_is_open_to_all(path: str) -> None:
    assert Client().get(path).status_code == 200
