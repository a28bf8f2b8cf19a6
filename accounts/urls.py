"""Sign-in, one's own page, and the language."""

from allauth import urls as allauth_urls
from django.urls import include, path
from django.views.generic import RedirectView

from accounts import views
from accounts.tokens import views as tokens

urlpatterns = [
    path("language/", views.choose_language, name="set_language"),
    path("me/", views.me, name="me"),
    path("me/data/", views.my_data, name="my-data"),
    path("tokens/", tokens.own_tokens, name="api-tokens"),
    path("tokens/services/", tokens.service_tokens, name="service-tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="api-token-revoke"),
    path("people/", views.people_names, name="people-names"),
    # E-mail addresses are the administrator's to change: an invitation goes there.
    path("email/", RedirectView.as_view(pattern_name="me")),
    path("password/change/", views.change_password, name="change-password"),
    # A person without a password came through the organisation's provider: no door is made beside
    # it, and none of another account of the provider.
    path("password/set/", RedirectView.as_view(pattern_name="me")),
    path("3rdparty/", RedirectView.as_view(pattern_name="me")),
    path("", include(allauth_urls)),
]
