"""CloudTrail: one trail for all regions, or none."""

from __future__ import annotations

from bedrock_tui.sandbox.catalogue import ACCOUNT
from bedrock_tui.sandbox.exchange import HOME_REGION, Exchange, Memory
from bedrock_tui.sandbox.shapes import JsonObject, as_list

NAME = "sandbox-trail"
ARN = f"arn:aws:cloudtrail:{HOME_REGION}:{ACCOUNT}:trail/{NAME}"


def describe(exchange: Exchange, memory: Memory) -> JsonObject:
    """DescribeTrails; elsewhere than at home the trail is a shadow of itself."""
    body = exchange.body()
    wanted = as_list(body.get("trailNameList"))
    at_home = exchange.region == HOME_REGION
    shown = at_home or body.get("includeShadowTrails", True)
    named = not wanted or bool({NAME, ARN} & set(map(str, wanted)))
    exists = memory.account.has("trail")
    return {"trailList": [_trail()] if exists and shown and named else []}


def _trail() -> JsonObject:
    return {
        "Name": NAME,
        "S3BucketName": "sandbox-audit-logs",
        "IncludeGlobalServiceEvents": True,
        "IsMultiRegionTrail": True,
        "HomeRegion": HOME_REGION,
        "TrailARN": ARN,
        "LogFileValidationEnabled": True,
        "HasCustomEventSelectors": False,
        "HasInsightSelectors": False,
        "IsOrganizationTrail": False,
    }
