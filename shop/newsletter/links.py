"""The links of e-mails, signed: who has one had the e-mail."""

from __future__ import annotations

from time import time

from django.core import signing
from django.urls import reverse

from shop.newsletter.models import Subscription

CONFIRM_SALT = "shop.newsletter.confirm"
UNSUBSCRIBE_SALT = "shop.newsletter.unsubscribe"
CONFIRM_FOR = 7 * 24 * 3600


def make_confirm_url(subscription: Subscription) -> str:
    token = signing.dumps([subscription.pk, time()], salt=CONFIRM_SALT)
    return subscription.shop_url + reverse("newsletter-confirm", args=[token])


def make_unsubscribe_url(subscription: Subscription) -> str:
    """Return a link that works for ever, without logging in."""
    token = signing.Signer(salt=UNSUBSCRIBE_SALT).sign(subscription.pk)
    return subscription.shop_url + reverse("newsletter-unsubscribe", args=[token])


def make_headers(subscription: Subscription) -> dict[str, str]:
    """Return the headers with which a mail program unsubscribes by one click.

    They are those of RFC 8058, and belong to every newsletter.
    """
    return {
        "List-Unsubscribe": f"<{make_unsubscribe_url(subscription)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def find_to_confirm(token: str) -> Subscription | None:
    """Return the subscription of the link, unless it is too old to count."""
    try:
        pk, made_at = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_FOR)
    except signing.BadSignature:
        return None
    subscription = Subscription.objects.filter(pk=pk).first()
    if subscription is None or _has_left_since(subscription, made_at):
        return None
    return subscription


def is_to_unsubscribe(token: str) -> bool:
    return _read_unsubscribe(token) is not None


def find_to_unsubscribe(token: str) -> Subscription | None:
    """Return the subscription of the link; none if it has been erased since."""
    return Subscription.objects.filter(pk=_read_unsubscribe(token)).first()


def _read_unsubscribe(token: str) -> int | None:
    try:
        return int(signing.Signer(salt=UNSUBSCRIBE_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def _has_left_since(subscription: Subscription, moment: float) -> bool:
    left_at = subscription.unsubscribed_at
    return left_at is not None and left_at.timestamp() >= moment
