from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.catalog.serializers import ProductCard
from shop.api.pages import PageQuery, get_page, page_of
from shop.api.schema import describe
from shop.api.serializers import Serializer, read
from shop.api.views import ShopView
from shop.catalog.models import Product
from shop.personalization import meet_client
from shop.wishlist import wishes
from shop.wishlist.models import Wish


class WishSerializer(Serializer):
    product = ProductCard()
    wished_at = serializers.DateTimeField()


WishesPage = page_of(WishSerializer)


class WishlistView(ShopView):
    tag = "wishlist"

    @describe(
        "listWishes",
        WishesPage,
        summary="What the account wishes for, newest first.",
        parameters=[PageQuery],
    )
    def get(self, request: Request) -> Response:
        own = Wish.objects.of_user(request.user).for_display()
        page = get_page(own, read(PageQuery, request.query_params))
        return Response(WishesPage(page, context={"request": request}).data)


class WishView(ShopView):
    tag = "wishlist"

    @describe(
        "addWish",
        None,
        code=204,
        summary="Put a product on the list; nothing happens if it is there.",
    )
    def put(self, request: Request, sku: str) -> Response:
        product = get_object_or_404(Product.objects.published(), sku=sku)
        meet_client(request)
        wishes.wish(self.http_request, product)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @describe(
        "removeWish",
        None,
        code=204,
        summary="Take a product off the list; nothing happens if it is not there.",
    )
    def delete(self, request: Request, sku: str) -> Response:
        # Also what the shop does not show any more.
        wishes.remove(request.user, get_object_or_404(Product, sku=sku))
        return Response(status=status.HTTP_204_NO_CONTENT)
