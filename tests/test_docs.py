from __future__ import annotations

import re
from pathlib import Path

import pytest

from personalize.conf import Conf

DOCS = Path(__file__).parent.parent / "docs"
LINK = re.compile(r"\]\(([^)#:]+)\)")


def test_every_setting_is_described_and_no_other() -> None:
    table = (DOCS / "settings.md").read_text().split("## Options")[0]
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.M))
    assert described == {name for name in vars(Conf) if name.isupper()}


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
