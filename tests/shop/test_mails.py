from __future__ import annotations

from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from typing import Any

import pytest
import redis
from django.conf import settings as configured
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.utils import timezone

from shop import mails
from shop.mails.delivery import deliver_mails, forget_old_mails
from shop.mails.models import MAX_ATTEMPTS, Mail
from shop.mails.tasks import deliver_mails as task
from shop.orders.models import Order
from shop.orders.statuses import Status
from shop.orders.transitions import change_status
from tests.shop.factories import add_to_cart, make_checkout, make_order, make_product

pytestmark = pytest.mark.django_db

GONE = SMTPServerDisconnected("Connection unexpectedly closed")
UNKNOWN = SMTPRecipientsRefused({"anna@example.com": (550, b"No such user")})
BUSY = SMTPRecipientsRefused({"anna@example.com": (450, b"Try again")})


class FailingBackend(EmailBackend):
    """A mail server that refuses all."""

    error: OSError = GONE

    def send_messages(self, messages: Any) -> int:
        raise self.error


@pytest.fixture
def break_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    def break_with(error: OSError) -> None:
        monkeypatch.setattr(FailingBackend, "error", error)
        path = f"{__name__}.{FailingBackend.__name__}"
        settings.EMAIL_BACKEND = path

    return break_with


def write(**fields: Any) -> Mail:
    order = make_order(make_product("Cup & <b>Saucer</b>", price=10))
    Order.objects.update(site_url="https://shop.example.com", **fields)
    change_status(order, Status.CASH_PENDING)
    return Mail.objects.get()


def later(letter: Mail, pause: timedelta) -> None:
    """Let this much time pass for an e-mail that waits."""
    Mail.objects.filter(pk=letter.pk).update(
        next_attempt_at=letter.next_attempt_at - pause
    )


def test_an_e_mail_has_a_text_and_a_page() -> None:
    write()
    deliver_mails()
    [sent] = mail.outbox
    [(html, kind)] = sent.alternatives
    assert (sent.to, kind) == (["anna@example.com"], "text/html")
    assert "1 × Cup & <b>Saucer</b>: €10.00" in sent.body
    assert "1 × Cup &amp; &lt;b&gt;Saucer&lt;/b&gt;" in html


def test_links_are_those_of_the_shop_where_it_was_placed() -> None:
    letter = write()
    link = f"https://shop.example.com{Order.objects.get().link_path}"
    assert link in letter.text
    assert f'href="{link}"' in letter.html


def test_a_shop_may_say_what_its_address_is(settings: Any) -> None:
    settings.SITE_URL = "https://alder.example.com"
    assert "https://alder.example.com/orders/" in write().text


def test_the_address_is_kept_when_an_order_is_placed(client: Client) -> None:
    add_to_cart(client, make_product(price=10))
    client.post("/checkout/", make_checkout(10), headers={"Accept-Language": "de"})
    order = Order.objects.get()
    assert (order.site_url, order.language) == ("http://testserver", "de")


def test_an_e_mail_speaks_the_language_of_its_order() -> None:
    assert "10,00\xa0€" in write(language="de").text


def test_an_e_mail_of_what_did_not_happen_is_never_sent() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    deliver_mails()
    assert mail.outbox == []


def test_a_worker_is_woken_after_the_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    queue = redis.Redis.from_url(configured.REDIS_URL)
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert queue.llen("shop:celery") == 0
    assert queue.llen("shop:celery") == 1
    queue.close()


def test_the_task_sends_what_is_due() -> None:
    write()
    task()
    assert len(mail.outbox) == 1


def test_an_e_mail_is_sent_once() -> None:
    write()
    deliver_mails()
    deliver_mails()
    assert len(mail.outbox) == 1
    assert Mail.objects.get().sent_at


