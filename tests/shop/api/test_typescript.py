"""A client made of the schema: typed, and used in a script that shops end to end."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from shop.accounts.models import User
from shop.orders.models import Order
from tests.shop.factories import PASSWORD, make_category, make_product, make_user

SOURCES = settings.BASE_DIR / "tests" / "typescript"
PACKAGES = settings.BASE_DIR / ".tools" / "node"
SCHEMA = settings.BASE_DIR / "docs" / "openapi.yaml"
MAKE, COMPILE = "openapi-typescript/bin/cli.js", "typescript/bin/tsc"
# What has a default may be left out of a request.
OPTIONS = ("--default-non-nullable=false", "--output", "schema.d.ts")
node = shutil.which("node")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(node is None, reason="Node.js is not installed."),
    pytest.mark.skipif(
        not (PACKAGES / "node_modules").exists(),
        reason="npm's packages are not installed: make .tools/node/stamp does that.",
    ),
]


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_package(path: str, *arguments: str, cwd: Path) -> str:
    return run("node", str(PACKAGES / "node_modules" / path), *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def client() -> Iterator[Path]:
    """The script with the client beside it, both compiled."""
    # Below the packages, where Node.js looks for them.
    folder = PACKAGES / f"client-{os.getpid()}"
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    run_package(MAKE, str(SCHEMA), *OPTIONS, cwd=folder)
    run_package(COMPILE, "--project", ".", cwd=folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def shopper(transactional_db: None) -> User:
    make_product("Linen tee", sku="tee", category=make_category("Clothes"))
    return make_user("anna@example.com")


def test_a_typed_client_shops_end_to_end(
    client: Path, shopper: User, live_server: Any
) -> None:
    said = run(
        "node",
        "built/shop.js",
        cwd=client,
        SHOP_URL=live_server.url,
        SHOP_EMAIL=shopper.email,
        SHOP_PASSWORD=PASSWORD,
    )
    order = Order.objects.get(user=shopper)
    assert f"order {order.number}" in said


def test_a_script_that_misspells_a_field_does_not_compile(client: Path) -> None:
    script = client / "shop.ts"
    script.write_text(script.read_text().replace("paymentMethod", "paymentMetod"))
    with pytest.raises(AssertionError, match="paymentMetod"):
        run_package(COMPILE, "--project", ".", "--noEmit", cwd=client)
