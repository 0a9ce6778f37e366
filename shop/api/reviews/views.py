from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.etags import conditional
from shop.api.pages import PageQuery, get_page
from shop.api.reviews.serializers import (
    OwnReviewSerializer,
    ReviewsPage,
    WritingSerializer,
)
from shop.api.schema import IF_NONE_MATCH, describe
from shop.api.serializers import read
from shop.api.views import PublicView, ShopView
from shop.catalog.models import Product
from shop.personalization import meet_client
from shop.reviews import reviewing
from shop.reviews.models import Review
from shop.reviews.reading import get_shares


class ReviewsView(PublicView):
    tag = "reviews"

    @describe(
        "listReviews",
        ReviewsPage,
        summary="What buyers say about a product, newest first.",
        parameters=[PageQuery, IF_NONE_MATCH],
    )
    @conditional
    def get(self, request: Request, sku: str) -> Response:
        product = find_product(sku)
        reviews = Review.objects.published().of_product(product)
        page = get_page(reviews, read(PageQuery, request.query_params))
        page |= {"rating": product.rating, "shares": get_shares(product)}
        return Response(ReviewsPage(page).data)


class OwnReviewView(ShopView):
    tag = "reviews"

    @describe(
        "getOwnReview",
        OwnReviewSerializer,
        summary="What the account says about a product.",
    )
    def get(self, request: Request, sku: str) -> Response:
        own = Review.objects.of_product(find_product(sku)).of_user(request.user)
        return Response(OwnReviewSerializer(get_object_or_404(own)).data)

    @describe(
        "writeReview",
        OwnReviewSerializer,
        request=WritingSerializer,
        summary="Say something about a product that the account bought, or anew.",
    )
    def put(self, request: Request, sku: str) -> Response:
        said = read(WritingSerializer, request.data)
        product = find_product(sku)
        meet_client(request)
        review = reviewing.submit(self.http_request, product, **said)
        return Response(OwnReviewSerializer(review).data)

    @describe("withdrawReview", None, code=204, summary="Take the own review back.")
    def delete(self, request: Request, sku: str) -> Response:
        reviewing.withdraw(request.user, find_product(sku))
        return Response(status=status.HTTP_204_NO_CONTENT)


def find_product(sku: str) -> Product:
    return get_object_or_404(Product.objects.published(), sku=sku)
