"""Everything the README tells the reader to type, typed."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import get_commands, load_command_class
from django.http import HttpRequest
from django.template import engines
from django.urls import include, path
from pytest_django.live_server_helper import LiveServer

from personalize.identity import Visitor
from personalize.models import Event
from shop.catalog.models import Product
from tests.personalize.factories import make_request
from tests.shop.factories import make_product

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
BLOCK = re.compile(r"(?:<!-- test: (\w+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
BLOCKS = [match.groups() for match in BLOCK.finditer(README)]
SHELL = [text.strip() for name, kind, text in BLOCKS if kind == "bash" and not name]


def blocks_named(name: str) -> list[str]:
    return [text for label, _, text in BLOCKS if label == name]


def curl_lines() -> list[str]:
    text = blocks_named("curl")[0].replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


@pytest.fixture
def request_(db: None) -> HttpRequest:
    return make_request()


@pytest.mark.parametrize("line", [line for text in SHELL for line in text.splitlines()])
def test_each_command_exists(line: str) -> None:
    program, *arguments = shlex.split(line)
    known = {
        "make": re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M),
        "python": [*get_commands(), "-m"],
    }
    name = next(each for each in arguments if each != "manage.py")
    assert name in known[program]


@pytest.mark.parametrize(
    "command", ["evaluate_recommender", "load_interactions", "train_recommender"]
)
def test_the_commands_of_the_readme_can_be_made(command: str) -> None:
    assert load_command_class("personalize", command).help


def test_the_catalog_of_the_readme_finds_items(db: None) -> None:
    product = make_product()
    names: dict[str, Any] = {}
    exec(blocks_named("catalog")[0], names)
    assert names["MyCatalog"]().get_items([product.sku]) == [product]


def test_the_settings_of_the_readme_pass_the_checks(settings: Any) -> None:
    names: dict[str, Any] = {"INSTALLED_APPS": [], "MIDDLEWARE": []}
    exec(blocks_named("settings")[0], names)
    settings.PERSONALIZE = names["PERSONALIZE"]
    settings.MIDDLEWARE = names["MIDDLEWARE"]
    assert [each for each in run_checks() if each.id.startswith("personalize")] == []


def test_the_urls_of_the_readme_can_be_included() -> None:
    names: dict[str, Any] = {"include": include, "path": path}
    exec(blocks_named("urls")[0], names)
    assert names["urlpatterns"][0].url_patterns


def test_the_calls_of_the_readme_work(request_: HttpRequest) -> None:
    products = [make_product(), make_product()]
    visitor = Visitor(user_id="reader", session_id="s_reader")
    names = {
        "request": request_,
        "product": products[0],
        "visitor": visitor,
        "search_results": products,
    }
    exec(blocks_named("calls")[0], names)
    assert Event.objects.count() == 3


def test_the_template_of_the_readme_renders(request_: HttpRequest) -> None:
    product = make_product(name="First")
    make_product(name="Second")
    template = engines["django"].from_string(blocks_named("template")[0])
    assert "Second" in template.render({"product": product}, request_)


@pytest.mark.parametrize("block", blocks_named("environment"))
def test_the_variables_of_the_readme_are_described(block: str) -> None:
    described = (ROOT / ".env.example").read_text()
    names = [line.split("=")[0] for line in block.splitlines()]
    assert [name for name in names if f"{name}=" not in described] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("line", curl_lines())
def test_the_curl_lines_of_the_readme_work(live_server: LiveServer, line: str) -> None:
    for sku in ("SHO-0001", "SHO-0002"):
        Product.objects.filter(sku=sku).exists() or make_product(sku=sku)
    command = shlex.split(line.replace("http://localhost:8000", live_server.url))
    answer = subprocess.run(
        [*command, "--silent", "--max-time", "20"], capture_output=True, check=True
    )
    assert json.loads(answer.stdout)["success"] is True


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_each_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
