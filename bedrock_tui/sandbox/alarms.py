"""CloudWatch alarms: those on Bedrock, beside one on the bill that is always there."""

from __future__ import annotations

from bedrock_tui.sandbox.answers import Refusal
from bedrock_tui.sandbox.catalogue import ACCOUNT
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.pages import page
from bedrock_tui.sandbox.shapes import JsonObject, as_list, as_number, as_text

WATCHED = (
    ("InvocationThrottles", 10.0),
    ("InvocationClientErrors", 25.0),
    ("InvocationServerErrors", 5.0),
    ("InvocationLatency", 30_000.0),
)
UPDATED = 1_772_442_600
"""Epoch seconds: when the alarms were made and last changed their state."""


def describe(exchange: Exchange, memory: Memory) -> JsonObject:
    """DescribeAlarms with its filters by name, prefix, state and type."""
    region, body = exchange.region, exchange.body()
    found = [_billing(region)] + [
        _on_bedrock(region, number)
        for number in range(memory.account.number("alarms", 1))
    ]
    wrong = Refusal(400, "InvalidNextToken", "The next token is invalid.")
    size = int(as_number(body.get("MaxRecords")) or 50)
    rows = [alarm for alarm in found if _fits(alarm, body)]
    shown, token = page(rows, size, body.get("NextToken"), wrong, "NextToken")
    return {"MetricAlarms": shown, "CompositeAlarms": [], **token}


def _fits(alarm: JsonObject, body: JsonObject) -> bool:
    names, kinds = as_list(body.get("AlarmNames")), as_list(body.get("AlarmTypes"))
    return (
        (not names or alarm["AlarmName"] in names)
        and (not kinds or "MetricAlarm" in kinds)
        and as_text(alarm["AlarmName"]).startswith(as_text(body.get("AlarmNamePrefix")))
        and body.get("StateValue") in {None, alarm["StateValue"]}
    )


def _on_bedrock(region: str, number: int) -> JsonObject:
    metric, threshold = WATCHED[number % len(WATCHED)]
    name = f"bedrock-{metric}-{number + 1}"
    statistic = "Average" if metric == "InvocationLatency" else "Sum"
    watched = {"Namespace": "AWS/Bedrock", "MetricName": metric, "Statistic": statistic}
    return _alarm(region, name, threshold) | watched


def _billing(region: str) -> JsonObject:
    watched = {
        "Namespace": "AWS/Billing",
        "MetricName": "EstimatedCharges",
        "Statistic": "Maximum",
        "Dimensions": [{"Name": "Currency", "Value": "USD"}],
    }
    return _alarm(region, "monthly-bill", 500.0) | watched


def _alarm(region: str, name: str, threshold: float) -> JsonObject:
    return {
        "AlarmName": name,
        "AlarmArn": f"arn:aws:cloudwatch:{region}:{ACCOUNT}:alarm:{name}",
        "AlarmConfigurationUpdatedTimestamp": UPDATED,
        "ActionsEnabled": True,
        "OKActions": [],
        "AlarmActions": [f"arn:aws:sns:{region}:{ACCOUNT}:alarms"],
        "InsufficientDataActions": [],
        "StateValue": "OK",
        "StateReason": "Threshold Crossed: no datapoints were received.",
        "StateUpdatedTimestamp": UPDATED,
        "Dimensions": [],
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": threshold,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
