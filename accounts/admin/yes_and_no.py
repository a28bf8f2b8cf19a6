"""Yes and no in words where the administration shows a value that is one of them.

Django draws a picture, whose text is "True", "False" or "None" in every language, and has no
setting for it.
"""

from __future__ import annotations

from django.contrib.admin.templatetags import admin_list
from django.utils.translation import gettext as _


def in_words(value: bool | None) -> str:
    return "–" if value is None else _("yes") if value else _("no")


admin_list._boolean_icon = in_words  # type: ignore[attr-defined]
