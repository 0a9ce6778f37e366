"""The end of an account: the person is forgotten, the books are kept."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from shop import mails
from shop.accounts.models import User
from shop.accounts.signals import account_erased
from shop.mails.models import Mail


class ErasureRefused(Exception):  # noqa: N818
    """The account cannot be erased; the message is for its owner."""


@transaction.atomic
def erase(user: User) -> None:
    """Erase the account and all that tells who its owner was; say good-bye to them."""
    if user.is_staff:
        raise ErasureRefused(
            _("This is an account of the shop's staff: an administrator closes it.")
        )
    addresses = get_emails(user)
    account_erased.send(sender=User, user=user)
    for address in addresses:
        Mail.objects.addressed_to(address).delete()
    user.delete()
    if user.email:
        mails.send("accounts/account_erased", user.email, {"email": user.email})


def get_emails(user: User) -> list[str]:
    """Return every address that the account has or is about to have."""
    others = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return sorted({email.lower() for email in [user.email, *others] if email})
