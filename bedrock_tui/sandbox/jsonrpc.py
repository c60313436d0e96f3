"""The JSON protocols, 1.0 and 1.1: one path, the operation in ``X-Amz-Target``.

CloudWatch came from the Query protocol and speaks JSON 1.0 in its query-compatible
form: the old code stands in a header of its own.
"""

from __future__ import annotations

from bedrock_tui.sandbox.answers import Answer, Refusal
from bedrock_tui.sandbox.exchange import Exchange
from bedrock_tui.sandbox.query import CODES
from bedrock_tui.sandbox.shapes import JsonObject, compact


def result(exchange: Exchange, body: JsonObject) -> Answer:
    """An operation's result, in the version that was asked in."""
    return Answer(200, compact(body), content_type=_content_type(exchange))


def refuse(exchange: Exchange, refusal: Refusal) -> Answer:
    """A refusal: its code in the body and in a header."""
    body = compact({"__type": refusal.code, "message": refusal.message})
    headers = [("x-amzn-ErrorType", refusal.code)]
    if exchange.headers.get("x-amzn-query-mode") == "true":
        old = CODES.get(refusal.code, refusal.code)
        headers.append(("x-amzn-query-error", f"{old};Sender"))
    return Answer(refusal.status, body, _content_type(exchange), tuple(headers))


def _content_type(exchange: Exchange) -> str:
    return exchange.headers.get("content-type", "application/x-amz-json-1.1")
