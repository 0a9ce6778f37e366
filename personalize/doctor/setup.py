"""What the settings say of Amazon Personalize."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import import_string

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
    filter_arn_prefix: str = ""
    endpoint_urls: dict[str, str] = field(default_factory=dict)


def find_setup() -> AmazonSetup | None:
    """Return the first Amazon backend of the settings, or None where there is none."""
    options = next(_amazon_options(), None)
    return _read(options) if options is not None else None


def _amazon_options() -> Iterator[dict[str, Any]]:
    for entry in conf.BACKENDS:
        backend_class = import_string(entry["BACKEND"])
        if issubclass(backend_class, AmazonPersonalizeBackend):
            yield entry.get("OPTIONS", {})


def _read(options: dict[str, Any]) -> AmazonSetup:
    arns = {UseCase(name).value: arn for name, arn in options.get("arns", {}).items()}
    arns[RANKING] = options.get("ranking_arn", "")
    group = options.get("dataset_group_arn", "")
    return AmazonSetup(
        tracking_id=options.get("tracking_id", ""),
        arns={name: arn for name, arn in arns.items() if arn},
        region=options.get("region", "") or find_region([*arns.values(), group]),
        dataset_group_arn=group,
        filter_arn_prefix=options.get("filter_arn_prefix", ""),
        endpoint_urls={
            **conf.ENDPOINT_URLS,
            "personalize-events": options.get("events_endpoint_url", ""),
            "personalize-runtime": options.get("runtime_endpoint_url", ""),
        },
    )
