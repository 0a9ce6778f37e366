"""What a member of the staff sees and may do, by the groups they are in."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission

VIEW = ("view",)
CHANGE = ("view", "change")
ALL = ("view", "add", "change", "delete")

Rights = dict[str, tuple[str, ...]]

# Counting is changing a product; what it costs is left to those who may add one.
WAREHOUSE: Rights = {
    "staff": ("send_orders",),
    "catalog.category": VIEW,
    "catalog.product": CHANGE,
    "catalog.variant": CHANGE,
    "orders.order": VIEW,
}
SUPPORT: Rights = {
    "staff": ("cancel_orders", "refund_orders"),
    "accounts.user": VIEW,
    "catalog.category": VIEW,
    "catalog.product": VIEW,
    "catalog.productpicture": VIEW,
    "catalog.variant": VIEW,
    "newsletter.subscription": VIEW,
    "orders.order": VIEW,
    "payments.payment": VIEW,
    "payments.refund": VIEW,
    "reviews.review": CHANGE,
}
MANAGER: Rights = {
    "staff": ("send_orders", "cancel_orders", "refund_orders", "see_revenue"),
    "accounts.user": CHANGE,
    "catalog.category": ALL,
    "catalog.product": ALL,
    "catalog.productpicture": ALL,
    "catalog.searchcount": VIEW,
    "catalog.synonymgroup": ALL,
    "catalog.variant": ALL,
    "newsletter.subscription": VIEW,
    "orders.order": VIEW,
    "payments.payment": VIEW,
    "payments.refund": VIEW,
    "payments.webhookevent": VIEW,
    "personalize.event": CHANGE,
    "personalize.datasetrecord": VIEW,
    "personalize.useridentity": VIEW,
    "reviews.review": CHANGE,
}
ROLES = {"manager": MANAGER, "warehouse": WAREHOUSE, "support": SUPPORT}


def get_names(rights: Rights) -> set[tuple[str, str]]:
    """Return the permissions as app label and codename."""
    return {
        _get_name(target, action)
        for target, actions in rights.items()
        for action in actions
    }


def write_roles() -> None:
    """Make the groups what is said here; of other groups nothing is changed."""
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, rights in ROLES.items():
        group, _is_new = Group.objects.get_or_create(name=role)
        names = get_names(rights)
        group.permissions.set([known[name] for name in names if name in known])


def _get_name(target: str, action: str) -> tuple[str, str]:
    app_label, _dot, model = target.partition(".")
    return app_label, f"{action}_{model}" if model else action
