from __future__ import annotations

from rest_framework import serializers

from shop.api.fields import TextField
from shop.api.serializers import Serializer

MAX_PASSWORD = 200
MAX_TOKEN = 2000


class PasswordField(TextField):
    def __init__(self) -> None:
        super().__init__(
            max_length=MAX_PASSWORD,
            trim_whitespace=False,
            style={"input_type": "password"},
        )


class EmailField(serializers.EmailField):
    def __init__(self) -> None:
        super().__init__(max_length=254)

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class EmailSerializer(Serializer):
    email = EmailField()


class CredentialsSerializer(EmailSerializer):
    password = PasswordField()


class RefreshSerializer(Serializer):
    refresh_token = TextField(max_length=MAX_TOKEN)


class KeySerializer(Serializer):
    key = TextField(max_length=200, help_text="From the link in the e-mail.")


class ResetSerializer(KeySerializer):
    password = PasswordField()


class NewPasswordSerializer(Serializer):
    current_password = PasswordField()
    new_password = PasswordField()


class TokensSerializer(Serializer):
    access_token = serializers.CharField(
        help_text="Send it as `Authorization: Bearer …`."
    )
    refresh_token = serializers.CharField(
        help_text="Good for one POST to /auth/refresh, which gives the next."
    )
    token_type = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Of the access token, in seconds.")


class SentSerializer(Serializer):
    """Said to everybody alike, whether the address has an account or not."""

    message = serializers.CharField()
