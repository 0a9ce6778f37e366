"""Why an item is recommended, in a sentence for the shopper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from personalize.backends.base import RecommendedItem
from personalize.enums import ReasonCode

# What is said where the item it is because of is known and still sold.
BECAUSE = {
    ReasonCode.RECOMMENDED: gettext_lazy("Because you viewed %(name)s"),
    ReasonCode.VIEWED_TOGETHER: gettext_lazy("Because you viewed %(name)s"),
    ReasonCode.BOUGHT_TOGETHER: gettext_lazy("Often bought with %(name)s"),
    ReasonCode.GOES_WITH_PURCHASE: gettext_lazy("Because you bought %(name)s"),
    ReasonCode.ALIKE: gettext_lazy("Similar to %(name)s"),
}
POPULAR = (ReasonCode.POPULAR, ReasonCode.POPULAR_IN_CATEGORY)


def explain(found: RecommendedItem, *, because: Any = None, category: str = "") -> str:
    """Say it with the item it is because of, or with its category, where known."""
    if because is not None and found.reason in BECAUSE:
        return str(BECAUSE[found.reason] % {"name": because})
    if category and found.reason in POPULAR:
        return _("Popular in %(category)s") % {"category": category}
    return str(ReasonCode(found.reason).label)


def describe_evidence(found: RecommendedItem) -> str:
    """Say for the staff how many shoppers stand behind it, where that is counted."""
    if not found.count:
        return ""
    return ngettext(
        "bought together by %(count)d customer",
        "bought together by %(count)d customers",
        found.count,
    ) % {"count": found.count}
