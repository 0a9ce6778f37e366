"""Recommendation blocks: rendered in the page, or fetched when they come into view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from django.core import signing
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from personalize.catalog import get_catalog
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.enums import UseCase
from personalize.page import get_page
from personalize.recommendations import Recommendations, recommend

SALT = "personalize.block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What a block asks for. It travels in its URL signed, so nobody can write one."""

    use_case: str
    heading: str
    item_ids: list[str]
    num_results: int
    shown: list[str]
    categories: Sequence[str] = ()
    min_price: float | None = None
    max_price: float | None = None

    @property
    def where(self) -> ItemFilter:
        return ItemFilter(
            categories=frozenset(self.categories),
            min_price=self.min_price,
            max_price=self.max_price,
        )

    @property
    def url(self) -> str:
        token = signing.dumps(asdict(self), salt=SALT, compress=True)
        return f"{reverse('personalize-block')}?block={token}"

    @classmethod
    def from_token(cls, token: str) -> Self:
        try:
            return cls(**signing.loads(token, salt=SALT))
        except signing.BadSignature as error:
            raise Http404("No such block.") from error


def render_block(
    request: HttpRequest, recommendations: Recommendations, heading: str
) -> SafeString:
    """Render the list with its heading, or nothing when there is nothing to show."""
    if not recommendations:
        return SafeString("")
    return render_to_string(
        "personalize/recommendations.html",
        {"recommendations": recommendations, "heading": heading},
        request,
    )


def render_lazy_block(
    request: HttpRequest,
    use_case: UseCase,
    *,
    heading: str,
    items: Iterable[Model],
    num_results: int,
    where: ItemFilter = ANYTHING,
) -> SafeString:
    """Render reserved space that fetches the block when it comes near the viewport."""
    catalog = get_catalog()
    block = Block(
        use_case=use_case,
        heading=heading,
        item_ids=[catalog.get_item_id(item) for item in items],
        num_results=num_results,
        shown=sorted(get_page(request).shown),
        categories=sorted(where.categories),
        min_price=where.min_price,
        max_price=where.max_price,
    )
    context = {"block": block, "heading": heading, "use_case": use_case}
    return render_to_string("personalize/lazy.html", context, request)


@require_safe
@never_cache
def block_view(request: HttpRequest) -> HttpResponse:
    """Answer a lazy block: the bare block to htmx, a page of its own to a browser."""
    block = Block.from_token(request.GET.get("block", ""))
    page = get_page(request)
    page.shown.update(block.shown)
    recommendations = recommend(
        request,
        block.use_case,
        items=get_catalog().get_items(block.item_ids),
        num_results=block.num_results,
        where=block.where,
    )
    content = render_block(request, recommendations, block.heading)
    if "HX-Request" in request.headers:
        return HttpResponse(content)
    context = {"heading": block.heading, "content": content}
    return render(request, "personalize/block_page.html", context)
