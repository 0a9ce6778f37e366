"""Texts that a spreadsheet would calculate."""

from __future__ import annotations

# What a spreadsheet takes for a formula, which could send the sheet's other cells away.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def disarm(text: str) -> str:
    """Mark as text what a spreadsheet would calculate."""
    return f"'{text}" if text.lstrip(" '").startswith(FORMULA_STARTS) else text


def rearm(text: str) -> str:
    """Take the mark away again: what was exported is imported unchanged."""
    is_marked = text.startswith("'") and disarm(text[1:]) == text
    return text[1:] if is_marked else text
