"""All that is checked, in the order in which one thing rests on another."""

from __future__ import annotations

from personalize.doctor import access, data, delivery, items, resources, serving
from personalize.doctor.configuration import check_backends, check_settings
from personalize.doctor.examination import Check

CHECKS = (
    Check(name="settings", title="Settings", looks=check_settings),
    Check(name="backends", title="Backends", looks=check_backends),
    Check(
        name="credentials",
        title="Credentials and region",
        looks=access.check_credentials,
        asks_amazon=True,
    ),
    Check(
        name="permissions",
        title="Permissions of the shop",
        looks=access.check_permissions,
        asks_amazon=True,
    ),
    Check(name="clock", title="Clock", looks=access.check_clock, asks_amazon=True),
    Check(
        name="tracker",
        title="Event tracker",
        looks=resources.check_tracker,
        asks_amazon=True,
    ),
    Check(
        name="recommenders",
        title="Recommenders and campaigns",
        looks=resources.check_recommenders,
        asks_amazon=True,
    ),
    Check(
        name="filters",
        title="Filters",
        looks=resources.check_filters,
        asks_amazon=True,
    ),
    Check(
        name="datasets",
        title="Dataset group and schemas",
        looks=data.check_datasets,
        asks_amazon=True,
    ),
    Check(name="minimums", title="Enough to learn from", looks=data.check_minimums),
    Check(name="items", title="Ids of items", looks=items.check_items),
    Check(name="delivery", title="Delivery of events", looks=delivery.check_delivery),
    Check(name="answers", title="Last answers", looks=serving.check_answers),
    Check(name="metrics", title="Metrics", looks=delivery.check_metrics),
    Check(name="cache", title="Cache", looks=serving.check_cache),
    Check(name="broker", title="Broker", looks=serving.check_broker),
    Check(name="model", title="Embedded engine", looks=serving.check_model),
)
