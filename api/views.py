"""What every address of the API has: the token, the language, the limits, versions of rows."""

from __future__ import annotations

from collections.abc import Sequence
from json import JSONDecodeError
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers, viewsets
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import audit
from accounts.models import ApiToken
from api.filters import refuse_unknown
from api.languages import speak
from api.paging import CursorPages
from api.problems import Conflict, PreconditionRequired, TooLarge
from api.serializers import RowSerializer
from api.tokens import TokenAuthentication, TokenMay, count_request, rate_headers
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once

MOST_BYTES = 1024 * 1024  # of a request; a project with the longest texts has some 800 kB


class OneFormat(BaseContentNegotiation):
    """Each address has one format; what a program would rather have is not asked."""

    def select_parser(self, request: Request, parsers: Sequence[Any]) -> Any:
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((each for each in parsers if each.media_type == kind), None)

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str = ""
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class BoundedParser(JSONParser):
    """JSON that is nested deeper than any reader goes is no JSON of ours."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except exceptions.ParseError as error:
            where = error.__context__
            if not isinstance(where, JSONDecodeError):
                raise exceptions.ParseError(_("The JSON cannot be read.")) from error
            text = _("The JSON cannot be read: see line %(line)s, character %(column)s.")
            words = {"line": where.lineno, "column": where.colno}
            raise exceptions.ParseError(text % words) from error
        except (RecursionError, UnicodeDecodeError) as error:
            raise exceptions.ParseError(_("The JSON cannot be read.")) from error


class ApiView(APIView):
    """Answers who has a token, in their language, as often as the limit allows."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (TokenMay,)
    content_negotiation_class = OneFormat
    parser_classes = (BoundedParser,)
    renderer_classes = (JSONRenderer,)
    metadata_class = None
    throttle_classes = ()

    def initial(self, request: Request, *args: Any, **more: Any) -> None:
        speak(request)
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if not length.isdecimal() or int(length) > MOST_BYTES:
            raise TooLarge(_("A request may have %(n)d bytes at most.") % {"n": MOST_BYTES})
        super().initial(request, *args, **more)

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        speak(request, getattr(request.user, "language", ""))
        count_request(request)

    def finalize_response(
        self, request: HttpRequest, response: Any, *args: Any, **more: Any
    ) -> Any:
        answer = super().finalize_response(request, response, *args, **more)
        token = getattr(request, "auth", None) if isinstance(request, Request) else None
        if isinstance(token, ApiToken):
            for name, value in rate_headers(token).items():
                answer[name] = value
        answer["Content-Language"] = translation.get_language()
        patch_vary_headers(answer, ["Accept-Language", "Authorization"])
        return answer


