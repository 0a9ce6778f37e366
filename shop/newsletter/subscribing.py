"""Who gets the newsletter: only those who said so from their own mailbox."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.core.ratelimit import consume
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from shop import mails
from shop.accounts.models import User
from shop.newsletter import links
from shop.newsletter.models import Subscription


def ask(request: HttpRequest, email: str) -> None:
    """Ask the owner of the address whether the newsletter is wanted.

    Tells its caller nothing: whoever named the address must not learn who gets it. An
    address that is named again and again gets no more e-mails for a while.
    """
    if consume(request, action="newsletter_mail", key=email.lower()):
        _write(_open(request, email))


def set_for_account(request: HttpRequest, *, is_wanted: bool) -> bool:
    """Subscribe or unsubscribe the account's own address; False if it is unproven."""
    email = find_proven_email(request.user)
    if email and is_wanted:
        _open(request, email).confirm()
    elif email and (subscription := find(email)):
        subscription.unsubscribe()
    return bool(email)


def find(email: str) -> Subscription | None:
    return Subscription.objects.of_emails([email]).first()


def find_proven_email(user: User) -> str:
    proven = EmailAddress.objects.filter(user=user, verified=True)
    address = proven.filter(email__iexact=user.email).first()
    return address.email if address else ""


def _open(request: HttpRequest, email: str) -> Subscription:
    return Subscription.objects.open(
        email,
        language=get_language() or "",
        site_url=request.build_absolute_uri("/").rstrip("/"),
    )


@transaction.atomic
def _write(subscription: Subscription) -> None:
    """Send what is to be clicked; the same work whatever the address is to us."""
    name = "subscribed" if subscription.is_confirmed else "confirm"
    context = {
        "email": subscription.email,
        "shop_url": subscription.shop_url,
        "confirm_url": links.make_confirm_url(subscription),
        "unsubscribe_url": links.make_unsubscribe_url(subscription),
    }
    mails.send(
        f"newsletter/{name}",
        subscription.email,
        context,
        subscription.language or settings.LANGUAGE_CODE,
        headers=links.make_headers(subscription),
    )
