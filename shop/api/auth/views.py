from __future__ import annotations

from allauth.headless.account import views as allauth_views
from allauth.headless.base.views import APIView
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.auth import serializers, tokens
from shop.api.auth.allauth import Answer, ask, forget_token
from shop.api.schema import describe
from shop.api.serializers import Serializer, read
from shop.api.views import PublicView, TokenView

VERIFY = "verify_email"


class AuthView(PublicView):
    """A door for whoever is not logged in; an old token is not looked at."""

    tag = "accounts"
    throttle_scope = "auth"
    further_errors = (401, 409)

    def get_authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def ask(self, view: type[APIView], serializer: type[Serializer]) -> Answer:
        data = read(serializer, self.request.data)
        forget_token(self.http_request)
        return ask(view, self.http_request, data)

    def say(self, message: str) -> Response:
        return Response({"message": message}, status=status.HTTP_202_ACCEPTED)


class SignupView(AuthView):
    @describe(
        "signUp",
        serializers.SentSerializer,
        code=202,
        request=serializers.CredentialsSerializer,
        summary="Make an account; an e-mail has the link that opens it.",
    )
    def post(self, request: Request) -> Response:
        self.ask(allauth_views.SignupView, serializers.CredentialsSerializer)
        return self.say(_("We have sent you an e-mail. Please open its link."))


class VerifyEmailView(AuthView):
    @describe(
        "verifyEmail",
        None,
        code=204,
        request=serializers.KeySerializer,
        summary="Prove an e-mail address, by the key of the link.",
    )
    def post(self, request: Request) -> Response:
        self.ask(allauth_views.VerifyEmailView, serializers.KeySerializer)
        return Response(status=status.HTTP_204_NO_CONTENT)


class LoginView(AuthView):
    @describe(
        "logIn",
        serializers.TokensSerializer,
        request=serializers.CredentialsSerializer,
        summary="Obtain tokens. With X-Guest-Id, the guest's cart comes along.",
    )
    def post(self, request: Request) -> Response:
        answer = self.ask(allauth_views.LoginView, serializers.CredentialsSerializer)
        if VERIFY in answer.pending:
            raise PermissionDenied(
                _("Confirm your e-mail address first: we have sent you a link.")
            )
        given = answer.tokens
        data = tokens.describe(given["access_token"], given["refresh_token"])
        return Response(serializers.TokensSerializer(data).data)


class RefreshView(AuthView):
    @describe(
        "refreshTokens",
        serializers.TokensSerializer,
        request=serializers.RefreshSerializer,
        summary="Exchange a refresh token for new tokens, once.",
    )
    def post(self, request: Request) -> Response:
        data = read(serializers.RefreshSerializer, request.data)
        new = tokens.refresh(data["refresh_token"])
        return Response(serializers.TokensSerializer(new).data)


class RevokeView(AuthView):
    @describe(
        "revokeTokens",
        None,
        code=204,
        request=serializers.RefreshSerializer,
        summary="Log out: no token of this login is good any more.",
    )
    def post(self, request: Request) -> Response:
        data = read(serializers.RefreshSerializer, request.data)
        tokens.revoke(data["refresh_token"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class ForgottenView(AuthView):
    @describe(
        "requestPasswordReset",
        serializers.SentSerializer,
        code=202,
        request=serializers.EmailSerializer,
        summary="Ask for the link with which a new password is chosen.",
    )
    def post(self, request: Request) -> Response:
        self.ask(allauth_views.RequestPasswordResetView, serializers.EmailSerializer)
        return self.say(_("If there is an account, we have sent an e-mail to it."))


class ResetView(AuthView):
    @describe(
        "resetPassword",
        None,
        code=204,
        request=serializers.ResetSerializer,
        summary="Choose a new password, by the key of the link.",
    )
    def post(self, request: Request) -> Response:
        self.ask(allauth_views.ResetPasswordView, serializers.ResetSerializer)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PasswordView(TokenView):
    tag = "accounts"
    throttle_scope = "auth"

    @describe(
        "changePassword",
        serializers.TokensSerializer,
        request=serializers.NewPasswordSerializer,
        summary="Change the password. Every login ends; the answer begins a new one.",
    )
    def post(self, request: Request) -> Response:
        data = read(serializers.NewPasswordSerializer, request.data)
        answer = ask(allauth_views.ChangePasswordView, self.http_request, data)
        new = tokens.make(request.user, answer.tokens["session_token"])
        return Response(serializers.TokensSerializer(new).data)
