from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop.reviews import moderation
from shop.reviews.models import Review, ReviewQuerySet
from shop.staff.readonly import ReadOnlyAdmin


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """What somebody wrote is theirs; the staff decides whether all may read it."""

    list_display = ["written_at", "status", "stars", "says", "product", "author"]
    list_display_links = ["written_at"]
    list_filter = ["status", "rating", "written_at"]
    list_select_related = ["product"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "written_at"
    search_fields = ["=product__sku", "=user__email", "title", "text"]
    search_help_text = _("An article number, an e-mail address, or words of it.")
    fields = [
        "product",
        "author",
        "stars",
        "title",
        "text",
        "status",
        "written_at",
    ]
    actions = ["publish", "reject"]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("reviews.change_review")

    @admin.display(description=_("rating"), ordering="rating")
    def stars(self, review: Review) -> str:
        return "★" * review.rating + "☆" * (5 - review.rating)

    @admin.display(description=_("text"))
    def says(self, review: Review) -> str:
        return Truncator(f"{review.title} {review.text}".strip()).chars(400)

    @admin.action(description=_("Publish the chosen reviews"), permissions=["moderate"])
    def publish(self, request: HttpRequest, queryset: ReviewQuerySet) -> None:
        self.tell(request, moderation.publish(queryset))

    @admin.action(description=_("Reject the chosen reviews"), permissions=["moderate"])
    def reject(self, request: HttpRequest, queryset: ReviewQuerySet) -> None:
        self.tell(request, moderation.reject(queryset))

    def tell(self, request: HttpRequest, count: int) -> None:
        message = ngettext(
            "%(count)d review was changed.", "%(count)d reviews were changed.", count
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)
