from __future__ import annotations

from http import HTTPStatus


class ServiceError(Exception):
    """A refusal in the form of the rest-json protocol."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class InvalidInputError(ServiceError):
    """A rule of Personalize itself was broken."""

    def __init__(self, message: str) -> None:
        super().__init__("InvalidInputException", message)


class ResourceNotFoundError(ServiceError):
    def __init__(self, message: str) -> None:
        super().__init__("ResourceNotFoundException", message, HTTPStatus.NOT_FOUND)


class ConstraintError(ServiceError):
    """A length, size, range, pattern or member the service model does not allow.

    The front door of Amazon's services answers these before the service itself sees
    the request, with a code that no client models.
    """

    def __init__(self, path: str, constraint: str) -> None:
        message = (
            f"1 validation error detected: Value at '{path}' failed to satisfy "
            f"constraint: {constraint}"
        )
        super().__init__("ValidationException", message)


class SerializationError(ServiceError):
    def __init__(self, message: str) -> None:
        super().__init__("SerializationException", message)


class ForbiddenError(ServiceError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, HTTPStatus.FORBIDDEN)
