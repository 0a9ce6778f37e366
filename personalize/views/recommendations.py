from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from personalize.catalog import get_catalog
from personalize.query_serializers import RecommendationsQuery, RelatedQuery
from personalize.recommendations import Recommendations, rank_ids, recommend
from personalize.schema import (
    describe_ranking,
    describe_recommendations,
    describe_related,
)
from personalize.serializers import RankingSerializer
from personalize.views.base import PersonalizeView


class ReadingView(PersonalizeView):
    scope = "can_read_recommendations"
    needs_visitor = False

    def answer(self, request: Request, found: Recommendations) -> Response:
        catalog = get_catalog()
        return Response(
            {
                "success": True,
                "recommendations": [
                    catalog.to_json(item, request._request) for item in found
                ],
                "recommendationId": found.recommendation_id,
                "isFallback": found.is_fallback,
                "backend": found.backend,
                "fallbackReason": found.fallback_reason,
            }
        )


class RecommendationsView(ReadingView):
    serializer_class = RecommendationsQuery

    @describe_recommendations
    def get(self, request: Request) -> Response:
        data = self.validate(request.query_params)
        found = recommend(
            request,
            data["useCase"],
            num_results=data["numResults"],
            where=data["where"],
            visitor=self.get_visitor(request, data),
        )
        return self.answer(request, found)


class RelatedView(ReadingView):
    serializer_class = RelatedQuery

    @describe_related
    def get(self, request: Request, product_id: str) -> Response:
        data = self.validate(request.query_params)
        visitor = self.get_visitor(request, data)
        found = recommend(
            request,
            data["useCase"],
            item=get_product(product_id),
            num_results=data["numResults"],
            where=data["where"],
            visitor=visitor,
        )
        return self.answer(request, found)


class RankingView(ReadingView):
    serializer_class = RankingSerializer
    max_body = 64 * 1024

    @describe_ranking(RankingSerializer)
    def post(self, request: Request) -> Response:
        data = self.validate(request.data)
        visitor = self.get_visitor(request, data)
        ranking = rank_ids(request, data["productIds"], visitor=visitor)
        return Response(
            {
                "success": True,
                "productIds": list(ranking.item_ids),
                "recommendationId": ranking.recommendation_id,
                "isFallback": ranking.is_fallback,
                "backend": ranking.backend,
                "fallbackReason": ranking.fallback_reason,
            }
        )


def get_product(product_id: str) -> Any:
    """Return the item, sold out or not; 404 for what no visitor can see."""
    product = get_catalog().find_visible(product_id)
    if product is None:
        raise NotFound("There is no such product.")
    return product
