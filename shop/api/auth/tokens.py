"""Tokens as a client is given them, and as it gives them back."""

from __future__ import annotations

from allauth.headless import app_settings
from allauth.headless.internal.sessionkit import lookup_session
from allauth.headless.tokens.strategies.jwt.internal import (
    create_access_token,
    create_refresh_token,
    decode_token,
    get_token_session,
)
from django.contrib.auth.models import AbstractBaseUser
from rest_framework.exceptions import NotAuthenticated


def describe(access_token: str, refresh_token: str) -> dict[str, object]:
    return {
        "access_token": access_token,
        "refresh_token": refresh_token,
        "token_type": app_settings.JWT_AUTHORIZATION_HEADER_SCHEME,
        "expires_in": app_settings.JWT_ACCESS_TOKEN_EXPIRES_IN,
    }


def refresh(token: str) -> dict[str, object]:
    """Exchange a refresh token for new ones; it is good for that once."""
    tokens = app_settings.TOKEN_STRATEGY.refresh_token(token)
    if tokens is None:
        raise NotAuthenticated("This token is not valid any more. Log in again.")
    return describe(*tokens)


def make(user: AbstractBaseUser, session_key: str) -> dict[str, object]:
    """Make tokens of a session that got another key, by which no old one finds it."""
    session = lookup_session(session_key)
    access_token = create_access_token(user, session, {})
    refresh_token = create_refresh_token(user, session)
    session.save()
    return describe(access_token, refresh_token)


def revoke(token: str) -> None:
    """End the session of this token: no token of it is good any more."""
    payload = decode_token(token, "refresh")
    session = payload and get_token_session(payload)
    if session:
        session.flush()
