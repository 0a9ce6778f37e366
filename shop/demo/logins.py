from __future__ import annotations

from allauth.account.models import EmailAddress

from shop.accounts.models import User
from shop.demo.loading import STAFF_EMAIL
from shop.demo.shoppers import DEMO_SHOPPERS


def confirm_logins() -> None:
    """Let the demo's accounts log in, though no e-mail reaches them."""
    emails = [STAFF_EMAIL, *(shopper.email for shopper in DEMO_SHOPPERS)]
    EmailAddress.objects.bulk_create(
        (
            EmailAddress(user=user, email=user.email, primary=True, verified=True)
            for user in User.objects.filter(email__in=emails)
        ),
        update_conflicts=True,
        unique_fields=["user", "email"],
        update_fields=["primary", "verified"],
    )
