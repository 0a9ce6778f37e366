from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.kinds import SOLUTION, SOLUTION_VERSION, Kind

# The region a request was signed for; what it makes belongs there.
region: ContextVar[str] = ContextVar("region", default="us-east-1")


@contextmanager
def in_region(name: str) -> Iterator[None]:
    token = region.set(name)
    try:
        yield
    finally:
        region.reset(token)


def get_region(arn: str) -> str:
    return arn.split(":", 4)[3]


def make_arn(kind: Kind, name: str, account_id: str) -> str:
    word = SOLUTION.word if kind == SOLUTION_VERSION else kind.word
    return f"arn:aws:personalize:{region.get()}:{account_id}:{word}/{name}"


def is_here(arn: str) -> bool:
    return get_region(arn) == region.get()


def get_word(arn: str) -> str:
    """Tell the kind of a resource by its ARN, as ``kinds.KINDS`` names it."""
    word, _, name = arn.split(":", 5)[5].partition("/")
    if word == SOLUTION.word and "/" in name:
        return SOLUTION_VERSION.word
    return word


def check_kind(kind: Kind, arn: str) -> None:
    # The model's pattern has assured that there are six parts.
    if get_word(arn) != kind.word:
        raise InvalidInputError(f"{arn} is not the ARN of a {kind.label}.")
