"""Every error of the API in one shape: {"success": false, "message", "errors"}."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.db import InterfaceError, OperationalError
from rest_framework import status
from rest_framework.exceptions import (
    APIException,
    PermissionDenied,
    Throttled,
    ValidationError,
)
from rest_framework.response import Response
from rest_framework.views import exception_handler

from personalize.exceptions import IdentityForbidden, InvalidUserId

logger = logging.getLogger(__name__)

GENERAL_FIELD = "nonFieldErrors"


class PayloadTooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is too large."


class ServiceUnavailable(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "Try again in a moment: nothing was stored."


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer what a client did wrong, or that the database is away; else a 500."""
    known = _translate(error)
    response = exception_handler(known, context)
    if response is not None:
        response.data = _describe(known, response)
    return response


def _translate(error: Exception) -> Exception:
    match error:
        case InvalidUserId():
            return ValidationError({"userId": [str(error)]})
        case IdentityForbidden():
            return PermissionDenied(str(error))
        case OperationalError() | InterfaceError():
            logger.error("The database did not serve the API.", exc_info=error)
            return ServiceUnavailable()
    return error


def _describe(error: Exception, response: Response) -> dict[str, Any]:
    if isinstance(error, ValidationError):
        errors = dict(flatten(error.detail))
        field, messages = next(iter(errors.items()), ("", ["Invalid."]))
        message = messages[0] if field == GENERAL_FIELD else f"{field}: {messages[0]}"
        return {"success": False, "message": message, "errors": errors}
    message = str(response.data.get("detail", "Error"))
    if isinstance(error, Throttled):
        message = "Too many requests."
    return {"success": False, "message": message, "errors": {}}


def flatten(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Name nested fields by their path: items.0.quantity."""
    if isinstance(detail, dict):
        pairs = [(_rename(key), value) for key, value in detail.items()]
    elif any(isinstance(each, dict | list) for each in detail):
        pairs = [(str(index), value) for index, value in enumerate(detail)]
    else:
        yield path or GENERAL_FIELD, [str(each) for each in detail]
        return
    for key, value in pairs:
        if value:
            yield from flatten(value, f"{path}.{key}" if path else key)


def _rename(key: object) -> str:
    return GENERAL_FIELD if key == "non_field_errors" else str(key)
