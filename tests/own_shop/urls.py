from __future__ import annotations

from django.shortcuts import render
from django.urls import include, path

urlpatterns = [
    path("", lambda request: render(request, "home.html")),
    path("", include("personalize.urls")),
]
