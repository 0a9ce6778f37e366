"""What shoppers got last, and what serving stands on: cache, broker and model."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from uuid import uuid4

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import OperationalError

from personalize.backends import get_backends
from personalize.conf import conf
from personalize.cooldown import CoolDown
from personalize.doctor.examination import Examination
from personalize.doctor.findings import Finding, amber, green, red
from personalize.engine.model_store import ModelStore
from personalize.enums import FallbackReason, UseCase
from personalize.exceptions import BackendError, BackendUnavailable
from personalize.metrics.counters import LastAnswer, read_last_answers
from personalize.training import OLDEST

LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"
BROKER_SECONDS = 2
ADVICE = {
    FallbackReason.NOT_CONFIGURED: "Set its ARN, or leave it to the next backend.",
    FallbackReason.TIMEOUT: "Raise read_timeout and PAGE_DEADLINE together, or look at "
    "the way to Amazon.",
    FallbackReason.THROTTLED: "Raise the minimum TPS, or CACHE_TIMEOUT.",
    FallbackReason.TOO_FEW: "See whether its filter excludes too much.",
    FallbackReason.COLD: "It passes as visitors do more; nothing is broken.",
}


def check_answers(examination: Examination) -> Iterator[Finding]:
    """Tell who gave the last answer of each use case, and why not the first."""
    answers = read_last_answers(use_case.value for use_case in UseCase)
    if not answers:
        yield amber(
            "No page has asked for recommendations within a week.",
            "Open the shop's home page, and check again.",
        )
    for answer in answers:
        yield _describe(answer)
    for backend in get_backends():
        yield from _check_cool_down(backend.name)


def check_cache(examination: Examination) -> Iterator[Finding]:
    if settings.CACHES["default"]["BACKEND"] == LOCAL_CACHE:
        yield amber(
            "The cache is the memory of each process: cool-downs and answers are not "
            "shared.",
            "Set CACHE_URL to a Redis.",
        )
        return
    key, value = f"personalize:doctor:{uuid4()}", uuid4().hex
    start = time.perf_counter()
    cache.set(key, value, 10)
    if cache.get(key) == value:
        took = 1000 * (time.perf_counter() - start)
        yield green(f"The shared cache answers ({took:.1f} ms).")
    else:
        yield red(
            "The shared cache does not answer: every page asks the backends anew.",
            "Start the Redis of CACHE_URL, or correct the variable.",
        )


def check_broker(examination: Examination) -> Iterator[Finding]:
    if current_app.conf.task_always_eager:
        yield amber(
            "There is no broker: web processes deliver events themselves, a little at "
            "a time.",
            "Set REDIS_URL and start a worker and beat.",
        )
        return
    try:
        examination.asking.aside(_connect)
    except BackendError as error:
        yield red(
            f"The broker cannot be reached: {error}",
            "Start the Redis of REDIS_URL, or correct the variable.",
        )
    else:
        yield green("The broker answers.")


def check_model(examination: Examination) -> Iterator[Finding]:
    version = ModelStore(conf.MODEL_DIR).current
    if version is None:
        yield amber(
            "The embedded engine has no model: without Amazon best sellers are shown.",
            "`manage.py train_recommender` trains one.",
        )
        return
    age = timezone.now() - version.made_at
    says = f"The model of the embedded engine is {_hours(age)} old."
    if age > OLDEST:
        yield amber(says, "See that beat and a worker run: they train every night.")
    else:
        yield green(says)


def _describe(answer: LastAnswer) -> Finding:
    age = timedelta(seconds=max(0, round(time.time() - answer.at)))
    says = (
        f"{answer.use_case}: {answer.num_items} items by "
        f"{answer.backend or 'no backend'}, {age} ago"
    )
    if not answer.reason:
        return green(f"{says}.")
    reason = FallbackReason(answer.reason)
    finding = amber if answer.num_items else red
    return finding(
        f"{says}; the first backend: {reason.label}.",
        ADVICE.get(reason, "Mend what stands above; the log has the error."),
    )


def _check_cool_down(name: str) -> Iterator[Finding]:
    state = cache.get(CoolDown(name).key)
    if state and time.time() < state["until"]:
        left = state["until"] - time.time()
        yield amber(
            f"{name} is left alone for another {left:.0f} s, having failed "
            f"({state['failures']} in a row).",
            "Mend what stands above; it is asked again by itself.",
        )


def _connect() -> None:
    connect = partial(current_app.connection_for_write, connect_timeout=BROKER_SECONDS)
    try:
        with connect() as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (OperationalError, OSError) as error:
        raise BackendUnavailable(str(error)) from error


def _hours(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
