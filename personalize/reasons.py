"""Why an item is recommended, in a sentence for the shopper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from personalize.backends.base import RecommendedItem
from personalize.enums import ReasonCode


def explain(found: RecommendedItem, because: Any = None) -> str:
    """Say it with the item it is because of, when that is known and still sold."""
    if because is None:
        return str(found.reason.label)
    if found.reason == ReasonCode.BOUGHT_TOGETHER:
        return _("Often bought with %(name)s") % {"name": because}
    return _("Because you viewed %(name)s") % {"name": because}
