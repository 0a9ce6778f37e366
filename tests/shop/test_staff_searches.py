"""What the staff learn of what shoppers look for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.catalog.searches import SearchCount, SynonymGroup

pytestmark = pytest.mark.django_db

REPORT = reverse("admin:catalog_searchcount_changelist")


def count(query: str, times: int, *, found: int = 3, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    SearchCount.objects.create(query=query, day=day, times=times, num_results=found)


def report(client: Client, **query: Any) -> tuple[list[str], list[str]]:
    context = client.get(REPORT, query).context
    top, missed = context["top"], context["missed"]
    return [row["query"] for row in top], [row["query"] for row in missed]


def test_what_is_wanted_most_comes_first(admin_client: Client) -> None:
    count("lamp", 2)
    count("sofa", 3, days_ago=1)
    count("couch", 5, found=0)
    assert report(admin_client) == (["couch", "sofa", "lamp"], ["couch"])


def test_a_report_is_of_the_days_that_were_chosen(admin_client: Client) -> None:
    count("lamp", 2)
    count("sofa", 3, days_ago=3)
    assert report(admin_client, days=1)[0] == ["lamp"]
    assert report(admin_client, days=7)[0] == ["sofa", "lamp"]


@pytest.mark.parametrize("days", ["", "0", "-1", "much", "9999999999"])
def test_days_that_make_no_sense_are_those_of_a_month(
    admin_client: Client, days: str
) -> None:
    count("lamp", 2, days_ago=20)
    assert report(admin_client, days=days)[0] == ["lamp"]


def test_what_was_not_found_is_made_a_synonym(admin_client: Client) -> None:
    count("couch & co", 5, found=0)
    add = reverse("admin:catalog_synonymgroup_add")
    assert f"{add}?words=couch%20%26%20co" in admin_client.get(REPORT).content.decode()
    admin_client.post(add, {"words": "couch, sofa"})
    assert SynonymGroup.objects.get().terms == ["couch", "sofa"]
