"""What an account wishes for, and what a guest wished for just before logging in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shop.catalog.models import Product
from shop.wishlist.exceptions import WishRefused
from shop.wishlist.models import Wish
from shop.wishlist.signals import product_wished

# A list is for people; nobody looks through more.
MOST_WISHES = 500
SESSION_KEY = "wished"
# A guest is asked to log in at the first; the others are from clicks beside that.
MOST_REMEMBERED = 20


def wish(request: HttpRequest, product: Product) -> None:
    """Add for the account that asks, and let those know who listen."""
    if add(request.user, product):
        forget_ids(request)
        product_wished.send(sender=Wish, request=request, product=product)


def add(user: AbstractBaseUser, product: Product) -> bool:
    """Put the product on the list; return whether it is new there."""
    wishes = Wish.objects.of_user(user)
    if wishes.count() >= MOST_WISHES and not wishes.of_product(product).exists():
        raise WishRefused(
            _("Your wishlist is full: it holds %s products.") % MOST_WISHES
        )
    return Wish.objects.get_or_create(user=user, product=product)[1]


def remove(user: AbstractBaseUser, product: Product) -> bool:
    """Take it off the list; return whether it was there."""
    return bool(Wish.objects.of_user(user).of_product(product).delete()[0])


def get_products(user: AbstractBaseUser) -> list[Product]:
    """Return what can still be seen in the shop, the newest wish first."""
    return [each.product for each in Wish.objects.of_user(user).for_display()]


def get_ids(request: HttpRequest) -> set[int]:
    """Return the keys of what the visitor wishes for, read once a request."""
    if not hasattr(request, "wished_ids"):
        request.wished_ids = _read_ids(request.user)
    return request.wished_ids


def forget_ids(request: HttpRequest) -> None:
    vars(request).pop("wished_ids", None)


def remember(request: HttpRequest, product: Product) -> None:
    """Keep a guest's wish in the session, until somebody logs in there."""
    skus = [sku for sku in request.session.get(SESSION_KEY, []) if sku != product.sku]
    request.session[SESSION_KEY] = [*skus, product.sku][-MOST_REMEMBERED:]


def keep_remembered(request: HttpRequest) -> None:
    """Move what the guest wished for to the account that has just logged in."""
    skus = request.session.pop(SESSION_KEY, [])
    for product in Product.objects.published().with_skus(skus) if skus else []:
        try:
            wish(request, product)
        except WishRefused:
            # A login is no place to complain about a list.
            return


def _read_ids(user: AbstractBaseUser) -> set[int]:
    return Wish.objects.of_user(user).product_ids() if user.is_authenticated else set()
