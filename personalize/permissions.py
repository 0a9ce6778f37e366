from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from personalize.models import ServerKey


class IsInScope(BasePermission):
    """A server key does only what it was made for; everyone else may call."""

    message = "This key was not made for this call."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, ServerKey):
            return True
        return bool(getattr(request.auth, getattr(view, "scope", ""), False))
