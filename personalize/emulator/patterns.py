"""The regular expressions of the service models, which are Java's."""

from __future__ import annotations

import re
from functools import cache

# What \p{Z} means. \w is \p{L}, \p{N} and the underscore to Python.
SEPARATORS = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
UNICODE = {r"\p{L}": r"\w", r"\p{N}": "", r"\p{Z}": SEPARATORS}
# As Amazon writes it, this one needs minutes to refuse a thousand characters.
REWRITTEN = {
    r"^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$": r"\x20*[\x21-\x7E][\x20-\x7E]*",
    r"\p{ASCII}{0,1500}": r"[\x00-\x7F]{0,1500}",
}


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    if pattern in REWRITTEN:
        return re.compile(REWRITTEN[pattern])
    if r"\p{" not in pattern:
        return re.compile(pattern, re.ASCII)
    for java, python in UNICODE.items():
        pattern = pattern.replace(java, python)
    return re.compile(pattern)
