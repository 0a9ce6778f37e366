"""The Chromium of the machine, driven as a person's browser."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]


def find_chromium() -> str:
    """Return its path, or an empty string. Playwright's own download is not needed."""
    named = os.environ.get("CHROMIUM_PATH", "")
    return named or next(filter(None, map(shutil.which, NAMES)), "")


def as_person(user_agent: str) -> str:
    """Hide that the browser is driven: the shop does not remember what bots look at."""
    return user_agent.replace("Headless", "")
