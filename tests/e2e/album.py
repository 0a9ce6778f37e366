"""Pictures of the pages as the tests see them, for people to look at."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

# Names the folder; without it no picture is taken.
FOLDER = "SCREENSHOTS"
SCHEMES = ("light", "dark")


def photograph(page: Page, name: str, width: int) -> None:
    """Take a picture of all of the page by day and by night, if they are wanted."""
    if folder := os.environ.get(FOLDER):
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            path = Path(folder, f"{name}-{width}-{scheme}.png")
            page.screenshot(path=path, full_page=True)
