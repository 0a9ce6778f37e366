from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("package"),
    pytest.mark.skipif(
        importlib.util.find_spec("pip") is None, reason="this environment has no pip"
    ),
]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Build the package that the README installs; give the names in it."""
    folder = tmp_path_factory.mktemp("wheel")
    # A copy, since building leaves things behind.
    for name in ("personalize", "shop/catalog"):
        shutil.copytree(ROOT / name, folder / "source" / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "source")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w"]
    subprocess.run(
        [*command, folder, folder / "source"], check=True, cwd=folder, timeout=300
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.namelist()


@pytest.mark.parametrize(
    "name",
    [
        "personalize/py.typed",
        "personalize/migrations/0001_initial.py",
        "personalize/static/personalize/tracker.js",
        "personalize/templates/personalize/recommendations.html",
        "personalize/templates/admin/personalize/explain.html",
        "personalize/engine/recommender.py",
    ],
)
def test_the_package_holds_what_the_app_needs(names: list[str], name: str) -> None:
    assert name in names


def test_the_package_holds_the_app_alone(names: list[str]) -> None:
    folders = {name.split("/")[0] for name in names}
    assert {each for each in folders if "dist-info" not in each} == {"personalize"}
