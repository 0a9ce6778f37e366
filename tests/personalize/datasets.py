"""Rows of datasets as the tests of exports and records need them."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from django.core.management import call_command

from personalize.enums import EventType
from personalize.identity import get_user_id
from personalize.models import Event, UserIdentity
from tests.personalize.outbox import make_event
from tests.shop.factories import make_user


def export(dataset: str, **options: Any) -> list[dict[str, str]]:
    """Return the rows that the command writes to standard output."""
    said = StringIO()
    call_command("export_dataset", dataset, stdout=said, verbosity=0, **options)
    return list(csv.DictReader(StringIO(said.getvalue())))


def store_event(user_id: str = "u_ann", **fields: Any) -> Event:
    """An event of a shopper, or of a guest when there is no user_id."""
    event = make_event(user_id=user_id, **fields)
    event.save()
    return event


def store_sale(user_id: str = "u_ann", **fields: Any) -> Event:
    return store_event(user_id, event_type=EventType.PURCHASE, **fields)


def make_shopper(email: str = "ann@example.com", **fields: Any) -> str:
    """Return the u_ id of a new account."""
    user_id = get_user_id(make_user(email))
    UserIdentity.objects.of_users([user_id]).update(**fields or {"opted_out": False})
    return user_id
