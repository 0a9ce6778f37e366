from __future__ import annotations

from django.urls import URLPattern, path, re_path

# Registers the converter of article numbers.
import shop.catalog.urls  # noqa: F401
from shop.api.account import addresses
from shop.api.account import views as account
from shop.api.auth import views as auth
from shop.api.cart import views as cart
from shop.api.catalog import views as catalog
from shop.api.checkout import views as checkout
from shop.api.orders import views as orders
from shop.api.payments import views as payments
from shop.api.reviews import views as reviews
from shop.api.views import NotFoundView, ShopView
from shop.api.wishlist import views as wishlist


def door(route: str, view: type[ShopView]) -> list[URLPattern]:
    """A trailing slash is accepted, never required, and documented nowhere."""
    return [
        path(route, view.as_view()),
        path(f"{route}/", view.as_view(schema=None)),
    ]


urlpatterns = [
    *door("categories", catalog.CategoriesView),
    *door("products", catalog.ProductsView),
    *door("products/<sku:sku>", catalog.ProductView),
    *door("products/<sku:sku>/reviews", reviews.ReviewsView),
    *door("products/<sku:sku>/reviews/me", reviews.OwnReviewView),
    *door("search", catalog.SearchView),
    *door("suggestions", catalog.SuggestionsView),
    *door("cart", cart.CartView),
    *door("cart/lines", cart.CartLinesView),
    *door("cart/lines/<int:line_id>", cart.CartLineView),
    *door("checkout/costs", checkout.CostsView),
    *door("orders", orders.OrdersView),
    *door("checkout", checkout.CheckoutView),
    *door("orders/<slug:number>", orders.OrderView),
    *door("orders/<slug:number>/cancellation", orders.CancellationView),
    *door("orders/<slug:number>/reorder", orders.ReorderView),
    *door("orders/<slug:number>/payment", payments.StandingView),
    *door("orders/<slug:number>/payments/hosted", payments.HostedView),
    *door("orders/<slug:number>/payments/native", payments.NativeView),
    *door(
        "orders/<slug:number>/payments/<uuid:payment_id>/confirmation",
        payments.ConfirmationView,
    ),
    *door("payment-methods", payments.MethodsView),
    *door("wishlist", wishlist.WishlistView),
    *door("wishlist/<sku:sku>", wishlist.WishView),
    *door("me", account.MeView),
    *door("me/email", account.EmailView),
    *door("me/password", auth.PasswordView),
    *door("me/newsletter", account.SubscriptionView),
    *door("me/deletion", account.DeletionView),
    *door("me/addresses", addresses.AddressesView),
    *door("me/addresses/<int:address_id>", addresses.AddressView),
    *door("newsletter", account.NewsletterView),
    *door("auth/signup", auth.SignupView),
    *door("auth/email/verify", auth.VerifyEmailView),
    *door("auth/login", auth.LoginView),
    *door("auth/refresh", auth.RefreshView),
    *door("auth/revoke", auth.RevokeView),
    *door("auth/password/forgotten", auth.ForgottenView),
    *door("auth/password/reset", auth.ResetView),
    re_path("", NotFoundView.as_view()),
]
