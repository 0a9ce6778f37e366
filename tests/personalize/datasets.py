"""Rows of datasets as the tests of exports and records need them."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

from django.conf import settings as django_settings
from django.core.management import call_command
from django.db.models.functions import Now

from personalize.enums import EventType
from personalize.identity import get_user_id
from personalize.models import DatasetRecord, Event, UserIdentity
from personalize.records.delivery import deliver_due
from tests.amazon import AmazonStandIn
from tests.amazon.stand_in import GROUP_ARN
from tests.personalize.amazon import options_for
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


def configure_group(settings: Any, amazon: AmazonStandIn, **changes: Any) -> None:
    """Name a dataset group at the stand-in, and whatever else in the settings."""
    entry = {
        "BACKEND": "personalize.backends.aws.AmazonPersonalizeBackend",
        "OPTIONS": options_for(amazon, dataset_group_arn=GROUP_ARN),
    }
    catalog = "shop.personalization.ShopCatalog"
    own = {"BACKENDS": [entry], "CATALOG": catalog}
    settings.PERSONALIZE = django_settings.PERSONALIZE | own | changes


def make_due() -> None:
    """Let the time of every wait and every back-off pass."""
    DatasetRecord.objects.update(next_attempt_at=Now() - timedelta(seconds=1))


def deliver(dataset: str = "Items") -> int:
    make_due()
    return deliver_due(DatasetRecord.Dataset(dataset))


def get_put(amazon: AmazonStandIn, operation: str = "PutItems") -> list[Any]:
    """Return the bodies of the calls that were answered with success."""
    calls = [call for call in list(amazon.calls) if call.status == 200]
    return [call.body for call in calls if call.operation == operation]


def get_last(amazon: AmazonStandIn, record_id: str) -> dict[str, Any]:
    """Return the properties that Amazon knows of an item or a user."""
    calls = [*get_put(amazon), *get_put(amazon, "PutUsers")]
    records = [each for call in calls for each in call.get("items", call.get("users"))]
    known = {each.get("itemId", each.get("userId")): each for each in records}
    properties: dict[str, Any] = json.loads(known[record_id]["properties"])
    return properties


def get_status(record_id: str) -> str:
    return DatasetRecord.objects.get(record_id=record_id).status
