"""What inspects the pages finds what it is for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.inspecting import find_barriers, find_hidden_focus, inspect
from tests.e2e.watching import Watch, measure_layout_shift

pytestmark = pytest.mark.browser
LOST_IN_WHITE = "<main><h1>News</h1><p style='color: #ddd'>Hardly to be read</p></main>"
WIDE = "<h1>News</h1><div style='width: 3000px'>Wide</div><img src='data:,'>"
MUTE = "<style>a { outline: none !important }</style><a href='#'>Where am I?</a>"
JUMP = """async () => {
    document.body.innerHTML = "<p id='first'>First</p><p>Second</p>";
    await new Promise((done) => setTimeout(done, 600));
    document.getElementById("first").style.height = "500px";
}"""
INLINE = """() => {
    const script = document.createElement("script");
    script.textContent = "alert(1)";
    document.body.append(script);
}"""


def test_text_that_can_hardly_be_read_is_a_barrier(page: Page) -> None:
    page.set_content(LOST_IN_WHITE)

    assert find_barriers(page)[0].startswith("color-contrast")


def test_a_page_that_is_too_wide_is_not_sound(page: Page) -> None:
    page.set_content(WIDE)

    findings = inspect(page)

    assert findings.overflow > 1000
    assert findings.without_alt == findings.broken == ["data:,"]


def test_a_focus_that_cannot_be_seen_is_found(page: Page) -> None:
    page.set_content(MUTE)

    assert "Where am I?" in find_hidden_focus(page, steps=1)[0]


def test_a_jump_is_measured(page: Page) -> None:
    page.goto("/")
    page.evaluate(JUMP)

    assert measure_layout_shift(page) > 0.02


def test_a_refused_script_is_noted(page: Page, watch: Watch) -> None:
    page.goto("/")

    with page.expect_console_message():
        page.evaluate(INLINE)

    assert "Content Security Policy" in watch.problems[0]
