"""The tokens of mobile clients: a refresh token can be used once."""

from __future__ import annotations

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from allauth.headless.tokens.strategies.jwt.internal import (
    decode_token,
    get_refresh_token_state,
    get_token_session,
)
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction


class RotatingTokens(JWTTokenStrategy):
    @transaction.atomic
    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Exchange the token for new ones, once, however many ask at the same time.

        A token that was used before has been copied: whoever holds the copy, and the
        newer tokens, is logged out with its owner, who can log in again.
        """
        session = self._lock_session(refresh_token)
        if session is None:
            return None
        tokens = super().refresh_token(refresh_token)
        if tokens is None and _was_used(refresh_token, session):
            session.flush()
        return tokens

    def _lock_session(self, refresh_token: str) -> SessionBase | None:
        payload = decode_token(refresh_token, "refresh")
        session = payload and get_token_session(payload)
        if not session:
            return None
        rows = Session.objects.select_for_update()
        rows.filter(session_key=session.session_key).first()
        # As whoever held the lock has left it.
        return get_token_session(payload)


def _was_used(refresh_token: str, session: SessionBase) -> bool:
    payload = decode_token(refresh_token, "refresh") or {}
    return payload.get("jti") not in get_refresh_token_state(session)
