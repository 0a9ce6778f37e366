from __future__ import annotations

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from personalize.identity import guests
from personalize.identity.sessions import make_session_id
from personalize.schema import describe_session
from personalize.throttles import AddressThrottle, SessionThrottle
from personalize.views.base import PersonalizeView


class SessionView(PersonalizeView):
    """Make a guest for a client that keeps no cookies, once in its life."""

    throttle_classes = [AddressThrottle, SessionThrottle]

    @describe_session
    def post(self, request: Request) -> Response:
        guest_id = guests.mint()
        answer = {
            "success": True,
            "guestId": guest_id,
            "signature": guests.make_signature(guest_id),
            "sessionId": make_session_id(),
            "headers": {guests.HEADER: guests.sign(guest_id)},
        }
        return Response(answer, status=status.HTTP_201_CREATED)
