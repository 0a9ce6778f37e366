"""What is examined whether or not Amazon is configured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from personalize.conf import conf
from personalize.cooldown import CoolDown
from personalize.doctor.checks import CHECKS
from personalize.doctor.examination import Check, Examination, examine
from personalize.doctor.findings import Finding, green
from personalize.engine.model_store import ModelStore
from personalize.exceptions import BackendTimeout
from personalize.metrics.sending import send_metrics
from personalize.models import Event
from personalize.recommendations import recommend
from tests.personalize.counted import forget_counts, read_now
from tests.personalize.examining import find, look
from tests.personalize.factories import make_event, make_request
from tests.personalize.histories import learn
from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    forget_counts()


def run(*arguments: str) -> tuple[str, int]:
    """Return what the command prints, and its exit status."""
    out = StringIO()
    try:
        call_command("personalize_doctor", *arguments, stdout=out)
    except SystemExit as error:
        return out.getvalue(), int(str(error.code))
    return out.getvalue(), 0


def let_wait(event: Event, *, hours: int, error: str = "") -> None:
    received_at = timezone.now() - timedelta(hours=hours)
    Event.objects.filter(pk=event.pk).update(received_at=received_at, error=error)


def test_without_amazon_it_checks_what_there_is() -> None:
    names = [each.name for each in examine(CHECKS, seconds=30)]
    assert "delivery" in names
    assert "credentials" not in names
    assert "not configured" in find("backends").says


def test_events_that_are_delivered_are_in_order() -> None:
    make_event("g_1", status="delivered")
    assert look("delivery").level == "green"


def test_events_that_nobody_tries_want_a_worker() -> None:
    let_wait(make_event("g_1"), hours=3)
    finding = find("delivery")
    assert finding.level == "red"
    assert "3 hours" in finding.says
    assert "worker" in finding.mends


def test_events_that_are_tried_in_vain_show_why() -> None:
    let_wait(make_event("g_1"), hours=3, error="Check PERSONALIZE_TRACKING_ID.")
    assert "Check PERSONALIZE_TRACKING_ID." in find("delivery").says


def test_rejected_events_show_the_latest_reason() -> None:
    make_event("g_1", status="delivered")
    make_event("g_1", hours_ago=2, status="rejected", error="an old reason")
    make_event("g_1", status="rejected", error="the item's id is too long")
    finding = find("delivery")
    assert "2 events were refused" in finding.says
    assert "the item's id is too long" in finding.says


def test_when_all_is_rejected_something_is_broken() -> None:
    make_event("g_1", status="rejected", error="no such tracker")
    assert find("delivery").level == "red"


def test_too_few_interactions_are_counted() -> None:
    make_event("u_1")
    make_event("u_1")
    make_event("g_guest")
    (interactions, users) = look("minimums").findings
    assert "998 are missing" in interactions.says
    assert "24 are missing" in users.says


def test_events_about_unknown_items_are_noticed() -> None:
    make_event("g_1", item_id="not-in-the-catalogue")
    finding = find("items")
    assert finding.level == "red"
    assert "'not-in-the-catalogue'" in finding.says


def test_events_about_the_catalogue_are_in_order() -> None:
    make_event("g_1", item_id=make_product().sku)
    assert look("items").level == "green"


def test_the_last_answer_of_a_use_case_is_told(configure: Any) -> None:
    configure(answers={"best-sellers": [make_product().sku]})
    recommend(make_request(), "best-sellers", num_results=1)
    read_now()
    assert "best-sellers: 1 items by locmem" in find("answers").says
    assert look("answers").level == "green"


def test_a_block_that_stayed_empty_says_why(configure: Any) -> None:
    configure(fault=BackendTimeout("Nothing came."))
    recommend(make_request(), "best-sellers")
    read_now()
    finding = find("answers")
    assert finding.level == "red"
    assert "Did not answer in time" in finding.says
    assert "read_timeout" in finding.mends


def test_no_answers_at_all_are_noticed() -> None:
    assert "within a week" in find("answers").says


def test_a_backend_that_is_left_alone_is_named(configure: Any) -> None:
    configure()
    CoolDown("locmem").start()
    says = [finding.says for finding in look("answers").findings]
    assert "locmem is left alone for another" in says[-1]


def test_the_cool_down_is_looked_at_and_not_touched(configure: Any) -> None:
    configure()
    CoolDown("locmem").start()
    before = cache.get(CoolDown("locmem").key)
    look("answers")
    assert cache.get(CoolDown("locmem").key) == before
    assert f"{CoolDown('locmem').key}:probe" not in cache


def test_the_shared_cache_is_tried() -> None:
    assert "answers" in find("cache").says


def test_a_cache_that_is_away_is_noticed(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "personalize.cache.ResilientRedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("personalize.cache.ResilientRedisCache._paused_until", 0.0)
        assert find("cache").level == "red"


def test_a_cache_of_each_process_is_noticed(settings: Any) -> None:
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend}}
    assert find("cache").level == "amber"


def test_the_broker_is_tried() -> None:
    assert find("broker").says == "The broker answers."


def test_a_missing_model_is_noticed() -> None:
    assert "train_recommender" in find("model").mends


def test_a_fresh_model_is_in_order(settings: Any, tmp_path: Any) -> None:
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"MODEL_DIR": tmp_path}
    ModelStore(conf.MODEL_DIR).publish(learn([("boot", "sandal")] * 3))
    assert find("model").level == "green"


def test_an_old_model_is_noticed(
    settings: Any, tmp_path: Any, time_machine: Any
) -> None:
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"MODEL_DIR": tmp_path}
    ModelStore(conf.MODEL_DIR).publish(learn([("boot", "sandal")] * 3))
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert "3 days old" in find("model").says


def test_metrics_that_nobody_wants_are_no_fault() -> None:
    assert find("metrics").level == "green"


def test_metrics_that_are_not_sent_want_beat(settings: Any) -> None:
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"METRICS_NAMESPACE": "Shop"}
    assert "beat" in find("metrics").mends


def test_metrics_that_are_not_taken_show_why(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    settings.PERSONALIZE = django_settings.PERSONALIZE | {
        "METRICS_NAMESPACE": "Shop",
        "METRICS_REGION": "eu-west-1",
        "ENDPOINT_URLS": {"cloudwatch": "http://127.0.0.1:9"},
    }
    send_metrics()
    finding = find("metrics")
    assert finding.level == "red"
    assert "http://127.0.0.1:9" in finding.says


def test_a_mistake_in_the_settings_is_a_finding(settings: Any) -> None:
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"CATALOGUE": "x"}
    assert "(personalize.E001)" in find("settings").says


def test_a_backend_that_cannot_be_made_is_a_finding(settings: Any) -> None:
    entry = {"BACKEND": "personalize.backends.nowhere.Backend"}
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"BACKENDS": [entry]}
    assert find("backends").level == "red"


def sleep(examination: Examination) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")
    yield green("It slept.")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no limit")
def test_a_slow_query_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personalize.doctor.bounded.QUERY_SECONDS", 0.01)
    slow = Check(name="slow", title="Slow", looks=sleep)
    (check_up,) = examine((slow,), seconds=30)
    assert "The database did not answer" in check_up.findings[0].says
    assert look("delivery").level == "green"


def test_when_the_time_is_up_nothing_more_is_begun() -> None:
    (check_up,) = examine(CHECKS[:1], seconds=0)
    assert "time was up" in check_up.findings[0].says


def test_the_command_ends_well_when_nothing_is_broken() -> None:
    make_event("g_1", item_id=make_product().sku, status="delivered")
    output, status = run()
    assert status == 0
    assert "The broker answers." in output


def test_the_command_fails_when_something_is_broken() -> None:
    let_wait(make_event("g_1", item_id=make_product().sku), hours=1)
    assert run()[1] == 1


def test_amber_fails_when_asked_to() -> None:
    make_event("g_1", item_id=make_product().sku, status="delivered")
    assert run("--strict")[1] == 1


def test_json_has_every_finding() -> None:
    let_wait(make_event("g_1", item_id=make_product().sku), hours=1)
    found = json.loads(run("--json")[0])
    delivery = next(each for each in found["checks"] if each["name"] == "delivery")
    assert found["level"] == delivery["level"] == "red"
    assert set(delivery["findings"][0]) == {"level", "says", "mends"}
