"""The app in another shop: without this one, set up as the README says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent

# One worker makes that shop for all of these.
pytestmark = pytest.mark.xdist_group("own_shop")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("own") / "shop"
    shutil.copytree(ROOT / "tests" / "own_shop", folder)
    (folder / "personalize").symlink_to(ROOT / "personalize")
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "settings",
        "README": str(ROOT / "README.md"),
    }
    done = subprocess.run(
        [sys.executable, "visit.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_its_pages_recommend_its_own_items(seen: dict[str, Any]) -> None:
    assert seen["home"].count('class="recommendations__item"') == 3
    assert '<a href="/books/' in seen["home"]


def test_its_clients_can_track(seen: dict[str, Any]) -> None:
    assert (seen["view"], seen["events"]) == (202, 1)


def test_related_items_leave_out_the_item_itself(seen: dict[str, Any]) -> None:
    assert set(seen["related"]) == {"Book 1", "Book 2", "Book 3", "Book 4"}


def test_an_id_that_is_no_number_is_not_found(seen: dict[str, Any]) -> None:
    assert seen["nonsense"] == 404
