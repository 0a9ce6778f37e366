"""What shoppers do on the pages of accounts."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.shop.factories import PASSWORD


def register(client: Client, email: str = "anna@example.com") -> Any:
    form = {"email": email, "password1": PASSWORD}
    return client.post(reverse("account_signup"), form)


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    credentials = {"login": email, "password": password}
    return client.post(reverse("account_login"), credentials)


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
