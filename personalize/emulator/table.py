"""The table of all operations with what each one does here, for the documentation."""

from __future__ import annotations

import re

from personalize.emulator.operations import HANDLERS
from personalize.emulator.service_models import OPERATIONS, SERVICES

HEADER = "| Operation | Service | What the emulator does |\n|---|---|---|"
MISSING = "Answers `UnknownOperationException`."
BY_VERB = {
    "Create": "Create {}.",
    "Delete": "Delete {}.",
    "Describe": "Describe {}.",
    "Get": "Answer with {}.",
    "List": "List {}.",
    "Put": "Take in {}.",
    "Start": "Start {}.",
    "Stop": "Stop {}.",
    "Update": "Update {}.",
}
PLURAL = {"Get", "List", "Put"}


def make_table() -> str:
    rows = [
        f"| `{name}` | {OPERATIONS[name].service_model.service_name} | {_tell(name)} |"
        for service in SERVICES
        for name in OPERATIONS
        if OPERATIONS[name].service_model.service_name == service
    ]
    return "\n".join([HEADER, *rows])


def _tell(name: str) -> str:
    """Take the first line of the operation's docstring, or say what its name says."""
    if name not in HANDLERS:
        return MISSING
    # That of a partial is about partials.
    text = getattr(HANDLERS[name], "func", HANDLERS[name]).__doc__
    return _first_line(text) if text else _say_by_name(name)


def _first_line(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())


def _say_by_name(name: str) -> str:
    verb, *nouns = re.findall("[A-Z][a-z]+", name)
    noun = " ".join(nouns).lower()
    if verb not in PLURAL:
        noun = f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    return BY_VERB[verb].format(noun)
