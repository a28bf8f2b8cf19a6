"""A program on loopback that webhooks are sent to, which checks signatures by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
TAKEN: Answer = (204, {}, b"")


class Receiver:
    """Keeps what came, and answers what the test says: the next of `answers`, else that it is fine.

    A function among the answers gets the handler and writes by itself.
    """

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[Answer | Callable[[BaseHTTPRequestHandler], None]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.came.append((dict(self.headers), body))
                answer = receiver.answers.pop(0) if receiver.answers else TAKEN
                if callable(answer):
                    answer(self)
                    return
                status, headers, text = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(text)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/news?for=us"

    @property
    def news(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.came]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """By the text of Standard Webhooks, with none of Salkku's code."""
    key = base64.b64decode(secret.split("_", 1)[1])
    stamp = headers["webhook-timestamp"]
    if abs(time.time() - int(stamp)) > 300:
        return False
    signed = b".".join([headers["webhook-id"].encode(), stamp.encode(), body])
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split(" ")
