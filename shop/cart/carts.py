"""What a visitor means to buy, found by the account or by a token in the session."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shop.cart.models import (
    MAX_QUANTITY,
    Cart,
    CartLine,
    CartQuerySet,
    make_token,
)
from shop.catalog.models import Product
from shop.catalog.stock import find_problem

SESSION_KEY = "cart_token"


class CartError(Exception):
    """The cart cannot be changed like that; the message is for the shopper."""


class SizeMissingError(CartError):
    """The product comes in sizes, and none of them was chosen."""


def get_lines(request: HttpRequest) -> list[CartLine]:
    """Return the visitor's lines, read once a request; no query without a cart."""
    if not hasattr(request, "cart_lines"):
        request.cart_lines = _read_lines(find_cart(request))
    return request.cart_lines


def get_total(lines: Iterable[CartLine]) -> Decimal:
    return sum((line.total for line in lines), start=Decimal(0))


def find_cart(request: HttpRequest) -> CartQuerySet:
    """Return the visitor's cart as a query of at most one row."""
    return Cart.objects.of_visitor(request.user, get_token(request))


def get_token(request: HttpRequest) -> str:
    """Return what finds a guest's cart; clients without cookies bring their own."""
    token: str = getattr(request, "cart_token", "")
    return token or request.session.get(SESSION_KEY, "")


@transaction.atomic
def add(
    request: HttpRequest,
    product: Product,
    *,
    quantity: int = 1,
    size: str = "",
    recommendation_id: str = "",
) -> CartLine:
    """Put a product into the visitor's cart, on top of what is there already."""
    size = _choose_size(product, size)
    cart = _open_cart(request)
    line = _get_line(cart, product, size)
    line.recommendation_id = recommendation_id or line.recommendation_id
    _set_quantity(line, line.quantity + quantity)
    forget_lines(request)
    return line


@transaction.atomic
def change(request: HttpRequest, line: CartLine, quantity: int) -> None:
    """Set how many are wanted; zero takes the line out."""
    lock_lines(request)
    if quantity:
        _set_quantity(line, quantity)
    else:
        line.delete()
    forget_lines(request)


def lock_lines(request: HttpRequest) -> list[CartLine]:
    """Return the lines as they are now; they change no more in this transaction."""
    find_cart(request).select_for_update().first()
    forget_lines(request)
    return get_lines(request)


def empty(request: HttpRequest) -> None:
    CartLine.objects.in_carts(find_cart(request)).delete()
    forget_lines(request)


@transaction.atomic
def merge_guest_cart(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Move what the guest collected into the cart of the account."""
    forget_lines(request)
    token = get_token(request)
    request.session.pop(SESSION_KEY, None)
    guest = Cart.objects.of_guest(token).select_for_update().first()
    if guest is None:
        return
    cart, _is_new = Cart.objects.select_for_update().get_or_create(user=user)
    CartLine.objects.bulk_create(
        _add_up(cart, guest),
        update_conflicts=True,
        unique_fields=["cart", "product", "size"],
        update_fields=["quantity", "recommendation_id"],
    )
    guest.delete()


def forget_lines(request: HttpRequest) -> None:
    """Have the lines read again, since they have changed."""
    vars(request).pop("cart_lines", None)


def _open_cart(request: HttpRequest) -> Cart:
    """Return the visitor's cart, new if need be, locked until the transaction ends."""
    carts = Cart.objects.select_for_update()
    if request.user.is_authenticated:
        return carts.get_or_create(user=request.user)[0]
    token = get_token(request) or request.session.setdefault(SESSION_KEY, make_token())
    return carts.get_or_create(user=None, token=token)[0]


def _choose_size(product: Product, size: str) -> str:
    if len(product.sizes) <= 1:
        return next(iter(product.sizes), "")
    if size not in product.sizes:
        raise SizeMissingError(
            _("Please choose a size of %(product)s.") % {"product": product}
        )
    return size


def _get_line(cart: Cart, product: Product, size: str) -> CartLine:
    new = CartLine(cart=cart, product=product, size=size, quantity=0)
    lines = cart.lines.of_product(product)
    return next((line for line in lines if line.size == size), new)


def _set_quantity(line: CartLine, quantity: int) -> None:
    """Save the quantity, if the stock allows it beside the cart's other sizes."""
    line.quantity = quantity
    others = line.cart.lines.of_product(line.product).exclude(pk=line.pk)
    if quantity > MAX_QUANTITY:
        raise CartError(_("You can buy at most %s of one product.") % MAX_QUANTITY)
    products = {line.product_id: line.product}
    if problem := find_problem(products, [line, *others]):
        raise CartError(problem)
    line.save()


def _add_up(cart: Cart, guest: Cart) -> list[CartLine]:
    """Return the guest's lines for the account's cart, with what both hold together."""
    own = {(line.product_id, line.size): line for line in cart.lines.all()}
    lines = guest.lines.for_display()
    return [
        _merged(cart, line, own.get((line.product_id, line.size))) for line in lines
    ]


def _merged(cart: Cart, line: CartLine, own: CartLine | None) -> CartLine:
    wanted = line.quantity + (own.quantity if own else 0)
    return CartLine(
        cart=cart,
        product=line.product,
        size=line.size,
        # A product that sold out meanwhile stays, for the shopper to see.
        quantity=min(wanted, MAX_QUANTITY, max(1, line.product.get_stock(line.size))),
        recommendation_id=line.recommendation_id,
    )


def _read_lines(carts: CartQuerySet) -> list[CartLine]:
    # Most visitors have no cart, and a query is not even put into words for them.
    if carts.query.is_empty():
        return []
    lines = list(CartLine.objects.in_carts(carts).for_display())
    with_sizes = [line for line in lines if line.size]
    prefetch_related_objects(with_sizes, "product__variants")
    return lines
