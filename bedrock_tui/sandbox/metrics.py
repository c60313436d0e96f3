"""CloudWatch metrics of Bedrock: a quiet team's traffic, the same at every look.

Values are simulated, not what this sandbox served: they follow the hour of the day and
a checksum, so that two looks at one period agree.
"""

from __future__ import annotations

import math
import time
from zlib import crc32

from bedrock_tui.sandbox import catalogue
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

NAMESPACE = "AWS/Bedrock"
PAGE = 500
PER_HOUR = {
    "Invocations": 40.0,
    "InvocationClientErrors": 1.0,
    "InvocationServerErrors": 0.2,
    "InvocationThrottles": 0.5,
    "InputTokenCount": 48_000.0,
    "OutputTokenCount": 15_000.0,
    "EstimatedTPMQuotaUsage": 63_000.0,
}
"""What is counted, and about how much of it comes in an hour."""
MILLISECONDS = {"InvocationLatency": 2_800.0, "TimeToFirstToken": 640.0}
"""What is measured, and about how long it takes."""

MODELS = ("amazon.nova-lite-v1:0", "anthropic.claude-haiku-4-5-20251001-v1:0")


def listed(exchange: Exchange, _: Memory) -> JsonObject:
    """ListMetrics: each metric for every invoked id, and over all of them."""
    body = exchange.body()
    wanted = [as_object(one) for one in as_list(body.get("Dimensions"))]
    found: list[JsonObject] = [
        {"Namespace": NAMESPACE, "MetricName": name, "Dimensions": dimensions}
        for name in (*PER_HOUR, *MILLISECONDS)
        for dimensions in _dimensions(exchange.region)
        if _has(dimensions, wanted)
        and body.get("Namespace") in {None, NAMESPACE}
        and body.get("MetricName") in {None, name}
    ]
    wrong = Refusal(400, "InvalidParameterValue", "The next token is invalid.")
    shown, token = page(found, PAGE, body.get("NextToken"), wrong, "NextToken")
    return {"Metrics": shown, **token}


def data(exchange: Exchange, _: Memory) -> JsonObject:
    """GetMetricData for metrics; of expressions nothing is known."""
    body = exchange.body()
    start, end = as_number(body.get("StartTime")), as_number(body.get("EndTime"))
    if start is None or end is None or start >= end:
        raise Refusal(
            400,
            "ValidationError",
            "The parameter StartTime must be less than the parameter EndTime.",
        )
    results = []
    for asked in map(as_object, as_list(body.get("MetricDataQueries"))):
        points = _points(
            exchange.region, as_object(asked.get("MetricStat")), start, end
        )
        if body.get("ScanBy") != "TimestampAscending":
            points.reverse()
        if asked.get("ReturnData", True):
            results.append(_result(asked, points))
    return {"MetricDataResults": results, "Messages": []}


def _result(asked: JsonObject, points: list[tuple[int, float]]) -> JsonObject:
    metric = as_object(as_object(asked.get("MetricStat")).get("Metric"))
    return {
        "Id": asked.get("Id"),
        "Label": asked.get("Label") or metric.get("MetricName") or asked.get("Id"),
        "Timestamps": [moment for moment, _ in points],
        "Values": [value for _, value in points],
        "StatusCode": "Complete",
    }


def _points(
    region: str, wanted: JsonObject, start: float, end: float
) -> list[tuple[int, float]]:
    """Moments and values, oldest first; none for what has no data."""
    metric, period = as_object(wanted.get("Metric")), wanted.get("Period")
    name, dimensions = as_text(metric.get("MetricName")), metric.get("Dimensions") or []
    known = dimensions in _dimensions(region) and metric.get("Namespace") == NAMESPACE
    seconds = int(as_number(period) or 300)
    if not known or name not in PER_HOUR | MILLISECONDS or seconds < 1:
        return []
    first, last = int(start) // seconds * seconds, int(min(end, time.time()))
    named = f"{region} {name} {dimensions}"
    return [
        (moment, _value(name, named, as_text(wanted.get("Stat")), moment, seconds))
        for moment in range(first, last, seconds)
    ]


def _value(name: str, named: str, statistic: str, moment: int, seconds: int) -> float:
    chance = crc32(f"{named} {moment}".encode()) % 1000 / 1000
    if name in MILLISECONDS:
        tail = {"p90": 1.9, "p95": 2.3, "p99": 3.6, "Maximum": 4.2, "Minimum": 0.4}
        return round(MILLISECONDS[name] * (0.8 + 0.4 * chance) * tail.get(statistic, 1))
    by_day = 1 - 0.8 * math.cos(moment % 86_400 / 86_400 * 2 * math.pi)
    total = PER_HOUR[name] * seconds / 3600 * by_day
    return float(round(total * (0.5 + chance)))


def _dimensions(region: str) -> list[list[JsonObject]]:
    """The sets of dimensions that have data: none, and each invoked id."""
    profiles = {
        model.model_id: name
        for name, model, _ in catalogue.profiles(region)
        if not name.startswith("global.")
    }
    invoked = [profiles.get(model, model) for model in MODELS]
    by_id: list[list[JsonObject]] = [
        [{"Name": "ModelId", "Value": name}] for name in invoked
    ]
    return [[], *by_id]


def _has(dimensions: list[JsonObject], wanted: list[JsonObject]) -> bool:
    """Whether all the wanted names, with their values if given, are there."""
    have = {one["Name"]: one["Value"] for one in dimensions}
    return all(
        have.get(one.get("Name")) == one.get("Value", have.get(one.get("Name")))
        and one.get("Name") in have
        for one in wanted
    )
