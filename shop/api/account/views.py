from __future__ import annotations

from allauth.core.ratelimit import consume
from allauth.headless.account.views import ManageEmailView, ReauthenticateView
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from shop.accounts import erasing
from shop.api.account.serializers import (
    AccountSerializer,
    DeletionSerializer,
    SubscriptionSerializer,
)
from shop.api.auth.allauth import ask
from shop.api.auth.serializers import (
    CredentialsSerializer,
    EmailSerializer,
    SentSerializer,
)
from shop.api.errors import Conflict
from shop.api.schema import describe
from shop.api.serializers import read
from shop.api.views import PublicView, ShopView, TokenView
from shop.newsletter import subscribing


class AccountView(ShopView):
    tag = "account"


class MeView(AccountView):
    @describe("getAccount", AccountSerializer, summary="Who the token is of.")
    def get(self, request: Request) -> Response:
        return Response(AccountSerializer(request.user).data)

    @describe(
        "changeAccount",
        AccountSerializer,
        request=AccountSerializer(partial=True),
        summary="Change the name.",
    )
    def patch(self, request: Request) -> Response:
        changed = AccountSerializer(request.user, data=request.data, partial=True)
        changed.is_valid(raise_exception=True)
        changed.save()
        return Response(changed.data)


class EmailView(TokenView):
    tag = "account"

    @describe(
        "changeEmail",
        SentSerializer,
        code=202,
        request=CredentialsSerializer,
        summary="Change the e-mail address, once the link sent to it was opened; it "
        "needs the password.",
    )
    def post(self, request: Request) -> Response:
        data = read(CredentialsSerializer, request.data)
        ask(ReauthenticateView, self.http_request, {"password": data["password"]})
        ask(ManageEmailView, self.http_request, {"email": data["email"]})
        message = _("We have sent you an e-mail. Please open its link.")
        return Response({"message": message}, status=status.HTTP_202_ACCEPTED)


class DeletionView(AccountView):
    @describe(
        "deleteAccount",
        None,
        code=204,
        request=DeletionSerializer,
        summary="Delete the account and all that is personal; it needs the password.",
    )
    def post(self, request: Request) -> Response:
        data = read(DeletionSerializer, request.data)
        if not consume(self.http_request, action="delete_account", user=request.user):
            raise Throttled
        if not request.user.check_password(data["password"]):
            raise ValidationError({"password": [_("This is not your password.")]})
        erasing.erase(request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SubscriptionView(AccountView):
    @describe(
        "getNewsletter",
        SubscriptionSerializer,
        summary="Whether the account gets the newsletter.",
    )
    def get(self, request: Request) -> Response:
        subscription = subscribing.find(request.user.email)
        is_subscribed = bool(subscription and subscription.is_confirmed)
        return Response(SubscriptionSerializer({"is_subscribed": is_subscribed}).data)

    @describe(
        "setNewsletter",
        SubscriptionSerializer,
        request=SubscriptionSerializer,
        summary="Subscribe the account's proven address, or unsubscribe it.",
    )
    def put(self, request: Request) -> Response:
        wish = read(SubscriptionSerializer, request.data)
        is_wanted = wish["is_subscribed"]
        if not subscribing.set_for_account(self.http_request, is_wanted=is_wanted):
            raise Conflict(_("Confirm your e-mail address first."))
        return self.get(request)


class NewsletterView(PublicView):
    tag = "account"
    throttle_scope = "auth"

    @describe(
        "askForNewsletter",
        SentSerializer,
        code=202,
        request=EmailSerializer,
        summary="Ask for the newsletter without an account; an e-mail confirms it.",
    )
    def post(self, request: Request) -> Response:
        data = read(EmailSerializer, request.data)
        if not consume(self.http_request, action="newsletter"):
            raise Throttled
        subscribing.ask(self.http_request, data["email"])
        message = _("We have sent you an e-mail. Please open its link.")
        return Response({"message": message}, status=status.HTTP_202_ACCEPTED)
