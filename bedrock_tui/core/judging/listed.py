"""Judging a target by what AWS lists: models, ids, lifecycle.

Each rule returns its judgement, or None where it has nothing to say. Sources: Bedrock
User Guide, "Model lifecycle", "Supported Regions and models for inference profiles";
API Reference, ListFoundationModels.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.catalogue import Listing, Model, RegionScan, RegionStatus
from bedrock_tui.core.judging.case import Case, has_ended
from bedrock_tui.core.moments import day, utc
from bedrock_tui.core.offer import Judgement
from bedrock_tui.core.permissions import Evidence, Verdict

IDLE = timedelta(days=15)
"""After so long without a call a legacy model may be closed to the account, says the
Bedrock User Guide, "Model lifecycle"; the refusal itself speaks of 30 days."""
_REFUSAL = 30
"""The days that the refusal speaks of."""
ANOTHER = "Choose another model that the region lists."
"""The remedy where none is nearer."""


def ended(case: Case) -> Judgement | None:
    """Past its end of life, and not seen alive since."""
    if case.model is None or not has_ended(case.model, case.now):
        return None
    end, last = case.model.lifecycle.ended, case.past.last_ok_at
    if end is None or (last is not None and utc(last) > utc(end)):
        return None
    remedy = case.choose(otherwise=ANOTHER)
    return case.no(f"It reached the end of its life on {day(end)}.", remedy)


def other_id(case: Case) -> Judgement | None:
    """The model can be called from the region, but not by this id."""
    model = case.model
    if not case.told or model is None or not model.calls:
        return None
    if not case.call_id or case.opaque or case.call is not None:
        return None
    if case.incomplete:
        return case.unknown(
            f"{case.place} does not list {case.call_id}; its list is not complete: "
            f"{case.incomplete}",
            _remedy_of(case.scan),
        )
    best = model.calls[0]
    if case.call_id == model.id:
        return case.no(
            f"{case.place} offers it through inference profiles and the like only.",
            f"Use {best.id} instead.",
        )
    return case.no(
        f"{case.place} does not list this id.", f"Use {best.id}, which it does list."
    )


def closed(case: Case) -> Judgement | None:
    """The region was not asked, told nothing, or is known from public lists alone."""
    scan = case.scan
    if scan is None:
        if case.model is not None:
            return None
        return _nothing("The region has not been asked yet.", "Scan it.")
    if scan.status is RegionStatus.NOT_ENABLED:
        command = f"aws account enable-region --region-name {scan.region}"
        reason = scan.reason or f"The account has not enabled {scan.region}."
        return case.no(reason, scan.remedy or f"{command} enables it within minutes.")
    if scan.closed:
        return _nothing(scan.reason or f"{scan.region}: {scan.status}.", scan.remedy)
    if scan.public:
        return _nothing(
            f"From the public list of {day(scan.at)}: no account was asked.",
            "Sign in and scan the region.",
        )
    return None


def not_offered(case: Case) -> Judgement | None:
    """The region does not list the model."""
    if case.model is not None:
        return None
    if case.opaque:
        return case.unknown(f"{case.place} does not list this ARN.", case.probe_command)
    if case.incomplete:
        return case.unknown(
            f"{case.place} does not list it; its list is not complete: "
            f"{case.incomplete}",
            _remedy_of(case.scan),
        )
    spelling = "Check how the id is written, or look for the model in other regions."
    return case.no(
        f"{case.place} does not list {case.title}.", case.choose(otherwise=spelling)
    )


def no_way(case: Case) -> Judgement | None:
    """The region lists the model without an id to call it by."""
    model = case.model
    if model is None or model.calls:
        return None
    if model.mantle_only:
        return _mantle_only(case, model)
    types = set(model.inference_types)
    if types == {"PROVISIONED"}:
        lists = [Listing.PROVISIONED]
    elif _is_custom(model):
        lists = [Listing.DEPLOYMENTS, Listing.PROVISIONED]
    else:
        lists = [Listing.PROFILES]
    if why := case.missing(*lists):
        return case.unknown(
            f"{case.place} lists no id to call it by; its list is not complete: {why}",
            _remedy_of(case.scan),
        )
    if _is_custom(model):
        return case.no(
            "A custom model is called through a deployment, and it has none.",
            "Deploy it: aws bedrock create-custom-model-deployment.",
        )
    if types == {"PROVISIONED"}:
        return case.no(
            "It is called through provisioned throughput only, and there is none.",
            case.choose(otherwise="Buy provisioned throughput for it."),
        )
    if types:
        return case.no(
            f"{case.place} lists no inference profile for it, and it takes no other "
            "calls.",
            case.choose(otherwise=ANOTHER),
        )
    return case.unknown("AWS does not say how it is called.", case.probe_command)


def _mantle_only(case: Case, model: Model) -> Judgement:
    address = f"https://bedrock-mantle.{case.place}.api.aws"
    found = case.no(
        "Only the bedrock-mantle endpoint serves it, which Converse cannot reach.",
        case.choose(otherwise=f"Call it with an OpenAI-style client at {address}."),
    )
    if model.public_at is None:
        return found
    says = f"So says the public list of {day(model.public_at)}"
    reason = f"{found.reason} {says}; {case.place} does not list it."
    return replace(found, evidence=Evidence.PUBLIC, reason=reason)


def wrong_form(case: Case) -> Judgement | None:
    """The model does not hold conversations: it draws, embeds, ranks or speaks."""
    model = case.model
    why = why_no_chat(model) if model is not None else ""
    return case.no(why, "Choose a model with text in and text out.") if why else None


def why_no_chat(model: Model) -> str:
    """Return why a model does not hold conversations; empty if it does."""
    if model.talks:
        return ""
    gives = ", ".join(model.outputs).lower()
    does = "ranks documents" if model.ranks else f"gives {gives or 'no text'}"
    return f"It {does}; prompts go to models that answer text with text."


def legacy_unused(case: Case) -> Judgement | None:
    """Legacy: open to accounts that use it, which this history does not show."""
    model = case.model
    if model is None or not model.lifecycle.is_legacy:
        return None
    last = case.past.last_ok_at
    if last is not None and utc(case.now) - utc(last) <= IDLE:
        return None
    since = model.lifecycle.legacy
    return case.unknown(
        f"Legacy{f' since {day(since)}' if since else ''}: AWS may refuse it after "
        f"{IDLE.days} days without a call (the refusal says {_REFUSAL}), and no call "
        f"of the last {IDLE.days} days is known here.",
        case.choose(otherwise=case.probe_command),
    )


def _is_custom(model: Model) -> bool:
    arn = parse_arn(model.arn or model.id)
    return arn is not None and arn.kind == "custom-model"


def _remedy_of(scan: RegionScan | None) -> str:
    return scan.remedy if scan is not None else ""


def _nothing(reason: str, remedy: str) -> Judgement:
    return Judgement(Verdict.UNKNOWN, Evidence.UNKNOWN, reason, remedy)
