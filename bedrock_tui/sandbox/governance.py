"""What the account has set up in Bedrock itself: invocation logging and guardrails."""

from __future__ import annotations

from bedrock_tui.sandbox.answers import invalid
from bedrock_tui.sandbox.catalogue import ACCOUNT
from bedrock_tui.sandbox.control import page_size
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.pages import page
from bedrock_tui.sandbox.shapes import JsonObject

CREATED = "2026-03-02T09:30:00Z"


def logging(_: Exchange, memory: Memory) -> JsonObject:
    """GetModelInvocationLoggingConfiguration: an empty object when there is none."""
    if not memory.account.has("logging"):
        return {}
    return {
        "loggingConfig": {
            "cloudWatchConfig": {
                "logGroupName": "/aws/bedrock/invocations",
                "roleArn": f"arn:aws:iam::{ACCOUNT}:role/BedrockInvocationLogging",
            },
            "textDataDeliveryEnabled": True,
            "imageDataDeliveryEnabled": False,
            "embeddingDataDeliveryEnabled": False,
            "videoDataDeliveryEnabled": False,
            "audioDataDeliveryEnabled": False,
        }
    }


def guardrails(exchange: Exchange, memory: Memory) -> JsonObject:
    """ListGuardrails: drafts of all, or the versions of one."""
    count = memory.account.number("guardrails", 1)
    found = [_guardrail(exchange.region, number) for number in range(count)]
    given = exchange.query.get("guardrailIdentifier", "")
    if given:
        found = [one for one in found if given in {one["id"], one["arn"]}]
    size = page_size(exchange.query.get("maxResults", "1000"))
    wrong = invalid("The provided pagination token is invalid.")
    shown, token = page(found, size, exchange.query.get("nextToken"), wrong)
    return {"guardrails": shown, **token}


def _guardrail(region: str, number: int) -> JsonObject:
    identifier = f"sandbox{number:05d}"
    return {
        "id": identifier,
        "arn": f"arn:aws:bedrock:{region}:{ACCOUNT}:guardrail/{identifier}",
        "status": "READY",
        "name": f"sandbox-guardrail-{number + 1}",
        "description": "A simulated guardrail",
        "version": "DRAFT",
        "createdAt": CREATED,
        "updatedAt": CREATED,
    }
