"""A fixture for the tests of any program that talks to Amazon Personalize.

In a ``conftest.py``::

    pytest_plugins = ["personalize.emulator.pytest_plugin"]

and then::

    def test_a_purchase_is_sent(personalize_emulator: Emulator) -> None:
        tracker = ...  # made with boto3.client("personalize")
        buy("lamp")
        assert personalize_emulator.get_requests("PutEvents")[0].status == 200

Clients made during the test reach the emulator by themselves, with credentials that
open nothing. ``personalize_emulator.fail("throttle", calls=3)`` makes it misbehave.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from personalize.emulator import Emulator

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@pytest.fixture
def personalize_emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """Amazon Personalize, empty and at once, for one test."""
    with Emulator() as emulator:
        for name, value in (CREDENTIALS | emulator.environment).items():
            monkeypatch.setenv(name, value)
        yield emulator
