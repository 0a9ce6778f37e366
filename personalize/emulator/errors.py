"""The refusals of Amazon Personalize, in its words and with its status codes."""

from __future__ import annotations

from http import HTTPStatus


class ServiceError(Exception):
    """What a client sees as an error: a code, a message and a status."""

    code = "InternalFailure"
    status: int = HTTPStatus.BAD_REQUEST

    def __init__(self, message: str, *, code: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.status = status or self.status


class InvalidInputError(ServiceError):
    """A rule of Personalize itself was broken."""

    code = "InvalidInputException"


class InvalidNextTokenError(ServiceError):
    code = "InvalidNextTokenException"


class ResourceNotFoundError(ServiceError):
    """The status is 404 for events and runtime, 400 for the control plane; botocore
    and the other clients go by the code."""

    code = "ResourceNotFoundException"
    status = HTTPStatus.NOT_FOUND


class ResourceInUseError(ServiceError):
    code = "ResourceInUseException"
    status = HTTPStatus.CONFLICT


class ResourceAlreadyExistsError(ServiceError):
    code = "ResourceAlreadyExistsException"


class LimitExceededError(ServiceError):
    code = "LimitExceededException"


class TooManyTagsError(ServiceError):
    code = "TooManyTagsException"


class TooManyTagKeysError(ServiceError):
    code = "TooManyTagKeysException"


class ConstraintError(ServiceError):
    """A length, size, range, pattern or member the service model does not allow.

    The front door of Amazon's services answers these before the service itself sees
    the request, with a code that no client models.
    """

    code = "ValidationException"

    def __init__(self, path: str, constraint: str) -> None:
        super().__init__(
            f"1 validation error detected: Value at '{path}' failed to satisfy "
            f"constraint: {constraint}"
        )


class SerializationError(ServiceError):
    code = "SerializationException"


class UnknownOperationError(ServiceError):
    code = "UnknownOperationException"
    status = HTTPStatus.NOT_FOUND


class ForbiddenError(ServiceError):
    status = HTTPStatus.FORBIDDEN
