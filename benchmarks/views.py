"""The least that DRF can do for the same request: what the endpoints are held to."""

from __future__ import annotations

from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from benchmarks.models import BareView
from shop.catalog.models import Product


class BareViewSerializer(serializers.ModelSerializer):
    class Meta:
        model = BareView
        fields = ["id", "user_id", "product_id"]


class BareProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = ["sku", "name", "brand", "price", "slug", "picture"]


class BareAPIView(APIView):
    authentication_classes = []
    permission_classes = []


class InsertView(BareAPIView):
    """Validate a body and insert one row."""

    def post(self, request: Request) -> Response:
        serializer = BareViewSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(serializer.data, status=status.HTTP_201_CREATED)


class ListView(BareAPIView):
    """Read twelve rows with one query."""

    def get(self, request: Request) -> Response:
        products = Product.objects.available().for_cards().newest()[:12]
        return Response(BareProductSerializer(products, many=True).data)
