"""Writing about a product, which only those may who bought it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.catalog.models import Product
from shop.orders.models import OrderLine
from shop.reviews.authors import get_author
from shop.reviews.buying import find_purchase
from shop.reviews.exceptions import ReviewRefused
from shop.reviews.models import LEAST, MAX_TEXT, MAX_TITLE, MOST, Review, Status
from shop.reviews.signals import review_published, review_written
from shop.reviews.texts import clean_line, clean_text


def submit(
    request: HttpRequest, product: Product, rating: int, text: str, *, title: str = ""
) -> Review:
    """Write for the account that asks, and let those know who listen."""
    is_new = find(request.user, product) is None
    review = write(request.user, product, rating, text, title=title)
    if is_new:
        review_written.send(sender=Review, request=request, review=review)
    return review


@transaction.atomic
def write(
    user: AbstractBaseUser, product: Product, rating: int, text: str, *, title: str = ""
) -> Review:
    """Keep what a buyer says, in place of what the same buyer said before."""
    purchase = check_may_write(user, product)
    if not LEAST <= rating <= MOST:
        raise ReviewRefused(_("Please give one to five stars."))
    review, _is_new = Review.objects.update_or_create(
        product=product,
        user=user,
        defaults={
            "author": get_author(user, purchase.order.full_name),
            "rating": rating,
            "title": clean_line(title)[:MAX_TITLE],
            "text": clean_text(text)[:MAX_TEXT],
            # Other words must be read anew.
            "status": get_first_status(),
            "written_at": timezone.now(),
        },
    )
    if review.is_published:
        review_published.send(sender=Review, review=review)
    return review


def check_may_write(user: AbstractBaseUser, product: Product) -> OrderLine:
    """Return the purchase that gives the right to speak."""
    purchase = find_purchase(user, product) if user.is_authenticated else None
    if purchase is None:
        raise ReviewRefused(
            _("Only who has bought %(product)s here can review it.")
            % {"product": product}
        )
    return purchase


def find(user: AbstractBaseUser, product: Product) -> Review | None:
    if not user.is_authenticated:
        return None
    return Review.objects.of_product(product).of_user(user).first()


def withdraw(user: AbstractBaseUser, product: Product) -> bool:
    """Delete what the user said about it; return whether there was anything."""
    return bool(Review.objects.of_product(product).of_user(user).delete()[0])


def get_first_status() -> Status:
    return Status.PUBLISHED if settings.REVIEWS_PUBLISH_AT_ONCE else Status.PENDING
