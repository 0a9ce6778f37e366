from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.core import mail
from django.test import Client
from kombu.exceptions import OperationalError

from shop.celery import app
from shop.demo.processes import find_free_port
from tests.shop.factories import PASSWORD, make_user

ROOT = settings.BASE_DIR
PRODUCTION = {
    "ENV_FILE": os.devnull,
    "DEBUG": "false",
    "SECRET_KEY": "only-for-this-test-" * 4,
    "JWT_SIGNING_KEY": "another-one-for-this-test-only-" * 2,
    "ALLOWED_HOSTS": "shop.example.com",
    "DATABASE_URL": "postgres://shop:secret@database.invalid:5432/shop",
    "REDIS_URL": "redis://:secret@queue.invalid:6379/0",
    "CACHE_URL": "redis://:secret@cache.invalid:6379/0",
}


def get_variables_of_settings() -> set[str]:
    return {
        call.args[0].value
        for path in (ROOT / "shop" / "settings").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and re.fullmatch(r"env(\.\w+)?", ast.unparse(call.func))
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def manage(
    *arguments: str, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    paths = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "")}
    return subprocess.run(
        [sys.executable, "-W", "default", "manage.py", *arguments],
        cwd=ROOT,
        env=paths | dict(variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_variable_is_described_and_nothing_else() -> None:
    text = (ROOT / ".env.example").read_text()
    described = set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))

    assert described == get_variables_of_settings() - {"ENV_FILE"}


def test_a_copy_of_the_example_starts() -> None:
    result = manage(
        "check", variables={"ENV_FILE": str(ROOT / ".env.example"), "VAR_DIR": "var"}
    )

    assert result.returncode == 0, result.stderr


def test_nothing_has_to_be_set_for_development() -> None:
    result = manage("check", variables={"ENV_FILE": os.devnull})

    assert result.returncode == 0, result.stderr


def test_production_passes_the_deployment_checks() -> None:
    result = manage("check", "--deploy", "--fail-level=WARNING", variables=PRODUCTION)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "JWT_SIGNING_KEY", "DATABASE_URL", "REDIS_URL", "CACHE_URL"]
)
def test_production_refuses_to_start_without(name: str) -> None:
    result = manage("check", variables=PRODUCTION | {name: ""})

    assert result.returncode != 0
    assert re.search(rf"^{name} must ", result.stderr, re.MULTILINE)


def test_a_short_signing_key_is_refused() -> None:
    result = manage("check", variables=PRODUCTION | {"JWT_SIGNING_KEY": "short"})

    assert "JWT_SIGNING_KEY must be set to 32" in result.stderr


def test_a_secret_key_turns_debug_off() -> None:
    variables = {"ENV_FILE": os.devnull, "SECRET_KEY": PRODUCTION["SECRET_KEY"]}

    result = manage("check", variables=variables)

    assert "DATABASE_URL must" in result.stderr


def test_a_page_never_waits_long_for_the_broker() -> None:
    options = app.conf.broker_transport_options

    assert app.conf.task_publish_retry is True
    assert app.conf.task_publish_retry_policy["max_retries"] == 0
    assert options["socket_timeout"] == options["socket_connect_timeout"] == 0.25


def test_a_task_is_over_before_it_would_be_handed_out_again() -> None:
    options = app.conf.broker_transport_options

    assert app.conf.task_soft_time_limit < app.conf.task_time_limit
    assert app.conf.task_time_limit < options["visibility_timeout"]


def test_no_task_is_lost_with_its_worker() -> None:
    assert app.conf.task_acks_late is True
    assert app.conf.task_reject_on_worker_lost is True
    assert app.conf.worker_prefetch_multiplier == 1


def test_results_are_not_kept_and_only_json_is_read() -> None:
    assert app.conf.result_backend is None
    assert app.conf.task_ignore_result is True
    assert app.conf.accept_content == ["json"]


def test_beats_of_an_outage_do_not_pile_up() -> None:
    entries = app.conf.beat_schedule.values()
    often = [entry for entry in entries if isinstance(entry["schedule"], float)]

    assert often
    assert all(entry["options"]["expires"] <= 2 * entry["schedule"] for entry in often)


def test_the_engine_learns_anew_every_night() -> None:
    nightly = app.conf.beat_schedule["train-model"]

    assert nightly["schedule"] == crontab(hour=3, minute=0)
    assert nightly["options"]["expires"] < 24 * 3600


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()

    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert scheduled <= set(app.tasks)


def test_publishing_to_a_dead_broker_fails_at_once() -> None:
    url = f"redis://127.0.0.1:{find_free_port()}/0"
    connection = app.connection_for_write(url)

    with connection, pytest.raises(OperationalError):
        app.send_task("personalize.deliver_events", connection=connection)


@pytest.mark.django_db
def test_a_shopper_logs_in_by_email(client: Client) -> None:
    form = {"login": make_user().email, "password": PASSWORD}
    response = client.post("/accounts/login/", form)

    assert response.status_code == 302
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_a_mobile_client_gets_a_token_that_the_api_accepts(client: Client) -> None:
    account = {"email": make_user().email, "password": PASSWORD}
    url = "/_allauth/app/v1/auth/login"

    answer = client.post(url, account, content_type="application/json").json()
    token = answer["meta"]["access_token"]
    response = Client().get(
        "/api/personalize/recommendations", headers={"Authorization": f"Bearer {token}"}
    )

    assert response.status_code == 200


@pytest.mark.django_db
def test_no_inline_script_is_allowed(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_mail_is_not_sent_by_tests() -> None:
    assert mail.outbox == []


def test_no_settings_file_is_long() -> None:
    files = Path(ROOT / "shop" / "settings").glob("*.py")

    assert max(len(path.read_text().splitlines()) for path in files) <= 200
