"""The addresses of meetings."""

from django.urls import path

from portfolio.meetings import closing, making, pages, screen, writing
from projects.models import EntryKind

urlpatterns = [
    path("", pages.meeting_list, name="meeting-list"),
    path("new/", making.new_meeting, name="meeting-new"),
    path("<int:pk>/", pages.meeting_page, name="meeting"),
    path("<int:pk>/agenda.pdf", pages.agenda_pdf, name="meeting-agenda-pdf"),
    path("<int:pk>/edit/", making.edit_meeting, name="meeting-edit"),
    path("<int:pk>/delete/", making.delete_meeting, name="meeting-delete"),
    path("<int:pk>/close/", closing.close_meeting, name="meeting-close"),
    path("<int:pk>/minutes/", closing.minutes_page, name="meeting-minutes"),
    *(
        path(
            f"<int:pk>/minutes/minutes.{kind}",
            closing.minutes_file,
            {"kind": kind},
            name=f"meeting-minutes-{kind}",
        )
        for kind in closing.FILE_KINDS
    ),
    path("<int:pk>/minutes/send/", closing.send, name="meeting-send"),
    path("<int:pk>/other/", screen.other_page, name="meeting-other"),
    path("items/<int:pk>/", screen.item_page, name="meeting-item"),
    path("items/<int:pk>/stand/", writing.write_stand, name="meeting-item-stand"),
    *(
        path(
            f"<int:pk>/other/{kind}/",
            writing.write_of_other,
            {"kind": kind},
            name=f"meeting-other-{kind}",
        )
        for kind in EntryKind.values
    ),
    *(
        path(
            f"items/<int:pk>/{kind}/",
            writing.write_of_item,
            {"kind": kind},
            name=f"meeting-item-{kind}",
        )
        for kind in EntryKind.values
    ),
    path("entries/<int:pk>/", writing.edit_entry, name="meeting-entry"),
    path("entries/<int:pk>/done/", writing.mark_done, name="meeting-entry-done"),
]
