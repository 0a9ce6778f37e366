from __future__ import annotations

from django.urls import include, path

from benchmarks.views import InsertView, ListView

urlpatterns = [
    path("bare/insert", InsertView.as_view()),
    path("bare/list", ListView.as_view()),
    path("", include("shop.urls")),
]
