"""Texts of strangers, as nothing but text."""

from __future__ import annotations

import html
import re

import nh3

# Code is no text at all; of other tags the content stays.
WITHOUT_CONTENT = {"script", "style"}
NOT_PRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
MANY_LINES = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """Remove markup, also what would be markup once an entity is resolved."""
    text = text.encode(errors="ignore").decode().replace("\r\n", "\n")
    text = NOT_PRINTED.sub("", text)
    while (plain := _strip(text)) != text:
        text = plain
    return MANY_LINES.sub("\n\n", text).strip()


def clean_line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _strip(text: str) -> str:
    cleaned = nh3.clean(text, tags=set(), clean_content_tags=WITHOUT_CONTENT)
    return html.unescape(cleaned)
