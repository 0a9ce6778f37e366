from __future__ import annotations

from django.urls import path

from shop.accounts import views

urlpatterns = [
    path("", views.home, name="account-home"),
    path("name/", views.name, name="account-name"),
    path("delete/", views.erase, name="account-erase"),
    path("addresses/", views.address_list, name="address-list"),
    path("addresses/add/", views.add_address, name="address-add"),
    path("addresses/<int:pk>/", views.edit_address, name="address-edit"),
    path("addresses/<int:pk>/delete/", views.delete_address, name="address-delete"),
    path("addresses/<int:pk>/default/", views.make_default, name="address-default"),
]
