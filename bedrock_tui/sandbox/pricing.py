"""The Price List: a few real models under the two service codes that sell them.

Amazon's models are in ``AmazonBedrock``, per thousand tokens; Anthropic's are in
``AmazonBedrockFoundationModels``, per million, and cost a tenth more without the global
profile. Every item of an answer is a text that holds JSON.
"""

from __future__ import annotations

import json
from zlib import crc32

from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.pages import page
from bedrock_tui.sandbox.shapes import (
    JsonObject,
    as_list,
    as_number,
    as_object,
    as_text,
)

OWN = {
    "Nova Micro": ("0.000035", "0.00014"),
    "Nova Lite": ("0.00006", "0.00024"),
    "Nova Pro": ("0.0008", "0.0032"),
}
"""US dollars for a thousand tokens, in and out."""
MARKETPLACE = {
    "Claude Haiku 4.5": (("1.1", "5.5"), ("1.0", "5.0")),
    "Claude Sonnet 4.5": (("3.3", "16.5"), ("3.0", "15.0")),
}
"""US dollars for a million tokens, in and out: in the region, and global."""
PLACES = {
    "us-east-1": ("USE1", "US East (N. Virginia)"),
    "us-west-2": ("USW2", "US West (Oregon)"),
    "eu-central-1": ("EUC1", "EU (Frankfurt)"),
}
EMPTY = "AmazonBedrockService"
"""A third service code; no tokens are sold under it."""
TERM, RATE = "JRTCKXETXF", "6YS6EN2CT7"
"""The price list's own codes for on-demand terms and hourly rates."""


def products(exchange: Exchange, _: Memory) -> JsonObject:
    """GetProducts with TERM_MATCH filters."""
    body = exchange.body()
    code = as_text(body.get("ServiceCode"))
    if code not in {"AmazonBedrock", "AmazonBedrockFoundationModels", EMPTY}:
        message = "Input Parameters are invalid"
        raise Refusal(400, "InvalidParameterException", message)
    rows = [row for place in PLACES for row in _rows(code, place)]
    for wanted in map(as_object, as_list(body.get("Filters"))):
        rows = [row for row in rows if _fits(row, wanted)]
    wrong = Refusal(400, "InvalidNextTokenException", "The next token is invalid.")
    size = int(as_number(body.get("MaxResults")) or 100)
    shown, token = page(rows, size, body.get("NextToken"), wrong, "NextToken")
    listed = [json.dumps(row, separators=(",", ":")) for row in shown]
    return {"FormatVersion": "aws_v1", "PriceList": listed, **token}


def _fits(row: JsonObject, wanted: JsonObject) -> bool:
    product = as_object(row["product"])
    have = as_object(product["attributes"]) | {
        "productFamily": product["productFamily"],
        "sku": product["sku"],
        "ServiceCode": row["serviceCode"],
    }
    return have.get(as_text(wanted.get("Field"))) == wanted.get("Value")


def _rows(code: str, region: str) -> list[JsonObject]:
    short, location = PLACES[region]
    place = {"regionCode": region, "location": location, "locationType": "AWS Region"}
    if code == "AmazonBedrock":
        return [
            _row(code, place | _own(short, model, way), "1K tokens", price)
            for model, prices in OWN.items()
            for way, price in zip(("Input", "Output"), prices, strict=True)
        ]
    if code == EMPTY:
        return []
    return [
        _row(code, place | _sold(short, model, f"{way}{reach}"), "1M tokens", price)
        for model, by_reach in MARKETPLACE.items()
        for reach, prices in zip(("", "_global"), by_reach, strict=True)
        for way, price in zip(("input", "output"), prices, strict=True)
    ]


def _own(short: str, model: str, way: str) -> JsonObject:
    stem = model.replace(" ", "")
    return {
        "servicename": "Amazon Bedrock",
        "provider": "Amazon",
        "model": model,
        "feature": "On-demand Inference",
        "inferenceType": f"{way} tokens",
        "usagetype": f"{short}-{stem}-{way.lower()}-tokens",
    }


def _sold(short: str, model: str, way: str) -> JsonObject:
    way, _, reach = way.partition("_")
    tokens = f"{way}_tokens" + (f"_{reach}" if reach else "")
    return {
        "servicename": f"{model} (Amazon Bedrock Edition)",
        "usagetype": f"{short}-MP:{short}_{tokens}_standard-Units",
    }


def _row(code: str, attributes: JsonObject, unit: str, price: str) -> JsonObject:
    usage = f"{attributes['servicename']} {attributes['usagetype']}"
    sku = f"SANDBOX0{crc32(usage.encode()):08X}"
    return {
        "product": {
            "productFamily": "Amazon Bedrock",
            "attributes": {"servicecode": code, "operation": "", **attributes},
            "sku": sku,
        },
        "serviceCode": code,
        "terms": {"OnDemand": {f"{sku}.{TERM}": _term(sku, usage, unit, price)}},
        "version": "20260831092134",
        "publicationDate": "2026-08-31T09:21:34Z",
    }


def _term(sku: str, usage: str, unit: str, price: str) -> JsonObject:
    rate = f"{sku}.{TERM}.{RATE}"
    dimension = {
        "unit": unit,
        "beginRange": "0",
        "endRange": "Inf",
        "description": f"${price} per {unit} for {usage}",
        "appliesTo": [],
        "rateCode": rate,
        "pricePerUnit": {"USD": f"{float(price):.10f}"},
    }
    return {
        "sku": sku,
        "offerTermCode": TERM,
        "effectiveDate": "2026-08-01T00:00:00Z",
        "priceDimensions": {rate: dimension},
        "termAttributes": {},
    }
