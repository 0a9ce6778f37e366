"""What the home page of an account shows, told by the apps that know it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    # The lower, the nearer to the top.
    position: int
    template: str
    # What the template needs, for the account of the request.
    get_context: Callable[[HttpRequest], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    template: str
    context: dict[str, Any]


_sections: list[Section] = []


def register(section: Section) -> None:
    """Show a section on the account's home page; call it in an app's ready()."""
    _sections.append(section)
    _sections.sort(key=attrgetter("position"))


def fill(request: HttpRequest) -> list[Filled]:
    return [
        Filled(template=each.template, context=each.get_context(request))
        for each in _sections
    ]
