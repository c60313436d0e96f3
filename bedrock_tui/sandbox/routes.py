"""Which operation a path means. Matching is on the raw path, as the service does."""

from __future__ import annotations

import re
from urllib.parse import unquote

from bedrock_tui.sandbox import control, query, runtime
from bedrock_tui.sandbox.answers import Answer, Broken, Refusal, unknown_operation
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.refusals import refusal
from bedrock_tui.sandbox.stream import Plan
from bedrock_tui.sandbox.words import Active

_MODEL_PATH = re.compile(r"/model/(.+)/(converse-stream|converse|count-tokens)")
"""Ids whose slashes or colons came unescaped are taken too: some SDKs send them so."""
_BAD_KEYS = {"EXPIRED": "expired-token", "INVALID": "unrecognized-client"}


def model_in(path: str) -> str:
    """The model id of a path, decoded once; empty where there is none."""
    found = _MODEL_PATH.fullmatch(path)
    return unquote(found[1]) if found else ""


def answer(
    exchange: Exchange, memory: Memory, request_id: str
) -> Answer | Broken | Plan:
    """What a request gets."""
    if exchange.is_form and exchange.path == "/":
        return query.respond(exchange, memory, request_id)
    try:
        if exchange.access_key in _BAD_KEYS:
            name = _BAD_KEYS[exchange.access_key]
            raise refusal(name, Active((), ()), "", "", "")
        if exchange.method == "GET":
            return _read(exchange)
        if exchange.method == "POST":
            return _call(exchange, memory)
        raise unknown_operation()
    except Refusal as refused:
        return refused.as_json()


def _read(exchange: Exchange) -> Answer:
    region, path = exchange.region, exchange.path
    if path == "/foundation-models":
        return control.list_models(region, exchange.query)
    if path == "/inference-profiles":
        return control.list_profiles(region, exchange.query)
    kind, _, identifier = path.removeprefix("/").partition("/")
    details = {
        "foundation-models": control.get_model,
        "inference-profiles": control.get_profile,
        "foundation-model-availability": control.availability,
    }
    if kind not in details or not identifier:
        raise unknown_operation()
    return details[kind](region, unquote(identifier))


def _call(exchange: Exchange, memory: Memory) -> Answer | Broken | Plan:
    found = _MODEL_PATH.fullmatch(exchange.path)
    if found is None:
        raise unknown_operation()
    given, operation = unquote(found[1]), found[2]
    if operation == "count-tokens":
        return runtime.count_tokens(exchange, given)
    streaming = operation == "converse-stream"
    return runtime.invoke(exchange, memory, given, streaming=streaming)
