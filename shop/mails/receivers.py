from __future__ import annotations

import logging

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from shop.mails.models import Mail
from shop.mails.tasks import deliver_mails

logger = logging.getLogger(__name__)


@receiver(post_save, sender=Mail)
def send_soon(created: bool, **kwargs: object) -> None:
    if created:
        transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    """Wake a worker; without a broker, the e-mail waits for the next beat."""
    try:
        deliver_mails.apply_async(expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("The broker cannot be reached: e-mails wait for the beat.")