def test_a_server_that_is_down_is_tried_again(break_server: Any, settings: Any) -> None:
    letter = write()
    working = settings.EMAIL_BACKEND
    break_server(GONE)
    deliver_mails()
    letter.refresh_from_db()
    assert (letter.sent_at, letter.attempts) == (None, 1)
    assert "Connection unexpectedly closed" in letter.error
    settings.EMAIL_BACKEND = working
    deliver_mails()
    assert mail.outbox == []
    later(letter, timedelta(minutes=1))
    deliver_mails()
    assert len(mail.outbox) == 1


def test_pauses_grow_and_end(break_server: Any) -> None:
    letter = write()
    break_server(BUSY)
    for _ in range(MAX_ATTEMPTS):
        later(letter, timedelta(days=1))
        deliver_mails()
        letter.refresh_from_db()
    assert letter.attempts == MAX_ATTEMPTS
    assert letter.next_attempt_at - timezone.now() > timedelta(hours=2)
    later(letter, timedelta(days=1))
    assert not Mail.objects.due().exists()


def test_an_address_that_does_not_exist_is_given_up(break_server: Any) -> None:
    letter = write()
    break_server(UNKNOWN)
    deliver_mails()
    later(letter, timedelta(days=1))
    assert not Mail.objects.due().exists()


def test_after_a_bad_address_the_others_are_tried(break_server: Any) -> None:
    first, second = write(), write_other()
    break_server(UNKNOWN)
    deliver_mails()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.error
    assert second.error


def write_other() -> Mail:
    mails.send("order_cancelled", "ben@example.com", {"order": Order.objects.get()})
    return Mail.objects.latest("pk")


def test_a_wrong_password_of_the_server_is_tried_again(break_server: Any) -> None:
    letter = write()
    break_server(SMTPAuthenticationError(535, b"Bad credentials"))
    deliver_mails()
    later(letter, timedelta(minutes=5))
    assert Mail.objects.due().exists()


def test_a_sender_that_died_leaves_its_e_mails_to_another() -> None:
    letter = write()
    assert Mail.objects.claim(10) == [letter]
    assert Mail.objects.claim(10) == []
    letter.refresh_from_db()
    later(letter, timedelta(minutes=3))
    assert Mail.objects.claim(10) == [letter]


def test_a_broken_broker_breaks_no_page(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(**options: Any) -> None:
        raise redis.ConnectionError("down")

    monkeypatch.setattr(task, "apply_async", refuse)
    add_to_cart(client, make_product(price=10))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/checkout/", make_checkout(10))
    assert response.status_code == 302
    assert "e-mails wait for the beat" in caplog.text
    assert Mail.objects.due().count() == 1


def test_old_e_mails_are_forgotten() -> None:
    letter, new = write(), write_other()
    old = timezone.now() - timedelta(days=31)
    Mail.objects.filter(pk=letter.pk).update(created_at=old)
    assert forget_old_mails() == 1
    assert Mail.objects.get() == new


def test_an_e_mail_may_have_headers_of_its_own() -> None:
    write()
    Mail.objects.all().delete()
    headers = {"List-Unsubscribe": "<https://shop.example.com/out/>"}
    context = {"order": Order.objects.get()}
    mails.send("order_cancelled", "ben@example.com", context, headers=headers)
    deliver_mails()
    assert mail.outbox[0].extra_headers == headers


@pytest.mark.parametrize(
    "name", ["order_confirmed", "order_shipped", "order_cancelled", "order_refunded"]
)
def test_every_e_mail_of_an_order_shows_it(name: str) -> None:
    order = make_order(make_product("Cup", price=10))
    lines = list(order.lines.all())
    context = {"order": order, "lines": lines, "link": "https://shop.example.com/x/"}
    mails.send(name, "anna@example.com", context)
    letter = Mail.objects.get()
    assert order.number in letter.subject
    assert "Cup" in letter.text
    assert "https://shop.example.com/x/" in letter.text
    assert "https://shop.example.com/x/" in letter.html
