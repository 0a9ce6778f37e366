"""How the shop does: one query a function, for the home page of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from shop.accounts.models import User
from shop.catalog.levels import LOW_STOCK
from shop.catalog.models import Product
from shop.orders.models import Order, OrderQuerySet
from shop.orders.statuses import Status
from shop.payments.models import Payment
from shop.reviews.models import Review

# Orders that the shop lives on: neither waiting for money nor given up.
EARNING = [
    Status.CASH_PENDING,
    Status.PAID,
    Status.PACKED,
    Status.SHIPPED,
    Status.DELIVERED,
]
TO_PACK = [Status.CASH_PENDING, Status.PAID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    day: date
    orders: int = 0
    revenue: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Published products of which there is little, or nothing."""

    low: int
    sold_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Orders that wait for something."""

    unpaid: int
    to_pack: int
    to_ship: int


def get_days(number: int) -> list[Day]:
    """Return the latest days, the last of them today; quiet days too."""
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in reversed(range(number))]
    rows = _placed_since(days[0]).annotate(day=TruncDate("placed_at"))
    totals = rows.order_by().values("day").annotate(n=Count("pk"), sum=Sum("total"))
    found = {row["day"]: row for row in totals}
    return [_make_day(day, found.get(day)) for day in days]


def count_work() -> Work:
    waiting = Order.objects.filter(status__in=[Status.PLACED, *TO_PACK, Status.PACKED])
    rows = waiting.order_by().values_list("status").annotate(Count("pk"))
    counts = dict(rows)
    return Work(
        unpaid=counts.get(Status.PLACED, 0),
        to_pack=sum(counts.get(status, 0) for status in TO_PACK),
        to_ship=counts.get(Status.PACKED, 0),
    )


def count_levels() -> Levels:
    few = Product.objects.published().filter(stock__lte=LOW_STOCK)
    counts = few.aggregate(all=Count("pk"), none=Count("pk", filter=Q(stock=0)))
    return Levels(low=counts["all"] - counts["none"], sold_out=counts["none"])


def count_waiting_reviews() -> int:
    return Review.objects.pending().count()


def count_flagged_payments() -> int:
    return Payment.objects.exclude(problem="").count()


def with_orders(users: QuerySet[User]) -> QuerySet[User]:
    """Add how many orders each has, and what came of those that were not given up."""
    theirs = Order.objects.filter(user=OuterRef("pk"), status__in=EARNING)
    theirs = theirs.order_by().values("user")
    number = theirs.annotate(n=Count("pk")).values("n")
    spent = theirs.annotate(sum=Sum("total")).values("sum")
    return users.annotate(
        num_orders=Coalesce(Subquery(number), 0),
        spent=Subquery(spent),
    )


def _placed_since(day: date) -> OrderQuerySet:
    start = timezone.make_aware(datetime.combine(day, time.min))
    return Order.objects.filter(placed_at__gte=start, status__in=EARNING)


def _make_day(day: date, row: dict | None) -> Day:
    return Day(day=day, orders=row["n"], revenue=row["sum"]) if row else Day(day=day)
