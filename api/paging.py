"""Pages of a list by a cursor: of rows that come or go meanwhile none is skipped or told twice."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.web.typed_text import is_key

USUAL, MOST = 100, 500


class CursorPages(CursorPagination):
    """In the order of keys. `next` and `previous` are whole addresses, with the filters."""

    page_size = USUAL
    ordering = "pk"
    cursor_query_param = "cursor"
    page_size_query_param = "limit"

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("limit")
        if asked is None:
            return USUAL
        if not is_key(asked) or not 1 <= int(asked) <= MOST:
            text = _("A whole number from 1 to %(most)s.")
            raise ValidationError({"limit": text % {"most": MOST}})
        return int(asked)

    def decode_cursor(self, request: Request) -> Cursor | None:
        wrong = ValidationError({"cursor": _("Take the cursor from “next” or “previous”.")})
        try:
            cursor = super().decode_cursor(request)
        except NotFound as error:
            raise wrong from error
        if cursor is not None and cursor.position is not None and not is_key(cursor.position):
            raise wrong
        return cursor

    def get_paginated_response(self, data: list[Any]) -> Response:
        next_, previous = self.get_next_link(), self.get_previous_link()
        return Response({"next": next_, "previous": previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "results": schema,
            },
        }
