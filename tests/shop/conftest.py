from __future__ import annotations

import pytest
from django.test import Client

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def shopper() -> Client:
    """A person with a browser: the client of tests alone is taken for a program."""
    return Client(headers={"User-Agent": BROWSER})
