from django.contrib.auth import views as auth_views
from django.urls import path

from accounts.views import choose_language

urlpatterns = [
    path("sign-in/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("sign-out/", auth_views.LogoutView.as_view(), name="logout"),
    path("language/", choose_language, name="set_language"),
]
