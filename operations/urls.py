"""The addresses by which a service is watched and looked after."""

from __future__ import annotations

from django.urls import path

from operations.service import privacy
from operations.service.page import service

urlpatterns = [
    path("service/", service, name="service"),
    path("service/retention/", privacy.kept, name="retention"),
    path("service/processing/", privacy.processing, name="processing"),
    path("service/processing/record.pdf", privacy.processing_pdf, name="processing-pdf"),
]
