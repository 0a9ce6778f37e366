from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings

from personalize.backends import amazon_checks, amazon_errors, amazon_filter_checks
from personalize.backends.amazon_filters import make_filters
from personalize.backends.aws import AmazonPersonalizeBackend

FOLDER = Path(settings.BASE_DIR, "docs")
DOCS = (FOLDER / "amazon.md").read_text()
# What provisioning, alarms and the emulator read has pages of its own.
PAGES = "\n".join(page.read_text() for page in sorted(FOLDER.glob("*.md")))
EXAMPLE = Path(settings.BASE_DIR, ".env.example").read_text()
OPTIONS = [*inspect.signature(AmazonPersonalizeBackend).parameters]
CHECKS = [
    check
    for module in (amazon_checks, amazon_filter_checks)
    for check in re.findall(r"personalize\.[EW]\d+", inspect.getsource(module))
]
VARIABLES = re.findall(r"^#? ?(AWS_REGION|PERSONALIZE_\w+)=", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize("name", [*OPTIONS, *CHECKS, *make_filters()])
def test_the_page_names_every_option_check_and_filter(name: str) -> None:
    assert f"`{name}`" in DOCS


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_named_on_a_page(name: str) -> None:
    assert f"`{name}`" in PAGES or f"\n{name}=" in PAGES


@pytest.mark.parametrize("code", ["InvalidInputException", "ResourceNotFoundException"])
def test_the_page_says_what_is_a_refusal(code: str) -> None:
    assert f"`{code}`" in DOCS
    assert code in amazon_errors.REFUSALS
