"""All that is declared as resources, each after those that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from personalize.provisioning.columns import can_be_filtered
from personalize.provisioning.declaration import Declaration
from personalize.provisioning.resources.base import Resource
from personalize.provisioning.resources.buckets import make_bucket
from personalize.provisioning.resources.campaigns import make_campaign
from personalize.provisioning.resources.datasets import make_dataset, make_group
from personalize.provisioning.resources.filters import make_filter
from personalize.provisioning.resources.imports import make_import
from personalize.provisioning.resources.recommenders import make_recommender
from personalize.provisioning.resources.roles import make_role
from personalize.provisioning.resources.schemas import make_schema
from personalize.provisioning.resources.trackers import make_tracker

STORAGE = ("bucket", "role")


def make_resources(
    declaration: Declaration, *, with_training: bool = True
) -> list[Resource]:
    """Without training, everything that is needed to collect events, and no more."""
    return [
        *_make_storage(declaration),
        *_make_datasets(declaration),
        *_make_filters(declaration),
        *(_make_trained(declaration) if with_training else ()),
    ]


def _make_storage(declaration: Declaration) -> Iterator[Resource]:
    if not declaration.data_folder:
        yield make_bucket()
        yield make_role()


def _make_datasets(declaration: Declaration) -> Iterator[Resource]:
    prefix = declaration.prefix
    yield make_group(prefix)
    for dataset in declaration.datasets:
        schema = make_schema(prefix, dataset, declaration.domain)
        yield schema
        yield make_dataset(prefix, dataset, schema.name)
    yield make_tracker(prefix)


def _make_filters(declaration: Declaration) -> Iterator[Resource]:
    for name, expression in declaration.filters.items():
        if can_be_filtered(declaration, expression):
            yield make_filter(
                declaration.prefix, name, expression, declaration.datasets
            )


def _make_trained(declaration: Declaration) -> Iterator[Resource]:
    prefix = declaration.prefix
    storage = () if declaration.data_folder else STORAGE
    for dataset in declaration.datasets:
        yield make_import(prefix, dataset, storage)
    imports = tuple(f"import/{dataset}" for dataset in declaration.datasets)
    for serving in declaration.recommenders:
        yield make_recommender(prefix, serving, imports)
    for serving in declaration.campaigns:
        yield from make_campaign(prefix, serving, imports)
