"""Recorded or made-up answers of the control plane, served over HTTP on loopback."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import pytest

_BESIDE = Path(__file__).parents[3] / "shared/data/catalogue"
RECORDED = Path(os.environ.get("BEDROCK_TUI_RECORDED") or _BESIDE)
"""Read here, before the tests' own environment takes the variable away."""
_SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/")


def recorded_folder() -> Path:
    """Where the recorded answers are; skips the test where they are not."""
    if any(RECORDED.glob("*.list-foundation-models.json")):
        return RECORDED
    pytest.skip(
        f"no recorded answers in {RECORDED}: put them there, or name their folder in "
        "BEDROCK_TUI_RECORDED"
    )


class Recordings:
    """Serves, for each region, what its lists answer; other paths are not found."""

    def __init__(self, answers: Mapping[str, Mapping[str, Any]]) -> None:
        handler = type("Handler", (_Handler,), {"answers": answers})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        serve = self._server.serve_forever
        threading.Thread(target=serve, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: Mapping[str, Mapping[str, Any]]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: each[0] for name, each in parse_qs(parts.query).items()}
        found = _SCOPE.search(self.headers["Authorization"] or "")
        told = self.answers.get(found[1] if found else "", {})
        key = parts.path.strip("/")
        if kind := query.get("type"):
            key += f"?{kind}"
        answer = told.get(key)
        if answer is None:
            self._send(404, {"message": "?"}, "UnknownOperationException")
        else:
            self._send(200, answer)

    def _send(self, status: int, answer: Any, error: str = "") -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""
