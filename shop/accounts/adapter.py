"""What the shop does otherwise than allauth would."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from shop import mails


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send the shop's own e-mail of this name, as the shop sends all others."""
        name = template_prefix.removeprefix("account/email/")
        base = {
            "email": email,
            "shop_url": settings.SITE_URL or self.request.build_absolute_uri("/")[:-1],
            "reset_url": self.request.build_absolute_uri(
                reverse("account_reset_password")
            ),
        }
        mails.send(f"accounts/{name}", email, base | context, get_language() or "")

    def send_account_already_exists_mail(self, email: str) -> None:
        # A new account has its password hashed, which takes the longest: so that the
        # answer is not quicker when there is one already.
        make_password(get_random_string(16))
        super().send_account_already_exists_mail(email)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account-home")
