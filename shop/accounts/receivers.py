from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from shop.accounts.models import User
from shop.accounts.signals import account_recognized


@receiver(user_logged_in)
def recognize_at_login(
    request: HttpRequest | None, user: AbstractBaseUser, **kwargs: object
) -> None:
    _recognize(request, user)


@receiver(email_confirmed)
def recognize_by_email(email_address: EmailAddress, **kwargs: object) -> None:
    # Without the request: whoever opens the link need not be logged in here.
    _recognize(None, email_address.user)


def _recognize(request: HttpRequest | None, user: AbstractBaseUser) -> None:
    proven = EmailAddress.objects.filter(user=user, verified=True)
    account_recognized.send(
        sender=User,
        request=request,
        user=user,
        emails=[address.email.lower() for address in proven],
    )
