from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from shop.accounts import addresses
from shop.accounts.models import Address
from shop.api.account.serializers import AddressSerializer
from shop.api.idempotency import idempotent
from shop.api.schema import IDEMPOTENCY_KEY, describe
from shop.api.views import ShopView


class AddressesView(ShopView):
    tag = "account"

    @describe(
        "listAddresses",
        AddressSerializer(many=True),
        summary="The account's addresses, the default one first.",
    )
    def get(self, request: Request) -> Response:
        own = Address.objects.of_user(request.user)
        return Response(AddressSerializer(own, many=True).data)

    @describe(
        "addAddress",
        AddressSerializer,
        code=201,
        request=AddressSerializer,
        summary="Keep an address; the first becomes the default.",
        parameters=[IDEMPOTENCY_KEY],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        new = AddressSerializer(data=request.data)
        new.is_valid(raise_exception=True)
        saved = addresses.save(Address(user=request.user, **new.validated_data))
        data = AddressSerializer(saved).data
        return Response(data, status=status.HTTP_201_CREATED)


class AddressView(ShopView):
    tag = "account"

    @describe("getAddress", AddressSerializer, summary="One address.")
    def get(self, request: Request, address_id: int) -> Response:
        return Response(AddressSerializer(self.find(address_id)).data)

    @describe(
        "changeAddress",
        AddressSerializer,
        request=AddressSerializer(partial=True),
        summary="Change what is sent, and leave the rest.",
    )
    def patch(self, request: Request, address_id: int) -> Response:
        address = self.find(address_id)
        changed = AddressSerializer(address, data=request.data, partial=True)
        changed.is_valid(raise_exception=True)
        for name, value in changed.validated_data.items():
            setattr(address, name, value)
        return Response(AddressSerializer(addresses.save(address)).data)

    @describe("deleteAddress", None, code=204, summary="Forget the address.")
    def delete(self, request: Request, address_id: int) -> Response:
        addresses.delete(self.find(address_id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def find(self, address_id: int) -> Address:
        own = Address.objects.of_user(self.request.user)
        return get_object_or_404(own, pk=address_id)
