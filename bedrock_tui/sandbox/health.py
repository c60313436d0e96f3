"""AWS Health: closed to accounts without a support plan, as most are."""

from __future__ import annotations

import time

from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.pages import page
from bedrock_tui.sandbox.shapes import JsonObject, as_list, as_number, as_object

FILTERS = {
    "services": "service",
    "regions": "region",
    "eventStatusCodes": "statusCode",
    "eventTypeCategories": "eventTypeCategory",
    "eventTypeCodes": "eventTypeCode",
    "eventArns": "arn",
}
"""Members of the filter, and what of an event each is compared with."""


def describe(exchange: Exchange, memory: Memory) -> JsonObject:
    """DescribeEvents; the refusal really comes without a message."""
    if not memory.account.all("health"):
        raise Refusal(400, "SubscriptionRequiredException", "")
    body = exchange.body()
    count = memory.account.number("health", 1)
    events = [_event(exchange.region, number) for number in range(count)]
    wanted = as_object(body.get("filter"))
    rows = [_closed(exchange.region), *events]
    rows = [event for event in rows if _fits(event, wanted)]
    wrong = Refusal(400, "InvalidPaginationToken", "The token is invalid.")
    size = int(as_number(body.get("maxResults")) or 10)
    shown, token = page(rows, size, body.get("nextToken"), wrong)
    return {"events": shown, **token}


def _fits(event: JsonObject, wanted: JsonObject) -> bool:
    return all(
        event[member] in as_list(wanted[name])
        for name, member in FILTERS.items()
        if wanted.get(name)
    )


def _event(region: str, number: int) -> JsonObject:
    kind = "AWS_BEDROCK_OPERATIONAL_ISSUE"
    name = f"{kind}_SANDBOX_{number + 1}"
    began = int(time.time()) // 3600 * 3600 - 3600
    return {
        "arn": f"arn:aws:health:{region}::event/BEDROCK/{kind}/{name}",
        "service": "BEDROCK",
        "eventTypeCode": kind,
        "eventTypeCategory": "issue",
        "region": region,
        "startTime": began,
        "lastUpdatedTime": began + 600,
        "statusCode": "open",
        "eventScopeCode": "PUBLIC",
    }


def _closed(region: str) -> JsonObject:
    """An event that is over: it comes when the filter does not ask for open ones."""
    event = _event(region, 0)
    ended = {"statusCode": "closed", "endTime": event["lastUpdatedTime"]}
    return event | ended | {"arn": f"{event['arn']}_OVER"}
