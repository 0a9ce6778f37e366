"""The books of the demo shop: old orders have arrived, and the last days' are busy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from shop.accounts.models import User
from shop.catalog.models import Product
from shop.demo.simulation import Visit
from shop.orders.models import Order, OrderLine, StatusChange
from shop.orders.statuses import CONFIRMING, Status
from shop.payments.models import Payment

BATCH = 1000
CASH_SHARE = 0.55
# Of all orders, so many never arrive.
LOST_SHARE = 0.04
# Hours from one step to the next, about.
PAUSES = {Status.PACKED: 20, Status.SHIPPED: 10, Status.DELIVERED: 44}
STREETS = ("Harbour Street", "Finch Lane", "Mill Road", "Alder Row", "Station Square")
TOWNS = (
    ("10115", "Berlin", "DE"),
    ("80331", "Munich", "DE"),
    ("1010", "Vienna", "AT"),
    ("8001", "Zurich", "CH"),
    ("75001", "Paris", "FR"),
    ("1012", "Amsterdam", "NL"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is ready to be written, all at once."""

    orders: list[Order] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    history: list[StatusChange] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    def write(self) -> None:
        Order.objects.bulk_create(self.orders, batch_size=BATCH)
        OrderLine.objects.bulk_create(self.lines, batch_size=BATCH)
        StatusChange.objects.bulk_create(self.history, batch_size=BATCH)
        Payment.objects.bulk_create(self.payments, batch_size=BATCH)
        OrderLine.objects.recount_sold()


def load_orders(
    visits: Iterable[Visit],
    users: dict[str, User],
    products: dict[str, Product],
    now: datetime,
) -> int:
    """Write an order for every visit that ended in a purchase."""
    books, random = Books(), Random(7)
    for visit in visits:
        if visit.bought:
            order = add_order(books, visit, users[visit.shopper.email], random)
            add_lines(books, order, visit, products, random)
            live(books, order, now, random)
    books.write()
    return len(books.orders)


def add_order(books: Books, visit: Visit, user: User, random: Random) -> Order:
    goods = sum(product.price for product in visit.bought)
    is_cash = random.random() < CASH_SHARE
    order = Order(
        user=user,
        email=user.email,
        full_name=user.get_full_name(),
        payment_method="cod" if is_cash else "stripe",
        goods=goods,
        total=goods,
        placed_at=visit.at,
        **make_address(user),
    )
    books.orders.append(order)
    return order


def make_address(user: User) -> dict[str, str]:
    """Say where this person lives: the same in all orders."""
    home = Random(user.email)
    postal_code, city, country = home.choice(TOWNS)
    street = f"{home.randint(1, 90)} {home.choice(STREETS)}"
    return {
        "street": street,
        "postal_code": postal_code,
        "city": city,
        "country": country,
    }


def add_lines(
    books: Books,
    order: Order,
    visit: Visit,
    products: dict[str, Product],
    random: Random,
) -> None:
    books.lines.extend(
        OrderLine(
            order=order,
            product=products[product.sku],
            name=product.name,
            size=random.choice(product.sizes) if product.sizes else "",
            price=product.price,
        )
        for product in visit.bought
    )


def live(books: Books, order: Order, now: datetime, random: Random) -> None:
    """Let the order go as far as it has come by now."""
    for status, at in get_life(order, random):
        if at <= now:
            step(books, order, status, at)
    books.payments.append(make_payment(order))


def get_life(order: Order, random: Random) -> Iterator[tuple[Status, datetime]]:
    """Give the steps of an order, and when they are taken."""
    at, is_cash = order.placed_at, order.payment_method == "cod"
    yield Status.PLACED, at
    at += timedelta(minutes=0 if is_cash else random.randint(1, 9))
    yield Status.CASH_PENDING if is_cash else Status.PAID, at
    if random.random() < LOST_SHARE:
        lost = Status.CANCELLED if is_cash else Status.REFUNDED
        yield lost, at + timedelta(hours=5 * random.random())
        return
    for status, hours in PAUSES.items():
        at += timedelta(hours=hours * random.uniform(0.5, 1.5))
        yield status, at


def step(books: Books, order: Order, status: Status, at: datetime) -> None:
    books.history.append(StatusChange(order=order, status=status, changed_at=at))
    order.status = status
    if status in CONFIRMING:
        order.confirmed_at = at
    if status in (Status.PAID, Status.DELIVERED):
        order.paid_at = order.paid_at or at
    # None of those who cancel has the parcel yet.
    order.holds_stock = status not in (Status.CANCELLED, Status.REFUNDED)


def make_payment(order: Order) -> Payment:
    statuses = {
        Status.REFUNDED: Payment.Status.REFUNDED,
        Status.CANCELLED: Payment.Status.CANCELLED,
    }
    usual = Payment.Status.PAID if order.paid_at else Payment.Status.OPEN
    return Payment(
        order=order,
        method=order.payment_method,
        amount=order.total,
        currency=order.currency,
        status=statuses.get(order.status, usual),
        opened_at=order.placed_at,
        paid_at=order.paid_at,
    )
