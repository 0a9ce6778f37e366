"""Every mistake one can make in the settings, found by ``manage.py check``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.module_loading import import_string

from personalize.backends import make_backend
from personalize.catalog import Catalog
from personalize.conf import Conf, conf
from personalize.enums import UseCase
from personalize.exceptions import InvalidBackend

KEYS = {name for name in vars(Conf) if name.isupper()}
RATE = re.compile(r"[1-9][0-9]*/(s|sec|m|min|h|hour|d|day)")
MIDDLEWARE = "personalize.middleware.VisitorMiddleware"
REQUEST_PROCESSOR = "django.template.context_processors.request"


@register(Tags.compatibility)
def check_keys(**kwargs: Any) -> list[CheckMessage]:
    unknown = sorted(set(getattr(settings, "PERSONALIZE", {})) - KEYS)
    return [
        Error(
            f'PERSONALIZE["{key}"] means nothing.',
            hint=f"The keys are {', '.join(sorted(KEYS))}.",
            id="personalize.E001",
        )
        for key in unknown
    ]


@register(Tags.compatibility)
def check_catalog(**kwargs: Any) -> list[CheckMessage]:
    hint = "Subclass personalize.catalog.Catalog and write its get_queryset()."
    try:
        catalog_class = import_string(conf.CATALOG)
    except ImportError as error:
        message = f'PERSONALIZE["CATALOG"] must name a Catalog class: {error}.'
        return [Error(message, hint=hint, id="personalize.E002")]
    if isinstance(catalog_class, type) and issubclass(catalog_class, Catalog):
        return _check_catalog_class(catalog_class, hint)
    message = f'PERSONALIZE["CATALOG"]: {conf.CATALOG} is not a Catalog class.'
    return [Error(message, hint=hint, id="personalize.E002")]


def _check_catalog_class(catalog_class: type[Catalog], hint: str) -> list[CheckMessage]:
    if catalog_class.get_queryset is not Catalog.get_queryset:
        return []
    message = f"{conf.CATALOG} must write get_queryset()."
    return [Error(message, hint=hint, id="personalize.E003")]


@register(Tags.compatibility)
def check_backends(**kwargs: Any) -> list[CheckMessage]:
    """Make each backend as the app would, then let it look at its own options."""
    if not conf.BACKENDS:
        return [
            Error(
                'PERSONALIZE["BACKENDS"] is empty: nothing can be recommended.',
                hint="Leave the key out for the embedded engine and best sellers.",
                id="personalize.E004",
            )
        ]
    return [message for entry in conf.BACKENDS for message in _check_backend(entry)]


def _check_backend(entry: dict[str, Any]) -> list[CheckMessage]:
    try:
        backend = make_backend(entry)
    except InvalidBackend as error:
        hint = "Mend its path in BACKEND, or its keyword arguments in OPTIONS."
        return [Error(str(error), hint=hint, id="personalize.E005")]
    return backend.check()


@register(Tags.compatibility)
def check_timeouts(**kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            message,
            hint="Use a positive number of seconds, for a use case that there is.",
            id="personalize.E006",
        )
        for message in _wrong_timeouts()
    ]


def _wrong_timeouts() -> Iterator[str]:
    given: dict[str, Any] = getattr(settings, "PERSONALIZE", {})
    seconds = {
        key: given[key] for key in ("CACHE_TIMEOUT", "COOL_DOWN") if key in given
    }
    seconds |= given.get("CACHE_TIMEOUTS", {})
    for key, value in seconds.items():
        if not _is_positive(value):
            yield f"PERSONALIZE: {key} is {value!r}, not a positive number."
    for use_case in given.get("CACHE_TIMEOUTS", {}):
        if use_case not in UseCase.values:
            yield f'PERSONALIZE["CACHE_TIMEOUTS"]: {use_case!r} is no use case.'


@register(Tags.compatibility)
def check_page_deadline(**kwargs: Any) -> list[CheckMessage]:
    deadline = getattr(settings, "PERSONALIZE", {}).get("PAGE_DEADLINE", 0.25)
    if _is_positive(deadline) and deadline <= 5:
        return []
    return [
        Error(
            f'PERSONALIZE["PAGE_DEADLINE"] is {deadline!r}.',
            hint="It is how many seconds a page may wait: more than 0, at most 5.",
            id="personalize.E007",
        )
    ]


@register(Tags.compatibility)
def check_rates(**kwargs: Any) -> list[CheckMessage]:
    given: dict[str, Any] = getattr(settings, "PERSONALIZE", {})
    rates = {key: given[key] for key in given if key.endswith("_RATE")}
    return [
        Error(
            f'PERSONALIZE["{key}"] is {rate!r}.',
            hint='Write it as "120/min": a number, and one of s, min, hour, day.',
            id="personalize.E008",
        )
        for key, rate in rates.items()
        if not (isinstance(rate, str) and RATE.fullmatch(rate))
    ]


@register(Tags.compatibility)
def check_middleware(**kwargs: Any) -> list[CheckMessage]:
    if MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        Error(
            f"{MIDDLEWARE} is not in MIDDLEWARE: guests are new on every page.",
            hint="Add it after Django's session and authentication middleware.",
            id="personalize.E009",
        )
    ]


@register(Tags.templates)
def check_templates(**kwargs: Any) -> list[CheckMessage]:
    engines: list[dict[str, Any]] = settings.TEMPLATES
    options = [engine.get("OPTIONS", {}) for engine in engines]
    if any(REQUEST_PROCESSOR in each.get("context_processors", []) for each in options):
        return []
    return [
        Error(
            "The template tags of personalize need the request.",
            hint=f"Add {REQUEST_PROCESSOR} to the context processors of TEMPLATES.",
            id="personalize.E010",
        )
    ]


def _is_positive(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and value > 0  # type: ignore[operator]
