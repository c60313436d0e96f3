"""Trouble with the control plane of single regions, and how long its calls take."""

from __future__ import annotations

import json
import time

from bedrock_tui.sandbox import control
from bedrock_tui.sandbox.answers import Answer, Broken, ok
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.operations import Operation
from bedrock_tui.sandbox.policies import denial

_PAGE = b"<!DOCTYPE html><html><body><h1>Welcome to the hotel's network</h1></body>"
_SAME = "the-same-again"


def trouble(
    operation: Operation, exchange: Exchange, memory: Memory
) -> Answer | Broken | None:
    """What a call to the control plane gets in place of its answer, after a while.

    Raises the refusal of a region that denies; None where nothing is wrong.
    """
    if operation.service != "bedrock":
        return None
    account, region = memory.account, exchange.region
    time.sleep(account.number("delay", 0) / 1000)
    if region in account.all("region-hang"):
        return Broken("silence")
    if region in account.all("region-deny"):
        raise denial(memory.caller(exchange), operation.action, "", "scp")
    if region in account.all("region-garbage"):
        return Answer(200, _PAGE, content_type="text/html", foreign=True)
    listed = operation.name == "ListInferenceProfiles"
    if listed and region in account.all("region-repeat"):
        return _endless(exchange)
    return None


def _endless(exchange: Exchange) -> Answer:
    """The first page of profiles, again and again, as if there were more."""
    query = {key: value for key, value in exchange.query.items() if key != "nextToken"}
    answer = control.list_profiles(exchange.region, query)
    return ok(json.loads(answer.body) | {"nextToken": _SAME})
