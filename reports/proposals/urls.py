from django.urls import path

from reports.proposals import triage_views
from reports.proposals import views as proposal_views

urlpatterns = [
    path("", proposal_views.proposal_list, name="proposal-list"),
    path("new/", proposal_views.proposal_new, name="proposal-new"),
    path("<int:pk>/", proposal_views.proposal_page, name="proposal"),
    path("<int:pk>/edit/", proposal_views.proposal_edit, name="proposal-edit"),
    path("<int:pk>/send/", proposal_views.proposal_send, name="proposal-send"),
    path("<int:pk>/take-back/", proposal_views.proposal_take_back, name="proposal-take-back"),
    path("<int:pk>/accept/", triage_views.accept, name="proposal-accept"),
    path("<int:pk>/ask-back/", triage_views.ask_back, name="proposal-ask-back"),
    path("<int:pk>/decline/", triage_views.decline, name="proposal-decline"),
    path("<int:pk>/reopen/", triage_views.reopen, name="proposal-reopen"),
    path("<int:pk>/merge/", triage_views.merge_choose, name="proposal-merge-choose"),
    path("<int:pk>/merge/into/", triage_views.merge, name="proposal-merge"),
]
