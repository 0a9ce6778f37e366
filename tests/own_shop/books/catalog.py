from __future__ import annotations

from django.db.models import QuerySet

from books.models import Book
from personalize.catalog import Catalog


class BookCatalog(Catalog):
    def get_queryset(self) -> QuerySet[Book]:
        return Book.objects.all()