class Rows(ApiView, viewsets.GenericViewSet):
    """Rows of a model, read."""

    pagination_class = CursorPages
    model: ClassVar[type[Any]]
    asks: ClassVar[tuple[str, ...]] = ()
    """Parameters of its own beside those of its filters."""
    filter_backends: Sequence[Any] = ()
    lookup_value_converter = "int"
    lookup_field = "pk"

    def get_queryset(self) -> Any:
        """What the person may see."""
        return self.model.objects.visible_to(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        user = self.request.user if self.request else None  # none while the document is made
        return super().get_serializer_context() | {"user": user}

    def seen(self, row: Any) -> Any:
        """The row, or a copy without what its reader may not see."""
        return row

    def kept(self, rows: list[Any]) -> list[Any]:
        """What the reader may still have, of a page."""
        return rows

    def told(self, row: Any) -> dict[str, Any]:
        return self.get_serializer(self.seen(row)).data

    def list(self, request: Request) -> Response:
        refuse_unknown(self)
        rows = self.filter_queryset(self.get_queryset())
        page = self.kept(self.paginate_queryset(rows))
        told = self.get_serializer([self.seen(row) for row in page], many=True)
        return self.get_paginated_response(told.data)

    def retrieve(self, request: Request, pk: int) -> Response:
        row = self.one(pk)
        self.note_reading(row)
        return self.answer(row, unless_known=True)

    def one(self, pk: int) -> Any:
        row = get_object_or_404(self.get_queryset(), pk=pk)
        if not self.kept([row]):
            raise exceptions.NotFound
        return row

    def note_reading(self, row: Any) -> None:
        project = getattr(row, "project", row)
        if getattr(project, "is_not_public", False):
            audit.record(audit.Event.NOT_PUBLIC_READ, request=self.request, about=project)

    def answer(self, row: Any, status: int = 200, *, unless_known: bool = False) -> Response:
        told = self.told(row)
        tag = quote_etag(told["etag"])
        if unless_known and tag in parse_etags(self.request.headers.get("If-None-Match", "")):
            return Response(status=304, headers={"ETag": tag})
        return Response(told, status=status, headers={"ETag": tag})


class EditedRows(Rows):
    """Rows that are added, changed and deleted too: as by the forms of the pages."""

    def lock(self, row: Any) -> None:
        """Whoever saves the same waits here until this save is through."""
        list(self.model.objects.select_for_update().filter(pk=row.pk).values_list("pk"))

    def prepare(self, row: Any, sent: dict[str, Any]) -> None:
        """Refuses what of the sent values is not the person's to say; `row` has not got them yet.

        Of a new row it has none.
        """

    def saved(self, row: Any, sent: dict[str, Any]) -> None:
        """What follows from a save."""

    def may(self, action: str, row: Any) -> None:
        name = f"{row._meta.app_label}.{action}_{row._meta.model_name}"
        if not self.request.user.has_perm(name, row):
            raise exceptions.PermissionDenied(_("Your role does not allow it."))

    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        with renewed_once():
            serializer.is_valid(raise_exception=True)
            row = self.model()
            self.save(row, serializer)
        return self.answer(self.one(row.pk), 201)

    def partial_update(self, request: Request, pk: int) -> Response:
        with renewed_once():
            row = self.current(pk)
            self.may("change", row)
            serializer = self.get_serializer(row, data=request.data, partial=True)
            serializer.is_valid(raise_exception=True)
            self.save(row, serializer)
        return self.answer(self.one(pk))

    def destroy(self, request: Request, pk: int) -> Response:
        with renewed_once():
            row = self.current(pk)
            self.may_delete(row)
            give_reason(row, self.reason)
            try:
                row.delete()
            except ProtectedError as error:
                raise Conflict(_("Something else needs it, so it cannot be deleted.")) from error
        return Response(status=204)

    def may_delete(self, row: Any) -> None:
        self.may("delete", row)

    def current(self, pk: int) -> Any:
        """The row, locked, if it is still the version that the program knows."""
        self.lock(self.one(pk))
        row = self.one(pk)
        header = self.request.headers.get("If-Match", "")
        if not header:
            raise PreconditionRequired
        told = self.told(row)
        if header.strip() != "*" and quote_etag(told["etag"]) not in parse_etags(header):
            text = _("It is another version than the one that you know. Nothing was saved.")
            raise Conflict(text, current=told, sent=self.request.data)
        return row

    def save(self, row: Any, serializer: RowSerializer) -> None:
        sent = dict(serializer.validated_data)
        is_new = row._state.adding
        self.prepare(row, sent)
        many = {
            name: sent.pop(name) for name in list(sent) if row._meta.get_field(name).many_to_many
        }
        changed = (
            is_new
            or any(getattr(row, name) != value for name, value in sent.items())
            or any(set(getattr(row, name).all()) != set(rows) for name, rows in many.items())
        )
        for name, value in sent.items():
            setattr(row, name, value)
        if is_new:
            self.may_add(row)
        check(row)
        give_reason(row, self.reason)
        if changed:
            row.save()
            for name, rows in many.items():
                getattr(row, name).set(rows)
        self.saved(row, sent)

    def may_add(self, row: Any) -> None:
        self.may("add", row)

    @property
    def reason(self) -> str:
        return f"API: {self.request.auth.name}"


def check(row: models.Model) -> None:
    """The rules of the model, as its forms ask them."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise serializers.ValidationError(error.message_dict) from error
