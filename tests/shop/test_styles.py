"""The colours of the shop: named in one place, and readable by day and by night."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

STYLES = sorted(Path(settings.BASE_DIR, "static", "css").glob("*.css"))
PALETTE = Path(settings.BASE_DIR, "static", "css", "base.css").read_text()
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|:\s*(?:white|black)\b")
DECLARATION = re.compile(r"--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+));")
COLOURS = {
    name: (light or same, dark or same)
    for name, light, dark, same in DECLARATION.findall(PALETTE)
}
THEMES = {"light": 0, "dark": 1}
GROUNDS = ["paper", "surface", "tint", "sand", "warning-tint", "error-tint"]
TEXTS = ["ink", "muted", "alder", "alder-deep", "amber", "rust"]
FILLED = [
    ("on-alder", "alder"),
    ("on-alder", "alder-deep"),
    ("on-brand", "brand"),
    ("on-brand-soft", "brand"),
    ("on-brand-gold", "brand"),
    ("on-brand-soft", "brand-deep"),
    ("on-brand", "danger"),
    ("on-finch", "finch"),
    ("on-finch", "finch-bright"),
]


def get_luminance(colour: str) -> float:
    """As the Web Content Accessibility Guidelines define it."""
    digits = colour.lstrip("#")
    pairs = re.findall("..", digits) if len(digits) == 6 else [c * 2 for c in digits]
    channels = [int(pair, 16) / 255 for pair in pairs]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return sum(
        part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def get_contrast(first: str, second: str, theme: str) -> float:
    colours = [COLOURS[name][THEMES[theme]] for name in (first, second)]
    darker, lighter = sorted(map(get_luminance, colours))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_others_measure_it() -> None:
    assert get_luminance("#fff") == pytest.approx(1)
    assert get_luminance("#767676") == pytest.approx(0.1812, abs=0.0001)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"), [*product(TEXTS, GROUNDS), *FILLED], ids="-".join
)
def test_text_can_be_read(text: str, ground: str, theme: str) -> None:
    assert get_contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_the_edge_of_a_field_can_be_seen(ground: str, theme: str) -> None:
    assert get_contrast("edge", ground, theme) >= 3


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_are_named_in_one_place(path: Path) -> None:
    found = COLOUR.findall(path.read_text()) if path.name != "base.css" else []

    assert found == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_colour_that_is_used_has_a_value(path: Path) -> None:
    everything = "".join(each.read_text() for each in STYLES)
    used = re.findall(r"var\(--([\w-]+)", path.read_text())

    assert [name for name in used if f"--{name}:" not in everything] == []
