from __future__ import annotations

from celery import shared_task

from shop.mails import delivery


@shared_task(name="shop.deliver_mails")
def deliver_mails() -> None:
    delivery.deliver_mails()


@shared_task(name="shop.forget_old_mails")
def forget_old_mails() -> None:
    delivery.forget_old_mails()
