"""Accounts as rows of the Users dataset: bands that many share, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from personalize.catalog import get_catalog
from personalize.datasets.schemas import USERS, get_schema
from personalize.identity import accounts
from personalize.models import Event, UserIdentity

CHUNK = 2_000
NEW, RETURNING, BUYER = "new", "returning", "buyer"


def read_user_rows(user_ids: Iterable[str] | None = None) -> Iterator[list[object]]:
    """Give the accounts that may be told of: all as a stream, or those named."""
    identities = UserIdentity.objects.with_account()
    if user_ids is not None:
        identities = identities.of_users(user_ids)
    found = identities.iterator(chunk_size=CHUNK)
    tracked = (each.user_id for each in found if accounts.is_tracked(each))
    while chunk := list(islice(tracked, CHUNK)):
        yield from _make_rows(chunk)


def _make_rows(user_ids: Sequence[str]) -> Iterator[list[object]]:
    columns = get_schema(USERS).header[2:]
    statuses = _find_statuses(user_ids)
    bands = get_catalog().get_user_bands(user_ids)
    for user_id in user_ids:
        own = bands.get(user_id, {})
        more = [own.get(name) for name in columns]
        yield [user_id, statuses.get(user_id, NEW), *more]


def _find_statuses(user_ids: Sequence[str]) -> dict[str, str]:
    """Say who has bought, and who has come on more than one day."""
    statuses = {}
    for visitor_id, sales, first, last in Event.objects.summed_up(user_ids):
        came_back = RETURNING if last.date() > first.date() else NEW
        statuses[visitor_id] = BUYER if sales else came_back
    return statuses
