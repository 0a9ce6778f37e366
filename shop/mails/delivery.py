"""Sending what is stored. An e-mail may be sent twice if a sender dies, never not."""

from __future__ import annotations

import logging
from smtplib import SMTPRecipientsRefused
from time import monotonic

from django.core.mail import EmailMultiAlternatives

from shop.mails.models import Mail

logger = logging.getLogger(__name__)

BATCH = 10


def deliver_mails(*, seconds: float = 10) -> None:
    """Send what is due, for about so long."""
    end = monotonic() + seconds
    while monotonic() < end and (mails := Mail.objects.claim(BATCH)):
        for mail in mails:
            _deliver(mail)


def forget_old_mails() -> int:
    return Mail.objects.old().delete()[0]


def _deliver(mail: Mail) -> None:
    try:
        _make_message(mail).send()
    except OSError as error:  # Of which those of smtplib are.
        mail.mark_failed(error, is_final=_is_refused_for_good(error))
        logger.warning("E-mail %s was not sent.", mail.pk, exc_info=True)
    else:
        mail.mark_sent()


def _make_message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to], headers=mail.headers
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _is_refused_for_good(error: OSError) -> bool:
    """Whether the mail server says that there is no such address."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )
