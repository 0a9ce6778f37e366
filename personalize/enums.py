from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventType(TextChoices):
    """What a visitor did. View and Purchase are the names Amazon's use cases need."""

    VIEW = "View", _("View")
    ADD_TO_CART = "AddToCart", _("Add to cart")
    PURCHASE = "Purchase", _("Purchase")
    ADD_TO_WISHLIST = "AddToWishlist", _("Add to wishlist")
    REVIEW = "Review", _("Review")
    # Kept here and never sent: an interaction without an item is none to Amazon.
    SEARCH = "Search", _("Search")


class EventStatus(TextChoices):
    PENDING = "pending", _("Pending")
    DELIVERED = "delivered", _("Delivered")
    REJECTED = "rejected", _("Rejected")
    # Searches and imported history: used here, never put to a backend.
    LOCAL = "local", _("Local")


class UseCase(TextChoices):
    RECOMMENDED_FOR_YOU = "recommended-for-you", _("Recommended for you")
    CUSTOMERS_ALSO_VIEWED = (
        "customers-also-viewed",
        _("Customers who viewed this also viewed"),
    )
    FREQUENTLY_BOUGHT_TOGETHER = (
        "frequently-bought-together",
        _("Frequently bought together"),
    )
    SIMILAR_ITEMS = "similar-items", _("Similar items")
    BEST_SELLERS = "best-sellers", _("Best sellers")
    MOST_VIEWED = "most-viewed", _("Most viewed")
    TRENDING_NOW = "trending-now", _("Trending now")
    RECENTLY_VIEWED = "recently-viewed", _("Recently viewed")

    @property
    def needs_item(self) -> bool:
        """Whether the answer depends on an item: the one viewed, or the cart's."""
        return self in ITEM_USE_CASES

    @property
    def is_personal(self) -> bool:
        """Whether the answer depends on who is asking."""
        return self in (UseCase.RECOMMENDED_FOR_YOU, UseCase.RECENTLY_VIEWED)


ITEM_USE_CASES = (
    UseCase.CUSTOMERS_ALSO_VIEWED,
    UseCase.FREQUENTLY_BOUGHT_TOGETHER,
    UseCase.SIMILAR_ITEMS,
)


class FallbackReason(TextChoices):
    """Why a backend did not give (all of) the answer."""

    NOT_CONFIGURED = "not_configured", _("Not configured for this use case")
    TIMEOUT = "timeout", _("Did not answer in time")
    THROTTLED = "throttled", _("Refused for too many requests")
    UNAVAILABLE = "unavailable", _("Could not be reached, or failed")
    COOLING_DOWN = "cooling_down", _("Failed a moment ago and is left alone")
    TOO_FEW = "too_few", _("Answered with too few items")
    COLD = "cold", _("Knows nothing of this visitor or item yet")


class ReasonCode(TextChoices):
    """Why an item is recommended; the label is what a shopper may read."""

    RECOMMENDED = "recommended", _("Recommended for you")
    VIEWED_TOGETHER = "viewed-together", _("Often viewed together")
    BOUGHT_TOGETHER = "bought-together", _("Often bought together")
    GOES_WITH_PURCHASE = "goes-with-purchase", _("Goes with what you bought")
    ALIKE = "alike", _("Similar item")
    SHARED_TASTE = "shared-taste", _("Shoppers with your taste chose it")
    AGAIN = "again", _("Buy it again")
    VIEWED_RECENTLY = "viewed-recently", _("You viewed this")
    POPULAR = "popular", _("Popular now")
    POPULAR_IN_CATEGORY = "popular-in-category", _("Popular in this category")
    TRENDING = "trending", _("On the rise")
    NEW = "new", _("New in")
    # Shown to learn whether it is liked.
    EXPLORATION = "exploration", _("Something new for you")
    PROMOTED = "promoted", _("Featured")
