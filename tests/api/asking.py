"""A program that asks the API with a token."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.models import ApiToken, User
from accounts.models.api_tokens import expiry

ROOT = "/api/v1/"


def token_of(user: User, scope: str = "write", days: int = 30, **more: Any) -> tuple[ApiToken, str]:
    token = ApiToken(
        owner=user, name="Ohjelma", scope=scope, expires_at=expiry(days), made_by=user, **more
    )
    secret = token.give_secret()
    token.save()
    return token, secret


class Program:
    """Asks in English, so that tests read what they assert."""

    def __init__(self, user: User, scope: str = "write", language: str = "en") -> None:
        self.token, self.secret = token_of(user, scope)
        self.headers = {"Authorization": f"Bearer {self.secret}", "Accept-Language": language}
        self.client = Client()

    def get(self, path: str, **headers: str) -> HttpResponse:
        where = path if path.startswith("http") else ROOT + path
        return self.client.get(where, headers=self.headers | headers)

    def all(self, path: str) -> list[dict[str, Any]]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    def post(self, path: str, data: Any) -> HttpResponse:
        return self.client.post(ROOT + path, data, "application/json", headers=self.headers)

    def patch(self, path: str, data: Any, etag: str = "") -> HttpResponse:
        """With the etag of now, unless another is given."""
        tag = {"If-Match": etag or self.get(path)["ETag"]}
        return self.client.patch(ROOT + path, data, "application/json", headers=self.headers | tag)

    def delete(self, path: str, etag: str = "") -> HttpResponse:
        tag = {"If-Match": etag or self.get(path)["ETag"]}
        return self.client.delete(ROOT + path, headers=self.headers | tag)


def errors(answer: HttpResponse) -> dict[str, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return {each["field"]: each["message"] for each in answer.json()["errors"]}
