from __future__ import annotations

import hashlib
import re
import secrets

from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import constant_time_compare
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from personalize.models import ServerKey

SCHEME = "Api-Key"
KEY = re.compile(r"([0-9a-f]{16})\.([A-Za-z0-9_-]{43})")
INVALID = "This key is not valid."


def hash_secret(secret: str) -> str:
    """A fast hash is enough: the secret is 256 random bits, not a password."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_server_key(name: str, *, can_write: bool, can_read: bool) -> str:
    """Return the value of the Authorization header; the secret is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    key = ServerKey.objects.create(
        name=name,
        key_id=secrets.token_hex(8),
        secret_hash=hash_secret(secret),
        can_write_events=can_write,
        can_read_recommendations=can_read,
    )
    return f"{SCHEME} {key.key_id}.{secret}"


class ServerKeyAuthentication(BaseAuthentication):
    """Authorization: Api-Key <key_id>.<secret>. The key is in request.auth."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ServerKey] | None:
        header = get_authorization_header(request).decode("latin-1")
        scheme, _, value = header.partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        return AnonymousUser(), self.get_key(value.strip())

    def get_key(self, value: str) -> ServerKey:
        match = KEY.fullmatch(value)
        if not match:
            raise AuthenticationFailed(INVALID)
        key_id, secret = match.groups()
        key = ServerKey.objects.filter(key_id=key_id, is_active=True).first()
        if not key or not constant_time_compare(hash_secret(secret), key.secret_hash):
            raise AuthenticationFailed(INVALID)
        return key

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
