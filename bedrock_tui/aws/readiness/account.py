"""Checks of what watches over Bedrock in the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bedrock_tui.aws.readiness.finding import (
    Finding,
    passed,
    unanswered,
    unknown,
    warned,
    worst,
)
from bedrock_tui.aws.readiness.situation import Answer, Situation

NAMESPACE = "AWS/Bedrock"
"""Where CloudWatch keeps Bedrock's metrics (Bedrock User Guide, "Monitoring")."""
MOST_PAGES = 10
"""Pages of a hundred alarms that are looked through."""

_TO_BUCKET = '{"s3Config": {"bucketName": "BUCKET"}}'
_PUT_ALARM = (
    f"aws cloudwatch put-metric-alarm --alarm-name ALARM --namespace {NAMESPACE} "
    "--metric-name InvocationThrottles --dimensions Name=ModelId,Value=MODEL_ID "
    "--statistic Sum --period 300 --evaluation-periods 1 --threshold 1 "
    "--comparison-operator GreaterThanOrEqualToThreshold"
)
"""Words in capitals are to be filled in."""
_LOGGING = "bedrock:GetModelInvocationLoggingConfiguration"
_GUARDRAILS = "bedrock:ListGuardrails"
_TRAILS = "cloudtrail:DescribeTrails"
_TRAIL_STATUS = "cloudtrail:GetTrailStatus"
_ALARMS = "cloudwatch:DescribeAlarms"
_EVENTS = "health:DescribeEvents"


def logging(situation: Situation) -> Finding:
    """Check that calls are logged, which is off until somebody turns it on (Bedrock
    User Guide, "Monitor model invocation")."""
    return _everywhere(situation, _logging)


def guardrails(situation: Situation) -> Finding:
    """Check that there is a guardrail to name in requests."""
    return _everywhere(situation, _guardrails)


def trail(situation: Situation) -> Finding:
    """Check that API calls, Bedrock's too, are kept for longer than the 90 days of
    the event history (CloudTrail User Guide, "Working with event history")."""
    return _everywhere(situation, _trail)


def alarms(situation: Situation) -> Finding:
    """Check that CloudWatch alarms look at Bedrock's metrics."""
    return _everywhere(situation, _alarms)


def health(situation: Situation) -> Finding:
    """Check that AWS reports no trouble with Bedrock in the regions in use.

    AWS Health answers from one region of a partition, and only accounts with a
    Business support plan or better (AWS Health User Guide, "Accessing the API").
    """
    answer = situation.ask(
        "health",
        "describe_events",
        situation.home,
        filter={
            "services": ["BEDROCK"],
            "regions": [*situation.regions, "global"],
            "eventStatusCodes": ["open"],
        },
    )
    if answer.failure is not None:
        if answer.failure.code == "SubscriptionRequiredException":
            return unknown(
                "AWS Health needs a Business support plan or better.",
                "Look here: https://health.aws.amazon.com/health/status",
                _EVENTS,
            )
        return unanswered(answer.failure, _EVENTS)
    return _events(answer.content.get("events", []))


def _events(events: list[dict[str, Any]]) -> Finding:
    if not events:
        return passed("No open events.", _EVENTS)
    return warned(
        _listed(events, "open event", "eventTypeCode"),
        "Read them: https://health.aws.amazon.com/health/home",
        _EVENTS,
    )


def _everywhere(
    situation: Situation, judge: Callable[[Situation, str], Finding]
) -> Finding:
    return worst({region: judge(situation, region) for region in situation.regions})


def _logging(situation: Situation, region: str) -> Finding:
    answer = situation.ask(
        "bedrock", "get_model_invocation_logging_configuration", region
    )
    if answer.failure is not None:
        return unanswered(answer.failure, _LOGGING)
    config = answer.content.get("loggingConfig") or {}
    group = (config.get("cloudWatchConfig") or {}).get("logGroupName")
    bucket = (config.get("s3Config") or {}).get("bucketName")
    places = [f"log group {group}"] * bool(group) + [f"bucket {bucket}"] * bool(bucket)
    if places:
        return passed(f"Calls are logged to {' and '.join(places)}.", _LOGGING)
    return warned(
        f"Calls in {region} are not logged.",
        "Turn it on, with a bucket that Bedrock may write to: "
        + situation.command(
            "aws bedrock put-model-invocation-logging-configuration --region "
            f"{region} --logging-config '{_TO_BUCKET}'"
        ),
        _LOGGING,
    )


