from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.reviews.models import MAX_TEXT, MAX_TITLE

STARS = [
    (5, _("Five stars: excellent")),
    (4, _("Four stars: good")),
    (3, _("Three stars: fair")),
    (2, _("Two stars: poor")),
    (1, _("One star: bad")),
]


class ReviewForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("Your rating"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("Headline"), max_length=MAX_TITLE, required=False)
    text = forms.CharField(
        label=_("What should others know?"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
