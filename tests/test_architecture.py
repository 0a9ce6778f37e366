from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CODE = [
    path
    for folder in ("personalize", "shop", "tests", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
BROAD = {"Exception", "BaseException"}


def get_nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, kind):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def is_broad(handler: ast.ExceptHandler) -> bool:
    caught = {
        node.id
        for node in ast.walk(handler.type or handler)
        if isinstance(node, ast.Name)
    }
    return handler.type is None or bool(caught & BROAD)


def test_imports_point_down() -> None:
    command = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_no_file_is_longer_than_250_lines() -> None:
    files = [path for path in CODE if "tests" not in path.parts]
    lengths = {str(path): len(path.read_text().splitlines()) for path in files}

    assert {path: n for path, n in lengths.items() if n > 250} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        place
        for place, node in get_nodes(ast.FunctionDef)
        if node.end_lineno - node.lineno >= 40
    ]

    assert long == []


def test_no_except_is_broad() -> None:
    handlers = get_nodes(ast.ExceptHandler)

    assert [place for place, handler in handlers if is_broad(handler)] == []


def test_imports_inside_functions_are_those_of_ready() -> None:
    places = [
        place
        for place, function in get_nodes(ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and function.name != "ready"
    ]

    assert places == []


def test_every_signature_is_annotated() -> None:
    places = [
        place
        for place, function in get_nodes(ast.FunctionDef)
        if function.returns is None and "personalize/" in place
    ]

    assert places == []


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_the_lock_names_no_host(name: str) -> None:
    assert "://" not in (ROOT / "requirements" / name).read_text()


@pytest.mark.parametrize("name", ["utils", "helpers", "services", "managers"])
def test_no_module_is_named_for_nothing(name: str) -> None:
    packages = [ROOT / "personalize", ROOT / "shop"]
    files = [path for package in packages for path in package.rglob(f"{name}.py")]

    assert [path for path in files if path.parent.name != "settings"] == []
