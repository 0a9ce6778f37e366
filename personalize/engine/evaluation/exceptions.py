from __future__ import annotations


class EvaluationError(Exception):
    """Nothing could be evaluated; the message says what to do about it."""
