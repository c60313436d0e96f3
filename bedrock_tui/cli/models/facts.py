"""One model with all that is known of it, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from bedrock_tui.cli.findings import beside
from bedrock_tui.cli.models import shapes
from bedrock_tui.cli.output import Json
from bedrock_tui.core.availability import Availability
from bedrock_tui.core.catalogue import RegionScan
from bedrock_tui.core.metadata import destinations, long_prompts, side_by_side
from bedrock_tui.core.modelids import short_id
from bedrock_tui.core.moments import day
from bedrock_tui.core.numbers import UNKNOWN
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.quota import Quota
from bedrock_tui.core.successors import successor

_LABEL = 19
"""Cells of a label."""
_JUDGED = ("Verdict", "Because", "To do")
_TOLD_WITH_THE_IDS = ("Kinds", "Runs in")


@dataclass(frozen=True, slots=True)
class Known:
    """A model in a region, and what was asked about it."""

    offer: Offer
    scan: RegionScan
    availability: Availability | None = None
    """None where AWS did not say."""
    quotas: list[Quota] | None = None
    """None if they were not asked for, or did not come."""
    named: str = ""
    """What was asked about: the model, or an id or ARN that it is called by."""

    @property
    def led(self) -> Offer:
        """The offer with the id that was named, and its price, before the others."""
        offer, calls = self.offer, self.offer.model.calls
        names = {self.named, short_id(self.named)}
        named = tuple(each for each in calls if names & {each.id, each.arn})
        if not named:
            return offer
        others = tuple(each for each in calls if each not in named)
        model = replace(offer.model, calls=named + others)
        return replace(offer, model=model, price=offer.prices.get(named[0].id))

    @property
    def successor(self) -> str:
        """What to call in place of a model that is on its way out; often empty."""
        if not self.offer.model.lifecycle.is_legacy:
            return ""
        offered = {call.id for model in self.scan.models for call in model.calls}
        return successor(self.offer.model.id, offered)


def as_text(known: Known, width: int | None) -> Iterator[str]:
    """Yield a line for each fact, without those that are not known.

    The id that was named comes before the others.
    """
    for label, value in _facts(known):
        for number, line in enumerate(value.splitlines()):
            yield from beside(f"{'' if number else label:<{_LABEL}}", line, width)


def as_json(known: Known) -> Json:
    """Return the model as the list has it, and what the list has no room for."""
    offer, model = known.led, known.offer.model
    past = offer.past
    return {
        **shapes.model(offer, public=known.scan.public),
        "arn": model.arn or None,
        "made_from": model.base or None,
        "inference_types": list(model.inference_types),
        "customizations": list(model.customizations),
        "mantle_only": model.mantle_only,
        "successor": known.successor or None,
        "availability": asdict(known.availability) if known.availability else None,
        "quotas": None
        if known.quotas is None
        else [asdict(each) for each in known.quotas],
        "history": {
            "calls": past.calls,
            "ok": past.ok,
            "ttft_ms": past.ttft_ms,
            "last_at": shapes.moment(past.last_at),
            "last_ok_at": shapes.moment(past.last_ok_at),
            "last_failure": past.last_failure or None,
        },
        "favourite": offer.favourite,
        "regions": {known.scan.region: shapes.region(known.scan)},
    }


def _facts(known: Known) -> Iterator[tuple[str, str]]:
    public = known.scan.public
    offer = known.led
    for row in side_by_side([offer]):
        (value,) = row.values
        if row.label == "Called by":
            yield row.label, _calls(offer)
        elif row.label in _TOLD_WITH_THE_IDS or (public and row.label in _JUDGED):
            continue
        elif value != UNKNOWN:
            yield row.label, value
        if row.label == "Output per M" and (told := long_prompts(offer)):
            yield "Long prompts per M", told
    if known.successor:
        yield "Successor", known.successor
    if known.availability is not None and (said := _said(known.availability)):
        yield "AWS says", said
    if known.quotas is not None:
        yield "Quotas", "\n".join(map(_quota, known.quotas)) or "none that name it"
    if known.offer.model.public_at is not None:
        yield "Public list of", day(known.offer.model.public_at)
    elif public:
        yield "Public list of", day(known.scan.at)


def _calls(offer: Offer) -> str:
    lines = []
    for call in offer.model.calls:
        kind = str(call.kind).replace("_", " ")
        lines += [call.id, f"· {kind} → {destinations(call) or UNKNOWN}"]
    if offer.model.mantle_only:
        return "nothing: only the bedrock-mantle endpoint has it"
    return "\n".join(lines) or "nothing"


def _said(availability: Availability) -> str:
    if not availability.known:
        return "bedrock does not know this id, so it says nothing of it"
    words = {
        "agreement": availability.agreement,
        "authorization": availability.authorization,
        "entitlement": availability.entitlement,
        "region": availability.region,
    }
    told = [
        f"{name} {word.lower().replace('_', ' ')}"
        for name, word in words.items()
        if word
    ]
    return ", ".join([*told, *([availability.message] if availability.message else [])])


def _quota(quota: Quota) -> str:
    value = UNKNOWN if quota.value is None else f"{quota.value:,.15g}"
    more = [
        "AWS's default" if quota.default else "",
        "" if quota.adjustable else "fixed",
        quota.code,
    ]
    return f"{value}  {quota.name} ({', '.join(filter(None, more))})"
