"""What every page owes its reader, whatever is on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
# The rules of WCAG 2.2, which axe leaves out by default, as well.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MEASURE = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const shown = all("img").filter((image) => image.checkVisibility());
    return {
        overflow: Math.max(0, document.documentElement.scrollWidth - innerWidth),
        headings: all("h1").length,
        without_alt: all("img:not([alt])").map((image) => image.src),
        broken: shown.filter((image) => !image.naturalWidth).map((image) => image.src),
        empty_blocks: all("section.recommendations")
            .filter((block) => !block.querySelector("h2 + ul > li"))
            .map((block) => block.dataset.useCase),
        repeated_ids: all("[id]").map((each) => each.id)
            .filter((id, index, ids) => ids.indexOf(id) !== index),
    };
}"""
# Whatever has the focus must look different, or something near it must.
FOCUS = """() => {
    const element = document.activeElement;
    const near = [element, element.nextElementSibling, element.parentElement,
        element.closest("form")].filter(Boolean);
    const parts = near.flatMap((each) => ["", "::after"].map((part) => [each, part]));
    const look = () => parts.map((part) => {
        const style = getComputedStyle(...part);
        return [style.outline, style.boxShadow, style.borderColor, style.background];
    }).join();
    const focused = look();
    element.blur();
    const isVisible = look() !== focused;
    element.focus({preventScroll: true, focusVisible: true});
    return isVisible ? "" : element.outerHTML.slice(0, 80);
}"""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Of a page; the defaults are those of a sound one. ``overflow`` is in pixels."""

    overflow: int = 0
    headings: int = 1
    without_alt: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    empty_blocks: list[str] = field(default_factory=list)
    repeated_ids: list[str] = field(default_factory=list)


SOUND = Findings()


def inspect(page: Page) -> Findings:
    return Findings(**page.evaluate(MEASURE))


def find_barriers(page: Page) -> list[str]:
    """Return what axe finds that keeps somebody from using the page."""
    result: dict[str, Any] = Axe().run(page, options={"runOnly": RULES})
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in result["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def find_hidden_focus(page: Page, *, steps: int) -> list[str]:
    """Go through the page with the Tab key; return where the focus cannot be seen."""
    hidden = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(FOCUS))
    return [each for each in hidden if each]
