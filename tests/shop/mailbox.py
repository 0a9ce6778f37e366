from __future__ import annotations

import re

from shop.mails.models import Mail

LINK = re.compile(r"http://testserver(\S+)")


def get_link(mail: Mail | None = None) -> str:
    """Return where the first link of the newest e-mail, or of this one, leads."""
    mail = mail or Mail.objects.latest("pk")
    match = LINK.search(mail.text)
    assert match, mail.text
    return match[1]
