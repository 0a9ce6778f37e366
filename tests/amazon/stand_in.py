from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from personalize.datasets.schemas import ECOMMERCE, get_schema, get_schemas
from personalize.emulator import Emulator, registry
from personalize.emulator.arns import in_region
from personalize.emulator.request_log import LoggedRequest
from personalize.emulator.service_models import OPERATIONS
from personalize.emulator.storage_columns import read_columns
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.validation import validate

REGION = "eu-west-1"
ACCOUNT = f"arn:aws:personalize:{REGION}:123456789012"
GROUP_ARN = f"{ACCOUNT}:dataset-group/shop"
WHEN = 1_760_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    event_id: str
    event_type: str
    item_id: str
    user_id: str | None
    session_id: str
    body: dict[str, Any]


class AmazonStandIn(Emulator):
    """Has a dataset group with the shop's schemas, and a tracker of a known id."""

    def __init__(self, *, tracking_id: str = "tracking-1", port: int = 0) -> None:
        super().__init__(port=port)
        self.tracking_id = tracking_id
        self.add_group("shop")
        self.track(tracking_id, GROUP_ARN)

    def call(self, operation: str, **request: Any) -> dict[str, Any]:
        """Do what a request would do, without one."""
        validate(request, OPERATIONS[operation].input_shape)
        with self.state.lock, in_region(REGION):
            return registry.call(self.state, operation, request)

    def add_group(self, name: str) -> None:
        """Make a dataset group with the datasets that the catalog can fill."""
        group = self.call("CreateDatasetGroup", name=name, domain=ECOMMERCE)
        for schema in get_schemas():
            own_name = f"{name}-{schema.dataset_type}"
            text = schema.to_avro(ECOMMERCE)
            made = self.call(
                "CreateSchema", name=own_name, schema=text, domain=ECOMMERCE
            )
            self.call(
                "CreateDataset",
                name=own_name,
                schemaArn=made["schemaArn"],
                datasetGroupArn=group["datasetGroupArn"],
                datasetType=schema.dataset_type,
            )

    def recommend(
        self, arn: str, item_ids: Sequence[str], *, active: bool = True
    ) -> None:
        """Let an ARN answer with these items, or refuse to because it is stopped."""
        self.script(arn, item_ids)
        if not active:
            self.call("StopRecommender", recommenderArn=arn)

    def put_items(self, items: Mapping[str, Mapping[str, Any]]) -> None:
        """Tell the attributes of items, by the names of their columns."""
        columns = read_columns(get_schema("Items").to_avro(ECOMMERCE))
        for item_id, told in items.items():
            named = {columns[name].property_name: one for name, one in told.items()}
            self.call(
                "PutItems",
                datasetArn=f"{ACCOUNT}:dataset/shop/ITEMS",
                items=[{"itemId": item_id, "properties": json.dumps(named)}],
            )

    def buy(self, user_id: str, item_id: str) -> None:
        """Tell that somebody bought something."""
        self.call(
            "PutEvents",
            trackingId=self.tracking_id,
            sessionId="s_earlier",
            userId=user_id,
            eventList=[{"eventType": "Purchase", "itemId": item_id, "sentAt": WHEN}],
        )

    @property
    def poison(self) -> set[str]:
        """Items whose events spoil their whole call."""
        return memory_of(self.state).poison

    @property
    def calls(self) -> list[LoggedRequest]:
        return self.get_requests()

    @property
    def events(self) -> list[StoredEvent]:
        """What was accepted, each as often as it was sent; it is stored once."""
        return [
            StoredEvent(
                event_id=event["eventId"],
                event_type=event["eventType"],
                item_id=event["itemId"],
                user_id=call.get("userId"),
                session_id=call["sessionId"],
                body=event,
            )
            for call in self.put_events_calls()
            for event in call["eventList"]
        ]

    def put_events_calls(self) -> list[dict[str, Any]]:
        calls = self.get_requests("PutEvents")
        return [call.body or {} for call in calls if call.status == 200]
