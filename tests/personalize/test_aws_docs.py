from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings

from personalize.backends import amazon_checks, amazon_errors, amazon_filter_checks
from personalize.backends.amazon_filters import make_filters
from personalize.backends.aws import AmazonPersonalizeBackend

DOCS = Path(settings.BASE_DIR, "docs", "amazon.md").read_text()
EXAMPLE = Path(settings.BASE_DIR, ".env.example").read_text()
OPTIONS = [*inspect.signature(AmazonPersonalizeBackend).parameters]
CHECKS = [
    check
    for module in (amazon_checks, amazon_filter_checks)
    for check in re.findall(r"personalize\.[EW]\d+", inspect.getsource(module))
]
VARIABLES = re.findall(r"^#? ?(AWS_REGION|PERSONALIZE_\w+)=", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize("name", [*OPTIONS, *CHECKS, *VARIABLES, *make_filters()])
def test_the_page_names_every_option_check_variable_and_filter(name: str) -> None:
    assert f"`{name}`" in DOCS or f"\n{name}=" in DOCS


@pytest.mark.parametrize("code", ["InvalidInputException", "ResourceNotFoundException"])
def test_the_page_says_what_is_a_refusal(code: str) -> None:
    assert f"`{code}`" in DOCS
    assert code in amazon_errors.REFUSALS
