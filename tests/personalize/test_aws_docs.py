from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings

from personalize.backends import amazon_checks, amazon_errors
from personalize.backends.aws import AmazonPersonalizeBackend

DOCS = Path(settings.BASE_DIR, "docs", "amazon.md").read_text()
EXAMPLE = Path(settings.BASE_DIR, ".env.example").read_text()
OPTIONS = [*inspect.signature(AmazonPersonalizeBackend).parameters]
CHECKS = re.findall(r"personalize\.[EW]\d+", inspect.getsource(amazon_checks))
VARIABLES = re.findall(r"^#? ?(AWS_REGION|PERSONALIZE_\w+)=", EXAMPLE, re.MULTILINE)


@pytest.mark.parametrize("name", [*OPTIONS, *CHECKS, *VARIABLES])
def test_the_page_names_every_option_check_and_variable(name: str) -> None:
    assert f"`{name}`" in DOCS or f"\n{name}=" in DOCS


@pytest.mark.parametrize("code", ["InvalidInputException", "ResourceNotFoundException"])
def test_the_page_says_what_is_a_refusal(code: str) -> None:
    assert f"`{code}`" in DOCS
    assert code in amazon_errors.REFUSALS
