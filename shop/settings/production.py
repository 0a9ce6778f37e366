from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from shop.settings.environment import env

REQUIRED = {
    "SECRET_KEY": "SECRET_KEY must be set to 50 or more random characters of its own.",
    "JWT_SIGNING_KEY": (
        "JWT_SIGNING_KEY must be set to 32 or more random characters: the tokens of "
        "mobile clients are signed with it."
    ),
    "DATABASE_URL": "DATABASE_URL must name the database, postgres://….",
    "REDIS_URL": "REDIS_URL must name the Redis that keeps the queue of tasks.",
    "CACHE_URL": (
        "CACHE_URL must name the Redis that keeps the cache, shared by all processes."
    ),
}
LENGTHS = {"SECRET_KEY": 50, "JWT_SIGNING_KEY": 32}


def refuse_to_start_without_secrets() -> None:
    missing = [
        sentence
        for name, sentence in REQUIRED.items()
        if len(env(name, default="").encode()) < LENGTHS.get(name, 1)
    ]
    if missing:
        advice = "DEBUG=true starts a development server without them."
        raise ImproperlyConfigured("\n".join(["", *missing, advice]))