def _guardrails(situation: Situation, region: str) -> Finding:
    answer = situation.ask("bedrock", "list_guardrails", region, maxResults=100)
    if answer.failure is not None:
        return unanswered(answer.failure, _GUARDRAILS)
    found = answer.content.get("guardrails", [])
    if found:
        return passed(_listed(found, "guardrail", "name"), _GUARDRAILS)
    return warned(
        f"{region} has no guardrails.",
        "If replies reach customers, make one: Bedrock console, Guardrails, Create "
        f"guardrail, in {region}.",
        _GUARDRAILS,
    )


def _trail(situation: Situation, region: str) -> Finding:
    answer = situation.ask("cloudtrail", "describe_trails", region)
    if answer.failure is not None:
        return unanswered(answer.failure, _TRAILS)
    trails = answer.content.get("trailList", [])
    if not trails:
        return warned(
            f"No trail covers {region}: CloudTrail forgets calls after 90 days.",
            "Make one, with a bucket that CloudTrail may write to: "
            + situation.command(
                "aws cloudtrail create-trail --name TRAIL --s3-bucket-name BUCKET "
                f"--is-multi-region-trail --region {region}"
            )
            + " and then "
            + _start_logging(situation, "TRAIL", region),
            _TRAILS,
        )
    statuses = [_trail_status(situation, region, each) for each in trails]
    if any(each.content.get("IsLogging") for each in statuses):
        return passed(f"Calls are kept by {_named(trails, 'Name')}.", _TRAIL_STATUS)
    if any(each.failure for each in statuses):
        doubt = f"whether it is on, {_TRAIL_STATUS} would tell"
        return passed(f"There is {_named(trails, 'Name')}; {doubt}.", _TRAILS)
    name = trails[0].get("Name", "")
    return warned(
        f"Switched off: {_named(trails, 'Name')}.",
        f"Switch it on: {_start_logging(situation, name, region)}",
        _TRAIL_STATUS,
    )


def _start_logging(situation: Situation, name: str, region: str) -> str:
    command = f"aws cloudtrail start-logging --name {name} --region {region}"
    return situation.command(command)


def _trail_status(situation: Situation, region: str, trail: dict[str, Any]) -> Answer:
    name = trail.get("TrailARN") or trail.get("Name", "")
    return situation.ask("cloudtrail", "get_trail_status", region, Name=name)


def _alarms(situation: Situation, region: str) -> Finding:
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {}
    for _ in range(MOST_PAGES):
        answer = situation.ask("cloudwatch", "describe_alarms", region, **page)
        if answer.failure is not None:
            return unanswered(answer.failure, _ALARMS)
        found += filter(_on_bedrock, answer.content.get("MetricAlarms", ()))
        page = {"NextToken": answer.content.get("NextToken")}
        if not page["NextToken"]:
            break
    return _alarmed(situation, region, found)


def _alarmed(situation: Situation, region: str, found: list[dict[str, Any]]) -> Finding:
    if not found:
        return warned(
            f"No alarm in {region} looks at {NAMESPACE}.",
            "Make one, here for calls of a model that are throttled: "
            + situation.command(f"{_PUT_ALARM} --region {region}"),
            _ALARMS,
        )
    ringing = [each for each in found if each.get("StateValue") == "ALARM"]
    if ringing:
        names = _named(ringing, "AlarmName")
        return warned(f"In alarm: {names}.", "Look into it.", _ALARMS)
    return passed(_listed(found, "alarm", "AlarmName"), _ALARMS)


def _on_bedrock(alarm: dict[str, Any]) -> bool:
    metrics = alarm.get("Metrics") or ()
    named = ((each.get("MetricStat") or {}).get("Metric") or {} for each in metrics)
    spaces = {alarm.get("Namespace"), *(each.get("Namespace") for each in named)}
    return NAMESPACE in spaces


def _listed(things: list[dict[str, Any]], word: str, key: str) -> str:
    plural = "s" * (len(things) != 1)
    return f"{len(things)} {word}{plural}: {_named(things, key)}."


def _named(things: list[dict[str, Any]], key: str) -> str:
    names = [str(each.get(key, "?")) for each in things[:3]]
    return ", ".join(names) + " …" * (len(things) > 3)
