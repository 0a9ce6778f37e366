from __future__ import annotations

import pytest

from personalize.backends.devices import tell_device

ANDROID = "Mozilla/5.0 (Linux; Android 14; {}) AppleWebKit/537.36 (KHTML, like Gecko)"
IOS = "Mozilla/5.0 ({}; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (IOS.format("iPhone"), "phone"),
        (IOS.format("iPad"), "tablet"),
        (f"{ANDROID.format('Pixel 8')} Chrome/130.0.0.0 Mobile Safari/537.36", "phone"),
        (f"{ANDROID.format('SM-X710')} Chrome/130.0.0.0 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0", "phone"),
        ("Mozilla/5.0 (Android 14; Tablet; rv:130.0) Gecko/130.0", "tablet"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101", "desktop"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1", "desktop"),
        ("okhttp/4.12", ""),
        ("", ""),
    ],
)
def test_the_device_is_what_the_browser_says(agent: str, device: str) -> None:
    assert tell_device(agent) == device
