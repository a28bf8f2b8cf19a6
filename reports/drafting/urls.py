"""The addresses of the round: opening a plan, its workbench, its chapters."""

from django.urls import path

from reports.drafting import chapter_views
from reports.drafting import views as round_views

urlpatterns = [
    path("new/", round_views.new_plan, name="plan-new"),
    path("<int:pk>/edit/", round_views.plan_edit, name="plan-edit"),
    path("<int:pk>/cover/", round_views.plan_cover, name="plan-cover"),
    path("<int:pk>/left-out/<int:earlier>/", round_views.plan_left_out, name="plan-left-out"),
    path("<int:pk>/put-back/", round_views.put_back, name="plan-put-back"),
    path("entries/<int:pk>/move/", round_views.move, name="entry-move"),
    path("entries/<int:pk>/take-out/", round_views.take_out, name="entry-take-out"),
    path("<int:pk>/chapters/", chapter_views.chapters, name="plan-chapters"),
    path("<int:pk>/chapters/new/", chapter_views.chapter_new, name="plan-chapter-new"),
    path("<int:pk>/chapters/bring-back/", chapter_views.chapter_back, name="plan-chapter-back"),
    path("chapters/<int:pk>/", chapter_views.chapter, name="chapter"),
    path("chapters/<int:pk>/move/", chapter_views.chapter_move, name="chapter-move"),
    path(
        "chapters/<int:pk>/looked-at/",
        chapter_views.chapter_looked_at,
        name="chapter-looked-at",
    ),
    path("chapters/<int:pk>/delete/", chapter_views.chapter_delete, name="chapter-delete"),
    path("chapters/<int:pk>/history/", chapter_views.chapter_history, name="chapter-history"),
]
