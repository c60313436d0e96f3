"""What the sandbox can answer: a whole body, a refusal, or a broken connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bedrock_tui.sandbox.shapes import JsonObject, compact

ERROR_NAMESPACE = "http://internal.amazon.com/coral/com.amazon.bedrock/"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response whose whole body is known."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    foreign: bool = False
    """True when a proxy speaks: then no AWS header is sent."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A connection that does not answer as it should."""

    how: Literal["silence", "reset", "cut", "drop"]
    """Never answer, reset, end inside the body, or close without an answer."""


class Refusal(Exception):
    """An AWS error: HTTP status, code and message, in no protocol yet."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers

    def as_json(self) -> Answer:
        """The restJson form, with the error header of recorded answers."""
        kind = ("x-amzn-ErrorType", f"{self.code}:{ERROR_NAMESPACE}")
        body = compact({"message": self.message})
        return Answer(self.status, body, headers=(kind, *self.headers))


def ok(body: JsonObject) -> Answer:
    """A JSON body with status 200."""
    return Answer(200, compact(body))


def invalid(message: str) -> Refusal:
    """A ValidationException."""
    return Refusal(400, "ValidationException", message)


def unknown_operation() -> Refusal:
    """What AWS front ends answer for a path or action they do not know."""
    message = "The sandbox does not know this operation."
    return Refusal(404, "UnknownOperationException", message)
