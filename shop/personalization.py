"""What the shop tells `personalize`: its catalogue, and what its visitors do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.dispatch import receiver
from django.http import HttpRequest

from personalize.catalog import Catalog, ItemRecord
from personalize.enums import EventType
from personalize.events import NewEvent, record_many, track
from personalize.identity import (
    Visitor,
    consume_link,
    erase_history,
    erase_user,
    get_guest_id,
    get_user_id,
    get_visitor,
    has_history,
    has_opted_out,
    meet_client,
    opt_in,
    opt_out,
)
from personalize.recommendations import can_rank, rank_ids
from shop.accounts import sections
from shop.accounts.signals import account_erased
from shop.cart.carts import get_lines
from shop.cart.signals import product_added
from shop.catalog.imports import add_products
from shop.catalog.models import Product, ProductQuerySet
from shop.catalog.ranking import Ranking, register
from shop.catalog.signals import product_viewed, products_searched
from shop.orders.models import Order, OrderLine
from shop.orders.signals import order_confirmed, order_placed, order_prepared
from shop.reviews.models import Review
from shop.reviews.signals import review_written
from shop.wishlist.signals import product_wished

__all__ = [
    "ShopCatalog",
    "erase_past",
    "get_user_id",
    "meet_client",
    "open_guest_cart",
    "opt_in",
    "opt_out",
]

# Of five stars.
LIKED = 3


def open_guest_cart(request: HttpRequest) -> str:
    """Find the cart of a client without cookies by the guest that it proves to be."""
    request.cart_token = get_guest_id(request)
    return request.cart_token


class ShopCatalog(Catalog):
    item_id_field = "sku"
    category_field = "category"
    created_field = "created_at"
    price_field = "price"
    category_path = ("category__parent__slug", "category__slug")
    text_fields = ("name", "description")
    brand_field = "brand"

    def get_queryset(self) -> ProductQuerySet:
        return Product.objects.available().for_cards()

    def get_visible(self) -> ProductQuerySet:
        return Product.objects.published()

    def get_excluded_ids(self, request: HttpRequest) -> set[str]:
        open_guest_cart(request)
        return {line.product.sku for line in get_lines(request)}

    def add_items(self, records: Iterable[ItemRecord]) -> int:
        return add_products(records)

    def to_json(self, item: Product, request: HttpRequest) -> dict[str, Any]:
        picture = item.picture.url if item.picture else ""
        return {
            "productId": item.sku,
            "name": item.name,
            "brand": item.brand,
            "category": item.category.name,
            "price": str(item.price),
            "currency": settings.CURRENCY,
            "inStock": item.is_available,
            "url": request.build_absolute_uri(item.get_absolute_url()),
            "image": request.build_absolute_uri(picture) if picture else None,
        }


class VisitorsRanking(Ranking):
    """Orders lists by what a visitor has done, if there is what can tell that."""

    def is_offered(self, request: HttpRequest) -> bool:
        return can_rank(request)

    def rank(self, request: HttpRequest, skus: Sequence[str]) -> Sequence[str]:
        return rank_ids(request, skus, is_personal=True).item_ids


register(VisitorsRanking())


def get_choice(request: HttpRequest) -> dict[str, bool]:
    """Say whether this account has recommendations of its own, and a past to erase."""
    is_off = has_opted_out(request.user)
    return {"is_on": not is_off, "has_past": is_off and has_history(request.user)}


sections.register(
    sections.Section(
        position=50, template="privacy/_section.html", get_context=get_choice
    )
)


def erase_past(request: HttpRequest) -> None:
    """Erase what an account did; nothing that comes later may revive it."""
    opt_out(request)
    Order.objects.of_user(request.user).forget_visitors()
    erase_history(request.user)


@receiver(account_erased)
def forget_shopper(user: AbstractBaseUser, **kwargs: object) -> None:
    erase_user(user)


@receiver(product_viewed)
def track_view(request: HttpRequest, product: Product, **kwargs: object) -> None:
    track(request, EventType.VIEW, item_id=product.sku)


@receiver(products_searched)
def track_search(request: HttpRequest, query: str, **kwargs: object) -> None:
    track(request, EventType.SEARCH, properties={"query": query})


@receiver(product_added)
def track_addition(
    request: HttpRequest,
    product: Product,
    quantity: int,
    recommendation_id: str,
    **kwargs: object,
) -> None:
    track(
        request,
        EventType.ADD_TO_CART,
        item_id=product.sku,
        event_value=float(product.price * quantity),
        recommendation_id=recommendation_id,
    )


@receiver(product_wished)
def track_wish(request: HttpRequest, product: Product, **kwargs: object) -> None:
    track(request, EventType.ADD_TO_WISHLIST, item_id=product.sku)


@receiver(review_written)
def track_review(request: HttpRequest, review: Review, **kwargs: object) -> None:
    """Tell who wrote when it was written; publishing it is the doing of the staff.

    Every interaction is taken for liking, so a bad review is none.
    """
    if review.rating >= LIKED:
        track(request, EventType.REVIEW, item_id=review.product.sku)


@receiver(order_prepared)
def keep_visitor(request: HttpRequest, order: Order, **kwargs: object) -> None:
    """Note who places the order: it may be paid where nobody has a web session."""
    order.visitor = asdict(get_visitor(request))


@receiver(order_confirmed)
def record_purchases(order: Order, **kwargs: object) -> None:
    # Orders of old, or typed in by the staff, know no visitor. Whoever opted out since,
    # or has claimed as an account what a guest ordered, is told of no more.
    has_objected = order.user and has_opted_out(order.user)
    if order.visitor and not has_objected:
        lines = order.lines.for_display()
        purchases = [_make_purchase(order, line) for line in lines]
        record_many(Visitor(**order.visitor), purchases)


@receiver(order_placed)
def consume_visitors_link(request: HttpRequest, order: Order, **kwargs: object) -> None:
    """After an order that was confirmed at once, the events of guest and account part.

    One that is paid later finds its visitor with both ids in the order.
    """
    if order.confirmed_at and order.visitor["is_tracked"]:
        consume_link(request)


def _make_purchase(order: Order, line: OrderLine) -> NewEvent:
    return NewEvent(
        event_type=EventType.PURCHASE,
        item_id=line.product.sku,
        event_value=float(line.total),
        # The same line is the same purchase, however often it is told.
        event_id=f"order:{order.number}:{line.pk}",
        timestamp=order.confirmed_at,
        recommendation_id=line.recommendation_id,
    )
