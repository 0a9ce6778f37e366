"""allauth's own doors for apps, asked from within: its limits and silences hold here.

What it answers is told in the shape of this API.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.base.views import APIView
from allauth.headless.constants import Client
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import (
    NotAuthenticated,
    PermissionDenied,
    Throttled,
    ValidationError,
)

from shop.api.errors import Conflict
from shop.api.names import camelize


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of it; ``tokens`` are there only for somebody who is logged in now."""

    tokens: dict[str, str] = field(default_factory=dict)
    # What is still to be done before that, such as verify_email.
    pending: frozenset[str] = frozenset()


def ask(view: type[APIView], request: HttpRequest, data: dict[str, Any]) -> Answer:
    request._body = json.dumps(data).encode()
    try:
        response = view.as_api_view(client=Client.APP)(request)
    except ImmediateHttpResponse as answer:
        response = answer.response
    _refuse(response)
    body = json.loads(response.content)
    return Answer(tokens=body.get("meta", {}), pending=_read_pending(body.get("data")))


def forget_token(request: HttpRequest) -> None:
    """Let nobody be asked who they were: they are about to say who they are."""
    request.META.pop("HTTP_AUTHORIZATION", None)
    request.META.pop("HTTP_X_SESSION_TOKEN", None)


def _refuse(response: HttpResponse) -> None:
    match response.status_code:
        case 400:
            raise ValidationError(_read_errors(response))
        case 403:
            raise PermissionDenied
        case 409:
            raise Conflict
        case 410:
            raise NotAuthenticated
        case 429:
            raise Throttled


def _read_pending(data: Any) -> frozenset[str]:
    flows = data.get("flows", []) if isinstance(data, dict) else []
    return frozenset(flow["id"] for flow in flows if flow.get("is_pending"))


def _read_errors(response: HttpResponse) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for error in json.loads(response.content).get("errors", []):
        name = camelize(error.get("param", "nonFieldErrors"))
        errors.setdefault(name, []).append(error["message"])
    return errors
