from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from shop.catalog.models import Category, SynonymGroup, Variant
from shop.catalog.navigation import forget_navigation
from shop.catalog.searches import record_search
from shop.catalog.signals import products_searched
from shop.catalog.stock import recount
from shop.catalog.synonyms import forget_synonyms


@receiver([post_save, post_delete], sender=Category)
def renew_navigation(**kwargs: object) -> None:
    transaction.on_commit(forget_navigation)


@receiver([post_save, post_delete], sender=Variant)
def keep_sum(instance: Variant, **kwargs: object) -> None:
    recount([instance.product_id])


@receiver([post_save, post_delete], sender=SynonymGroup)
def renew_synonyms(**kwargs: object) -> None:
    transaction.on_commit(forget_synonyms)


@receiver(products_searched)
def count_search(query: str, num_results: int | None = None, **kwargs: object) -> None:
    # Who does not know how many were found has only turned a page.
    if num_results is not None:
        record_search(query, num_results)
