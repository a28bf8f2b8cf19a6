"""The addresses by which a service is watched and looked after."""

from __future__ import annotations

from django.urls import path

from operations.service.page import service

urlpatterns = [
    path("service/", service, name="service"),
]
