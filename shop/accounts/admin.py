from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin

from shop.accounts.models import User


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    list_display = ["email", "first_name", "last_name", "is_staff", "date_joined"]
    list_display_links = ["email"]
    search_fields = ["=email", "=username", "last_name"]
    date_hierarchy = "date_joined"
    ordering = ["-date_joined"]
