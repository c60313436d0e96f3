"""Service Quotas: requests and tokens a minute for every model of a region.

Names are written as the user guide has them: with display names and not with ids.
"""

from __future__ import annotations

from zlib import crc32

from bedrock_tui.sandbox import catalogue, naming
from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.catalogue import ACCOUNT, Model
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.pages import page
from bedrock_tui.sandbox.shapes import JsonObject, as_number

REQUESTS, TOKENS = 200.0, 400_000.0
"""A minute, on demand; through profiles it is twice, through global ones four times."""
MINUTES_A_DAY = 1440


def listed(exchange: Exchange, _: Memory) -> JsonObject:
    """ListServiceQuotas and ListAWSDefaultServiceQuotas: here they are the same."""
    body = exchange.body()
    if body.get("ServiceCode") != "bedrock":
        raise Refusal(
            400,
            "NoSuchResourceException",
            "The request failed because the specified service does not exist.",
        )
    rows = [
        _quota(exchange.region, name, value)
        for model in catalogue.models().values()
        if model.converses
        for name, value in _quotas(exchange.region, model)
    ]
    if "QuotaCode" in body:
        rows = [row for row in rows if row["QuotaCode"] == body["QuotaCode"]]
    wrong = Refusal(400, "InvalidPaginationTokenException", "Invalid pagination token.")
    size = int(as_number(body.get("MaxResults")) or 100)
    shown, token = page(rows, size, body.get("NextToken"), wrong, "NextToken")
    return {"Quotas": shown, **token}


def _quotas(region: str, model: Model) -> list[tuple[str, float]]:
    prefixes = {name for name, sources in model.profiles.items() if region in sources}
    ways = [
        ("On-demand", 1, region in model.on_demand),
        ("Cross-region", 2, bool(prefixes - {"global"})),
        ("Global cross-region", 4, "global" in prefixes),
    ]
    maker, name = naming.provider(model.model_id), naming.name(model.model_id)
    called = name if name.startswith(maker) else f"{maker} {name}"
    found = [
        (f"{way} model inference {unit} per minute for {called}", limit * times)
        for way, times, offered in ways
        if offered
        for unit, limit in (("requests", REQUESTS), ("tokens", TOKENS))
    ]
    if found:
        daily = f"Model invocation max tokens per day for {called}"
        found.append((daily, TOKENS * MINUTES_A_DAY))
    return found


def _quota(region: str, name: str, value: float) -> JsonObject:
    code = f"L-{crc32(name.encode()):08X}"
    return {
        "ServiceCode": "bedrock",
        "ServiceName": "Amazon Bedrock",
        "QuotaArn": f"arn:aws:servicequotas:{region}:{ACCOUNT}:bedrock/{code}",
        "QuotaCode": code,
        "QuotaName": name,
        "Value": value,
        "Unit": "None",
        "Adjustable": "per day" not in name,
        "GlobalQuota": False,
        "QuotaAppliedAtLevel": "ACCOUNT",
    }
