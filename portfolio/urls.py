"""The addresses of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from portfolio import branding, dashboard, project_list, project_page

admin.site.site_header = admin.site.site_title = "Salkku"
# The admin has no door of its own.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.index_title = _("Editing")

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("projects/", project_list.project_list, name="project-list"),
    path("projects/deleted/", project_page.deleted_list, name="deleted-projects"),
    path("projects/<int:pk>/", project_page.project_page, name="project"),
    path("projects/<int:pk>/history/", project_page.project_history, name="project-history"),
    path("projects/<int:pk>/restore/", project_page.restore_project, name="project-restore"),
    path("brand.css", branding.brand_css, name="brand"),
    path("plans/", include("reports.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
