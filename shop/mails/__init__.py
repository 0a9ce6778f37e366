"""E-mails: stored with the change that they tell of, sent once that has committed.

The stored row is all that sending needs, so neither a broker nor a mail server that is
down loses an e-mail or breaks a page.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps as registry
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation


def send(
    name: str,
    to: str,
    context: Mapping[str, object],
    language: str = "",
    *,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Have templates/mails/<name>.{subject.txt,txt,html} sent to this address.

    Written in the language of its reader, and a part of the caller's transaction.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = _render(f"mails/{name}.subject.txt", context, is_html=False)
        text = _render(f"mails/{name}.txt", context, is_html=False)
        html = _render(f"mails/{name}.html", context, is_html=True)
    # By name: the package of an app is imported before there are models.
    registry.get_model("mails", "Mail").objects.create(
        name=name,
        to=to,
        subject=" ".join(subject.split()),
        text=text.strip() + "\n",
        html=html,
        headers=dict(headers or {}),
    )


def _render(path: str, context: Mapping[str, object], *, is_html: bool) -> str:
    values = Context(dict(context), autoescape=is_html)
    return get_template(path).template.render(values)
