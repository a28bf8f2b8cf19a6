from django.urls import path

from reports import chapter_views, import_views, round_views, views

urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("<int:pk>/", views.plan_page, name="plan"),
    path("<int:pk>/pdf/", views.plan_pdf, name="plan-pdf"),
    path("<int:pk>/docx/", views.plan_docx, name="plan-docx"),
    path("<int:pk>/json/", views.plan_json, name="plan-json"),
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
    path("chapters/<int:pk>/delete/", chapter_views.chapter_delete, name="chapter-delete"),
    path("chapters/<int:pk>/history/", chapter_views.chapter_history, name="chapter-history"),
    path("import/", import_views.import_list, name="plan-import-list"),
    path("import/<int:pk>/", import_views.import_page, name="plan-import"),
    path("import/<int:pk>/read/", import_views.import_read, name="plan-import-read"),
    path("import/<int:pk>/cover/", import_views.import_cover, name="plan-import-cover"),
    path(
        "import/<int:pk>/<int:index>/",
        import_views.import_project,
        name="plan-import-project",
    ),
    path("import/<int:pk>/carry-out/", import_views.import_carry_out, name="plan-import-carry-out"),
    path("import/<int:pk>/undo/", import_views.import_undo, name="plan-import-undo"),
    path("import/<int:pk>/discard/", import_views.import_discard, name="plan-import-discard"),
]
