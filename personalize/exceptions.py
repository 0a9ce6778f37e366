"""Exceptions, sorted by what the caller does next.

PersonalizeError
├── InvalidBackend             fix the settings
├── BackendError
│   ├── BackendUnavailable     ask the next backend; put the events again later
│   │   ├── BackendTimeout
│   │   ├── BackendThrottled
│   │   └── BackendCoolingDown (was not asked: it failed a moment ago)
│   ├── BackendNotAsked        ask the next backend: for this one there was no time
│   ├── BackendNotConfigured   ask the next backend
│   └── BackendRejected        give up: the same request will be refused again
├── DatasetError
│   ├── InvalidFile            mend the file: none of it can be read
│   └── InvalidRow             report the row, go on with the next
└── IdentityError
    ├── InvalidUserId          400: no such id can exist
    └── IdentityForbidden      403: an id named without proof
"""

from __future__ import annotations

from personalize.enums import FallbackReason


class PersonalizeError(Exception):
    """Base of everything this app raises."""


class InvalidBackend(PersonalizeError):
    """A backend in the settings cannot be made."""


class BackendError(PersonalizeError):
    """A backend did not do what it was asked."""

    reason = FallbackReason.UNAVAILABLE


class BackendUnavailable(BackendError):
    """The backend is down or failing; the same request may succeed later."""


class BackendTimeout(BackendUnavailable):
    reason = FallbackReason.TIMEOUT


class BackendThrottled(BackendUnavailable):
    reason = FallbackReason.THROTTLED


class BackendCoolingDown(BackendUnavailable):
    reason = FallbackReason.COOLING_DOWN


class BackendNotAsked(BackendError):
    """Nothing is known to be wrong with the backend; the caller could not wait."""

    reason = FallbackReason.TIMEOUT


class BackendNotConfigured(BackendError):
    """The backend has no resource for this use case."""

    reason = FallbackReason.NOT_CONFIGURED


class BackendRejected(BackendError):
    """The backend refuses this very request, now and later."""


class DatasetError(PersonalizeError):
    """A file of interactions, items or users is not what it should be."""


class InvalidFile(DatasetError):
    """The file as a whole cannot be read; the message says what to mend."""


class InvalidRow(DatasetError):
    """One row cannot be used; the message says why."""


class IdentityError(PersonalizeError):
    """A request names a visitor that it may not act as."""


class InvalidUserId(IdentityError):
    """The id has a form that no visitor's id can have."""


class IdentityForbidden(IdentityError):
    """The id is somebody's, and the request does not prove it is theirs."""
