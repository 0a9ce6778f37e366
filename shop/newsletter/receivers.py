from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.dispatch import receiver
from django.http import HttpRequest

from shop.accounts import sections
from shop.accounts.erasing import get_emails
from shop.accounts.models import User
from shop.accounts.signals import account_erased
from shop.newsletter.models import Subscription
from shop.newsletter.subscribing import find


@receiver(account_erased)
def forget_subscriptions(user: User, **kwargs: object) -> None:
    Subscription.objects.of_emails(get_emails(user)).delete()


@receiver(email_changed)
def follow_reader(
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **kwargs: object,
) -> None:
    """A subscription goes with its reader to the address that is proven now."""
    moved = from_email_address and find(from_email_address.email)
    if moved and from_email_address.verified and not find(to_email_address.email):
        moved.email = to_email_address.email.lower()
        moved.save(update_fields=["email"])


def get_context(request: HttpRequest) -> dict[str, Any]:
    return {"subscription": find(request.user.email)}


sections.register(
    sections.Section(
        position=50, template="newsletter/_section.html", get_context=get_context
    )
)
