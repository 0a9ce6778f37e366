"""What docs/mobile-api.md says, done."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml
from django.conf import settings

from shop.demo.loading import PASSWORD
from shop.orders.models import Order
from tests.shop.factories import make_category, make_product, make_user

DOCS = settings.BASE_DIR / "docs"
MANUAL = (DOCS / "mobile-api.md").read_text()
ROW = re.compile(r"^\| `([A-Z]+) (/api/v1/\S+)` \| `(\w+)` \|", re.MULTILINE)
SCRIPT = "".join(re.findall(r"```bash\n(.*?)```", MANUAL, re.DOTALL))


def test_every_operation_is_in_the_manual_and_no_other() -> None:
    paths = yaml.safe_load((DOCS / "openapi.yaml").read_text())["paths"]
    operations = {
        (method.upper(), path, operation["operationId"])
        for path, methods in paths.items()
        for method, operation in methods.items()
        if path.startswith("/api/v1/")
    }
    assert set(ROW.findall(MANUAL)) == operations


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("jq")),
    reason="curl or jq is not installed.",
)
def test_the_manual_shops_end_to_end(transactional_db: None, live_server: Any) -> None:
    make_product("Linen tee", category=make_category("Clothes"))
    user = make_user("anna@example.com")
    user.set_password(PASSWORD)
    user.save()
    script = SCRIPT.replace("http://localhost:8000", live_server.url)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-3:] == ["paid", "cancelled", "[]"]
    assert Order.objects.get(user=user).status == "cancelled"
