from django.urls import path

from reports import views

urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("<int:pk>/", views.plan_page, name="plan"),
    path("<int:pk>/pdf/", views.plan_pdf, name="plan-pdf"),
    path("<int:pk>/json/", views.plan_json, name="plan-json"),
]
