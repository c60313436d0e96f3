"""One call for a single token, to see whether a target can be called."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from bedrock_tui.aws.asking import asking
from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.core.availability import Probe
from bedrock_tui.core.failure import Category, no_answer
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed

_REACHED = (Category.MAX_TOKENS, Category.PARAMETER)
"""Refusals by a model, which finds one token too few: it was reached."""
_TEST: Any = [{"role": "user", "content": [{"text": "Hi"}]}]
_AGAIN = "It may still be billed. Try it again later."

PATIENCE = 30.0
"""Seconds that an answer is waited for: some models think before they say a word."""


def probe(clients: Clients, target: Target, *, patience: float = PATIENCE) -> Probe:
    """Send a greeting and ask for one token of output, which costs what it costs.

    What goes wrong is told by the probe's failure. Raises Cancelled.
    """
    with asking("probe", {target: partial(_call, clients, target)}) as questions:
        questions.wait((target,), patience)
        found = questions.answers.get(target)
    return found or Probe(datetime.now(UTC), no_answer(patience, _AGAIN))


def _call(clients: Clients, target: Target) -> Probe:
    try:
        with explained(region=target.region, aws_profile=target.aws_profile):
            runtime = clients.get(
                "bedrock-runtime",
                aws_profile=target.aws_profile,
                region=target.region,
            )
            runtime.converse(
                modelId=target.id, messages=_TEST, inferenceConfig={"maxTokens": 1}
            )
    except CallFailed as error:
        reached = error.failure.category in _REACHED
        return Probe(datetime.now(UTC), None if reached else error.failure)
    return Probe(datetime.now(UTC))
