"""Mistakes in ``PERSONALIZE["PROVISIONING"]``, before Amazon is asked for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from personalize.checks.configuration import check_catalog
from personalize.checks.provisioning_filters import check_filters
from personalize.conf import conf
from personalize.provisioning.declaration import (
    DATASETS,
    KEYS,
    PRICED,
    USE_CASE_KEYS,
)
from personalize.provisioning.recipes import (
    DOMAINS,
    NAMES,
    get_choices,
    get_default_names,
)

# Names have 63 characters, and ours follow the prefix.
PREFIX = re.compile(r"[a-z0-9][a-z0-9-]{0,17}")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ROLE = re.compile(r"arn:[\w-]+:iam::\d{12}:role/[\w+=,.@/-]+|[\w+=,.@-]{1,64}", re.A)
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
ACCOUNT = re.compile(r"\d{12}", re.A)
TAG = re.compile(r"[\w\s.:/=+@-]*")
PATTERNS = {
    "PREFIX": (PREFIX, "1 to 18 lower case letters, digits and hyphens"),
    "BUCKET": (BUCKET, "3 to 63 lower case letters, digits, dots and hyphens"),
    "ROLE": (ROLE, "a name, or arn:aws:iam::<account>:role/<name>"),
    "REGION": (REGION, "a region such as eu-west-1"),
    "ACCOUNT": (ACCOUNT, "the twelve digits of an account"),
}
KINDS: dict[str, tuple[type, ...]] = {
    "METADATA": (bool,),
    "CURRENCY": (str,),
    "DATA_FOLDER": (str, Path),
}
HINTS = {
    "METADATA": "True or False",
    "CURRENCY": "the name of a currency",
    "DATA_FOLDER": "a folder",
}
RANGES = {
    "EXPLORATION_WEIGHT": (0, 1),
    "EXPLORATION_DAYS": (1, 365),
    "RETRAIN_DAYS": (0, 30),
}
MOST_RECOMMENDERS = MOST_CAMPAIGNS = 5
MOST_TAGS = 50
Declared = Mapping[str, Any]


@register(Tags.compatibility)
def check_provisioning(**kwargs: Any) -> list[CheckMessage]:
    given = conf.PROVISIONING
    messages = [message for check in CHECKS for message in check(given)]
    # What follows from the whole can only be seen when its parts are right.
    if messages or check_catalog():
        return messages
    return [*check_quotas(given), *check_filters(given)]


def check_keys(given: Declared) -> Iterator[CheckMessage]:
    for key in sorted(set(given) - set(KEYS)):
        yield _error(
            f'["{key}"] means nothing.', f"The keys are {', '.join(KEYS)}.", 61
        )


def check_names(given: Declared) -> Iterator[CheckMessage]:
    for key, (pattern, hint) in PATTERNS.items():
        value = given.get(key, "")
        is_left_out = value == "" and key != "PREFIX" or key not in given
        if is_left_out or (isinstance(value, str) and pattern.fullmatch(value)):
            continue
        yield _error(f'["{key}"] is {value!r}.', f"It must be {hint}.", 62)


def check_domain(given: Declared) -> Iterator[CheckMessage]:
    if given.get("DOMAIN", "ECOMMERCE") not in DOMAINS:
        yield _error(
            f'["DOMAIN"] is {given["DOMAIN"]!r}.',
            'It is "ECOMMERCE", or "" for a custom dataset group.',
            63,
        )


def check_use_cases(given: Declared) -> Iterator[CheckMessage]:
    named = given.get("USE_CASES", [])
    if not isinstance(named, list | tuple | dict):
        yield _error(
            f'["USE_CASES"] is {named!r}.',
            'It is a list of use cases, or {"best-sellers": {"MIN_TPS": 1}, …}.',
            64,
        )
        return
    for use_case in named:
        options = named[use_case] if isinstance(named, dict) else {}
        yield from _check_use_case(use_case, options, given.get("DOMAIN", "ECOMMERCE"))


def _check_use_case(use_case: Any, options: Any, domain: str) -> Iterator[CheckMessage]:
    place = f'["USE_CASES"][{use_case!r}]'
    if use_case not in NAMES:
        hint = f"Amazon has recipes for {', '.join(NAMES)}."
        yield _error(f"{place} is no use case.", hint, 64)
    elif not isinstance(options, dict) or set(options) - set(USE_CASE_KEYS):
        hint = f"Its options are {' and '.join(USE_CASE_KEYS)}."
        yield _error(f"{place} is {options!r}.", hint, 64)
    else:
        yield from _check_options(place, use_case, options, domain)


def _check_options(
    place: str, use_case: str, options: Declared, domain: str
) -> Iterator[CheckMessage]:
    recipes = [recipe.name for recipe in get_choices(use_case, domain)]
    if options.get("RECIPE", recipes[0]) not in recipes:
        message = f'{place}["RECIPE"] is {options["RECIPE"]!r}.'
        yield _error(message, f"Its recipes are {', '.join(recipes)}.", 65)
    if not _is_whole(options.get("MIN_TPS", 1), 1, 500):
        message = f'{place}["MIN_TPS"] is {options["MIN_TPS"]!r}.'
        yield _error(message, "It is how many requests a second, 1 to 500.", 66)


def check_datasets(given: Declared) -> Iterator[CheckMessage]:
    datasets = given.get("DATASETS", DATASETS)
    if not isinstance(datasets, list | tuple) or set(datasets) - set(DATASETS):
        hint = f"It is a list of {', '.join(DATASETS)}."
        yield _error(f'["DATASETS"] is {datasets!r}.', hint, 67)


def check_numbers(given: Declared) -> Iterator[CheckMessage]:
    for key, (least, most) in RANGES.items():
        value = given.get(key, least)
        is_right = _is_number(value) and least <= value <= most
        if not is_right or (key != "EXPLORATION_WEIGHT" and value != int(value)):
            hint = f"It is a number from {least} to {most}."
            yield _error(f'["{key}"] is {value!r}.', hint, 68)


def check_tags(given: Declared) -> Iterator[CheckMessage]:
    tags = given.get("TAGS", {})
    if not isinstance(tags, dict) or len(tags) > MOST_TAGS:
        yield _error('["TAGS"] is wrong.', "It is a dict of at most 50 tags.", 69)
        return
    for key, value in tags.items():
        if not (_is_tag(key, 128) and key and _is_tag(value, 256)):
            hint = "Keys have 1 to 128 characters, values up to 256: no quotes, no <>."
            yield _error(f'["TAGS"][{key!r}] is {value!r}.', hint, 69)


def check_prices(given: Declared) -> Iterator[CheckMessage]:
    prices = given.get("PRICES", {})
    if not isinstance(prices, dict) or set(prices) - set(PRICED):
        hint = f"It is a dict with some of the keys {', '.join(PRICED)}."
        yield _error(f'["PRICES"] is {prices!r}.', hint, 70)
    elif not all(_is_number(price) and price >= 0 for price in prices.values()):
        yield _error(f'["PRICES"] is {prices!r}.', "Prices are numbers.", 70)


def check_kinds(given: Declared) -> Iterator[CheckMessage]:
    for key, kinds in KINDS.items():
        if not isinstance(given.get(key, kinds[0]()), kinds):
            yield _error(f'["{key}"] is {given[key]!r}.', f"It is {HINTS[key]}.", 74)


def check_quotas(given: Declared) -> Iterator[CheckMessage]:
    domain = given.get("DOMAIN", "ECOMMERCE")
    named = given.get("USE_CASES", get_default_names(domain))
    options = named if isinstance(named, dict) else {}
    chosen = [
        options.get(each, {}).get("RECIPE", get_choices(each, domain)[0].name)
        for each in named
    ]
    recommenders = sum(name.startswith("aws-ecomm-") for name in chosen)
    if len(chosen) - recommenders > MOST_CAMPAIGNS:
        yield Warning(
            f'PERSONALIZE["PROVISIONING"]["USE_CASES"] needs '
            f"{len(chosen) - recommenders} campaigns.",
            hint=f"Amazon allows {MOST_CAMPAIGNS} in a group, until asked for more.",
            id="personalize.W061",
        )


def _is_whole(value: object, least: int, most: int) -> bool:
    return _is_number(value) and value == int(value) and least <= value <= most  # type: ignore[call-overload, operator]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_tag(value: object, longest: int) -> bool:
    is_text = isinstance(value, str) and len(value) <= longest
    return is_text and bool(TAG.fullmatch(str(value)))


def _error(message: str, hint: str, number: int) -> CheckMessage:
    return Error(
        f'PERSONALIZE["PROVISIONING"]{message}',
        hint=hint,
        id=f"personalize.E{number:03}",
    )


CHECKS = (
    check_keys,
    check_names,
    check_domain,
    check_use_cases,
    check_datasets,
    check_numbers,
    check_tags,
    check_prices,
    check_kinds,
)
