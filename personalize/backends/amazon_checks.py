"""Mistakes in the options of the Amazon backend, and how to mend them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

import boto3
from django.core.checks import CheckMessage, Error, Warning

from personalize.enums import UseCase

ARN = re.compile(
    r"arn:[a-z\d-]+:personalize:(?P<region>[a-z\d-]+):\d{12}:"
    r"(?P<kind>recommender|campaign)/[\w-]+",
    re.ASCII,
)
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def check_options(
    *, tracking_id: str, arns: Mapping[UseCase, str], ranking_arn: str, region: str
) -> Iterator[CheckMessage]:
    yield from _check_arns(arns, region)
    yield from _check_ranking_arn(ranking_arn)
    yield from _check_region(region)
    yield from _check_keys()
    yield from _check_tracking_id(tracking_id)


def _check_arns(arns: Mapping[UseCase, str], region: str) -> Iterator[CheckMessage]:
    for use_case, arn in arns.items():
        match = ARN.fullmatch(arn)
        if not match:
            yield Error(
                f"{arn!r}, set for {use_case}, is no recommender and no campaign.",
                hint="It reads arn:aws:personalize:<region>:<account>:recommender/"
                "<name>, or campaign/<name>: copy it from the console.",
                id="personalize.E021",
            )
        elif match["region"] != region:
            yield Error(
                f"The ARN set for {use_case} is in {match['region']}, not in {region}.",
                hint="Set AWS_REGION to the region of the dataset group.",
                id="personalize.E022",
            )


def _check_ranking_arn(ranking_arn: str) -> Iterator[CheckMessage]:
    match = ARN.fullmatch(ranking_arn)
    if ranking_arn and not (match and match["kind"] == "campaign"):
        yield Error(
            f"{ranking_arn!r} is not the ARN of a campaign.",
            hint="Only a campaign of the recipe aws-personalized-ranking-v2 ranks.",
            id="personalize.E023",
        )


def _check_region(region: str) -> Iterator[CheckMessage]:
    if not region and boto3.Session().region_name is None:
        yield Error(
            "No region is set for Amazon Personalize.",
            hint="Set AWS_REGION, for example to eu-west-1.",
            id="personalize.E024",
        )


def _check_keys() -> Iterator[CheckMessage]:
    # Neither is fine: a role, or the files of the AWS command line, may give them.
    missing = [name for name in KEYS if not os.environ.get(name)]
    if len(missing) == 1:
        yield Error(
            f"{missing[0]} is not set, and the other half of the key is.",
            hint="Set both, or neither where the machine has a role.",
            id="personalize.E025",
        )


def _check_tracking_id(tracking_id: str) -> Iterator[CheckMessage]:
    if not tracking_id:
        yield Warning(
            "Amazon Personalize has no tracking id: events wait and pile up.",
            hint="Set PERSONALIZE_TRACKING_ID to that of an event tracker of the "
            "dataset group; what has waited is sent then.",
            id="personalize.W021",
        )
