"""What a mobile app does to log in, and to stay so."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.shop.factories import PASSWORD

APP = "/_allauth/app/v1/"


def send(path: str, body: dict[str, str]) -> Any:
    return Client().post(APP + path, body, content_type="application/json")


def log_in(email: str, password: str = PASSWORD) -> dict[str, str]:
    answer = send("auth/login", {"email": email, "password": password})
    return answer.json()["meta"]


def refresh(token: str) -> Any:
    return send("tokens/refresh", {"refresh_token": token})


def renew(token: str) -> dict[str, str]:
    return refresh(token).json()["data"]


def ask(token: str) -> int:
    """Return what becomes of a call of the shop's API."""
    headers = {"Authorization": f"Bearer {token}"}
    return Client().get("/api/personalize/recommendations", headers=headers).status_code
