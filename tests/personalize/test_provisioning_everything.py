"""All use cases at once, with nothing but the emulator: no S3, no IAM, no STS."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from personalize.provisioning.recipes import get_default_names
from tests.personalize.provisioning import (
    ACCOUNT,
    Amazon,
    apply,
    moto_url,
    run,
    start_amazon,
    store_history,
)

__all__ = ["moto_url", "start_amazon"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("domain", ["ECOMMERCE", ""])
def test_each_use_case_answers_and_all_goes(
    start_amazon: Callable[..., Amazon],
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    domain: str,
) -> None:
    store_history()
    start_amazon(data_folder=tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.delenv("AWS_ENDPOINT_URL_STS")
    declaration = {"DOMAIN": domain, "ACCOUNT": ACCOUNT, "DATA_FOLDER": str(tmp_path)}
    settings.PERSONALIZE = settings.PERSONALIZE | {"PROVISIONING": declaration}
    answers = apply().partition("Asked once, each for five items:")[2]
    assert answers.count(": SKU-") == len(get_default_names(domain))
    run("teardown", "--yes", "--interval", "0.02")
    assert "There is nothing" in run("teardown")
    assert os.listdir(tmp_path / f"shop-personalize-{ACCOUNT}-eu-west-1") == ["shop"]
