from __future__ import annotations

from django.urls import URLPattern, path

from personalize.blocks import block_view
from personalize.views.base import NotFoundView, PersonalizeView
from personalize.views.batch import BatchView
from personalize.views.recommendations import (
    RankingView,
    RecommendationsView,
    RelatedView,
)
from personalize.views.sessions import SessionView
from personalize.views.tracking import CartEventView, PurchaseView, ViewEventView


def endpoint(route: str, view: type[PersonalizeView], name: str) -> list[URLPattern]:
    """A trailing slash is accepted, never required, and documented nowhere."""
    route = f"api/personalize/{route}"
    return [
        path(route, view.as_view(), name=name),
        path(f"{route}/", view.as_view(schema=None)),
    ]


urlpatterns = [
    *endpoint("track/view", ViewEventView, "personalize-track-view"),
    *endpoint("track/cart", CartEventView, "personalize-track-cart"),
    *endpoint("track/purchase", PurchaseView, "personalize-track-purchase"),
    *endpoint("track", BatchView, "personalize-track"),
    *endpoint("recommendations", RecommendationsView, "personalize-recommendations"),
    *endpoint("recommendations/<str:product_id>", RelatedView, "personalize-related"),
    *endpoint("rankings", RankingView, "personalize-rankings"),
    *endpoint("session", SessionView, "personalize-session"),
    path("api/personalize/<path:unknown>", NotFoundView.as_view()),
    path("personalize/blocks/", block_view, name="personalize-block"),
]
