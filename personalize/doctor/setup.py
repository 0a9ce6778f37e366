"""What the settings say of Amazon Personalize."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.utils.module_loading import import_string

from personalize.backends.amazon_filters import make_filters
from personalize.backends.amazon_requests import find_region
from personalize.backends.aws import AmazonPersonalizeBackend
from personalize.conf import conf
from personalize.enums import UseCase
from personalize.provisioning.recipes import RANKING


@dataclass(frozen=True, slots=True, kw_only=True)
class AmazonSetup:
    """``arns`` by what they answer: a use case, or "ranking"."""

    tracking_id: str = ""
    arns: dict[str, str] = field(default_factory=dict)
    region: str = ""
    dataset_group_arn: str = ""
    filter_arns: tuple[str, ...] = ()
    endpoint_urls: dict[str, str] = field(default_factory=dict)


def find_setup() -> AmazonSetup | None:
    """Return the first Amazon backend of the settings, or None where there is none."""
    options = next(_amazon_options(), None)
    return _read(options) if options is not None else None


def _amazon_options() -> Iterator[dict[str, Any]]:
    for entry in conf.BACKENDS:
        if _is_amazon(entry.get("BACKEND", "")):
            yield entry.get("OPTIONS", {})


def _is_amazon(path: str) -> bool:
    try:
        found = import_string(path)
    except ImportError:
        # The check of the settings tells of it.
        return False
    return isinstance(found, type) and issubclass(found, AmazonPersonalizeBackend)


def _read(options: dict[str, Any]) -> AmazonSetup:
    named = (options.get("arns") or {}).items()
    arns = {str(name): arn for name, arn in named if name in UseCase.values}
    arns[RANKING] = options.get("ranking_arn", "")
    group = options.get("dataset_group_arn", "")
    return AmazonSetup(
        tracking_id=options.get("tracking_id", ""),
        arns={name: arn for name, arn in arns.items() if arn},
        region=options.get("region", "") or find_region([*arns.values(), group]),
        dataset_group_arn=group,
        filter_arns=tuple(_filter_arns(options)),
        endpoint_urls={
            **conf.ENDPOINT_URLS,
            "personalize-events": options.get("events_endpoint_url", ""),
            "personalize-runtime": options.get("runtime_endpoint_url", ""),
        },
    )


def _filter_arns(options: dict[str, Any]) -> Iterator[str]:
    """Yield all filters that questions and promotions may ask with."""
    prefix = options.get("filter_arn_prefix")
    if not prefix:
        return
    promotions = (options.get("promotions") or {}).values()
    named = chain.from_iterable((options.get("filters") or {}).values())
    names = [*named] or list(make_filters())
    for name in dict.fromkeys([*names, *(each["filter"] for each in promotions)]):
        yield f"{prefix}{name}"
