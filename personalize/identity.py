"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A user or an anonymous session, as strings.

    ``user_id`` is u_… for an account, a free-form id that a client named for itself, or
    empty for a guest. ``session_id`` is g_… for a guest (whose events Amazon can link to
    an account later), s_… otherwise, and empty only for someone who cannot be tracked.
    """

    user_id: str = ""
    session_id: str = ""
    is_tracked: bool = True

    @property
    def id(self) -> str:
        """The key of the visitor's profile, and the userId to ask Amazon with."""
        return self.user_id or self.session_id
