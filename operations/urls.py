"""The addresses by which a service is watched and looked after."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
