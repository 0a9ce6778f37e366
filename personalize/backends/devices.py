"""What a visitor looks at a page with, as far as the browser says."""

from __future__ import annotations

import re
from enum import StrEnum

BROWSER = re.compile(r"mozilla/|opera/", re.IGNORECASE)
# Android says Mobile on phones only.
TABLET = re.compile(r"ipad|tablet|kindle|silk/|android(?!.*mobile)", re.IGNORECASE)
PHONE = re.compile(r"mobi|iphone|ipod|android", re.IGNORECASE)


class Device(StrEnum):
    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"


def tell_device(user_agent: str) -> str:
    """Return a Device, or nothing for what is no browser."""
    if not BROWSER.match(user_agent):
        return ""
    if TABLET.search(user_agent):
        return Device.TABLET
    return Device.PHONE if PHONE.search(user_agent) else Device.DESKTOP
