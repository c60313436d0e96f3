"""What is known of one model in one region, as the lines of its details."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from bedrock_tui.core.availability import Availability
from bedrock_tui.core.catalogue import CallId, CallKind, Lifecycle, RegionScan
from bedrock_tui.core.metadata import destinations
from bedrock_tui.core.numbers import UNKNOWN, seconds
from bedrock_tui.core.offer import ListPrice, Offer, Past
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.quota import Quota
from bedrock_tui.core.successors import successor
from bedrock_tui.ui.screens.models import words
from bedrock_tui.ui.screens.models.board import Board, why_not
from bedrock_tui.ui.screens.models.signs import FAVOURITE, MARK, VERDICTS
from bedrock_tui.ui.screens.models.standing import Standing, way_out
from bedrock_tui.ui.text import plain

NAMES = 9
"""Cells of a fact's name, so that the facts stand in one column."""

_STYLES = {"good": "$text-success", "bad": "$text-error", "warn": "$text-warning"}

_KINDS = {
    CallKind.ON_DEMAND: "on demand",
    CallKind.GEO: "geo profile",
    CallKind.GLOBAL: "global profile",
    CallKind.APPLICATION: "application profile",
    CallKind.PROVISIONED: "provisioned throughput",
    CallKind.CUSTOM: "custom model",
    CallKind.IMPORTED: "imported model",
    CallKind.ROUTER: "prompt router",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the details, and what copying it gives."""

    text: Content
    value: str = ""
    """What `y` copies; nothing where there is nothing to copy."""
    arn: str = ""
    call: CallId | None = None
    """The id that this line is about; it can be marked."""


Section = list[Line]


def describe(
    offer: Offer, board: Board, now: datetime, account: Line | None
) -> Iterator[Section]:
    """Yield everything that is known, what helps to choose first.

    `account` is what AWS says of the model for this account, or None.
    """
    scan = board.scans.get(offer.model.region)
    yield _title(offer)
    yield [*_source(offer.model.region, board, now), *_public(offer, scan)]
    yield [*_verdict(offer, scan), *([account] if account is not None else [])]
    yield _ids(offer, board)
    yield list(_price(offer))
    yield list(_abilities(offer))
    yield list(_life(offer, scan, now))
    yield _past(offer.past)


def _title(offer: Offer) -> Section:
    model = offer.model
    star = f"{FAVOURITE} " if offer.favourite else ""
    title = Content.styled(star, "$text-accent") + plain(model.title, "bold $primary")
    by = f"{model.provider or 'provider unknown'} · {model.region}"
    return [
        Line(title, model.title),
        Line(plain(by, "dim"), model.region),
        Line(plain(model.id), model.id, model.arn),
    ]


def _source(region: str, board: Board, now: datetime) -> Section:
    """Return where this comes from, unless the region said it when asked last."""
    scan, newest = board.scans.get(region), board.newest(region)
    if scan is None or newest is None:
        return []
    in_vain = board.standing(region) is Standing.FAILED
    asked = f"{region} was asked {words.age(newest.at, now)} in vain."
    lines = []
    if scan.public:
        how = asked if in_vain else "nobody was asked."
        lines.append(f"From the public list of {words.day(scan.at)}: {how}")
    elif scan.missing:
        lines.append(f"{region} did not tell all.")
    elif newest is not scan:
        since = f"As {region} was {words.age(scan.at, now)}."
        lines.append(f"{since} {asked if in_vain else ''}".rstrip())
    told = [Line(plain(text, "$text-warning"), text) for text in lines]
    return [*told, *_why(newest)] if newest is not scan or scan.missing else told


def _public(offer: Offer, scan: RegionScan | None) -> Section:
    """Return that the region did not tell of this model, if it told of others."""
    at, region = offer.model.public_at, offer.model.region
    if at is None or scan is None or scan.public:
        return []
    text = f"From the public list of {words.day(at)}: {region} does not list it."
    return [Line(plain(text, "$text-warning"), text)]


def _why(scan: RegionScan) -> Section:
    """Return why a region told nothing, and what to do."""
    reason = scan.reason or f"{scan.status}."
    remedy = f"{scan.remedy} {way_out(scan)}".strip()
    fix = Content.styled("→ ", "$text-accent") + plain(remedy)
    return [Line(plain(reason), reason), Line(fix, remedy)]


def _verdict(offer: Offer, scan: RegionScan | None) -> Section:
    if scan is not None and scan.public:
        return []
    judgement = offer.judgement
    untold = judgement.evidence is Evidence.UNKNOWN and not judgement.reason
    if untold and judgement.verdict is Verdict.UNKNOWN:
        reason = why_not(offer) or "not judged yet"
        return [Line(plain(f"? {reason}", "dim"), reason)]
    sign, role = VERDICTS[judgement.verdict]
    title = f"{sign} callable: {judgement.verdict} ({judgement.evidence})"
    lines = [Line(plain(title, f"bold {_STYLES[role]}"), title)]
    if judgement.reason:
        lines.append(Line(plain(judgement.reason), judgement.reason))
    if remedy := words.remedy(judgement):
        fix = Content.styled("→ ", "$text-accent") + plain(remedy)
        lines.append(Line(fix, judgement.remedy))
    return lines


def _ids(offer: Offer, board: Board) -> Section:
    region = offer.model.region
    if not offer.model.calls:
        reason = why_not(offer)
        return [_head("called by"), Line(plain(f"nothing: {reason}", "dim"), reason)]
    lines = [_head("called by")]
    for call in offer.model.calls:
        where = plain(destinations(call) or UNKNOWN).plain
        cost = f" · {_amounts(offer.prices.get(call.id))}" * offer.prices_differ
        runs = Content.styled(f"{_KINDS[call.kind]} → {where}{cost}", "dim")
        if (call.id, region) in board.marks:
            runs = Content.styled(f"{MARK} marked ", "bold $text-accent") + runs
        text = plain(call.id, "bold") + "\n" + runs
        lines.append(Line(text, call.id, call.arn, call))
    return lines


def _amounts(cost: ListPrice | None) -> str:
    if cost is None:
        return "unpriced"
    return f"{words.price(cost)} in · {words.price(cost, out=True)} out"


def _price(offer: Offer) -> Iterator[Line]:
    cost = offer.price
    yield _head("price, $ per million tokens")
    if cost is None:
        yield Line(plain("unpriced: no source has it", "dim"))
        return
    numbers = f"{words.price(cost)} in · {words.price(cost, out=True)} out"
    yield Line(plain(numbers, "bold"), numbers)
    if offer.prices_differ:
        first = f"by {offer.model.calls[0].id}; each id above has its own"
        yield Line(plain(first, "dim"), first)
    source = f"{cost.confidence} · {cost.source}"
    source += f" of {cost.as_of}" if cost.as_of else ""
    yield Line(plain(source, "dim"), source)
    if cost.note:
        yield Line(plain(cost.note, "dim"), cost.note)


def _abilities(offer: Offer) -> Iterator[Line]:
    model, limits = offer.model, offer.limits
    yield _head("takes and gives")
    for name, value in (
        ("context", f"{words.tokens(limits.context)} tokens"),
        ("output", f"{words.tokens(limits.output)} tokens at most"),
        ("in", _joined(model.inputs)),
        ("out", _joined(model.outputs)),
        ("streams", {True: "yes", False: "no", None: UNKNOWN}[model.streams]),
        ("offered", _joined(model.inference_types)),
        ("tuning", _joined(model.customizations)),
        ("made from", model.base),
    ):
        if value and not value.startswith(UNKNOWN):
            yield _fact(name, value)


def _joined(values: Iterable[str]) -> str:
    return ", ".join(value.lower().replace("_", " ") for value in values)


def _life(offer: Offer, scan: RegionScan | None, now: datetime) -> Iterator[Line]:
    life: Lifecycle = offer.model.lifecycle
    yield _head("lifecycle")
    style = "$text-warning" if life.is_legacy else ""
    yield _fact("status", life.status.lower() or "unknown", style)
    for name, moment in (
        ("since", life.started),
        ("legacy", life.legacy),
        ("extended", life.extended_access),
        ("ends", life.ended),
    ):
        if moment is not None:
            left = f" ({words.until(moment, now)})" if name == "ends" else ""
            more = " (costs more from then on)" if name == "extended" else ""
            yield _fact(name, f"{words.day(moment)}{left}{more}", style)
    if life.is_legacy and scan is not None:
        instead = successor(offer.model.id, {each.id for each in scan.models})
        if instead:
            yield _fact("successor", instead)


def _past(past: Past) -> Section:
    lines = [_head("my calls")]
    if not past.calls:
        return [*lines, Line(plain("none in the history", "dim"))]
    told = f"{past.calls:,} · {words.percent(past.success_rate)} ok"
    lines.append(_fact("calls", told))
    if past.ttft_ms is not None:
        lines.append(_fact("first", f"{seconds(past.ttft_ms)} (median)"))
    if past.last_at is not None:
        lines.append(_fact("last", f"{past.last_at:%Y-%m-%d %H:%M}"))
    if past.last_failure:
        lines.append(_fact("failed", past.last_failure, "$text-error"))
    return lines


def availability(found: Availability) -> Line:
    """Return what AWS says of the model for this account."""
    if not found.known:
        return _account("AWS: bedrock does not know this id, so it says nothing of it")
    told = {
        "agreement": found.agreement,
        "authorization": found.authorization,
        "entitlement": found.entitlement,
        "region": found.region,
    }
    wrong = [
        f"{name} {value.lower().replace('_', ' ')}"
        for name, value in told.items()
        if value not in ("", "AVAILABLE", "AUTHORIZED")
    ]
    wrong += [found.message] if found.message else []
    if wrong:
        return _account(f"AWS: {', '.join(wrong)}", "$text-warning")
    return _account(
        "AWS: available to this account" if any(told.values()) else "AWS: –"
    )


def asking() -> Line:
    """Return what stands there until AWS has answered."""
    return _account("AWS: asking whether it is available…")


def not_told(why: str) -> Line:
    """Return why AWS did not say whether it is available."""
    return _account(f"AWS: {why}")


def _account(text: str, style: str = "dim") -> Line:
    return Line(plain(text, style), plain(text).plain)


def note(head: str, text: str) -> Section:
    """Return a section that says why there is nothing in it yet."""
    return [_head(head), Line(plain(text, "dim"))]


def _head(text: str) -> Line:
    return Line(Content.styled(text, "$text-secondary"))


def _fact(name: str, value: str, style: str = "") -> Line:
    name = name.ljust(NAMES)
    return Line(Content.styled(f"{name} ", "dim") + plain(value, style), value)


def quotas(found: Iterable[Quota]) -> Section:
    """Return the account's quotas for the model, and how fast output uses them up."""
    lines = [_head("quotas")]
    for quota in found:
        told = f"{quota.value:,.0f}" if quota.value is not None else UNKNOWN
        notes = [told]
        notes += ["default of AWS"] if quota.default else []
        notes += ["can be raised"] if quota.adjustable else []
        text = Content.styled(f"{plain(quota.name).plain}\n", "dim")
        lines.append(Line(text + plain(f"  {' · '.join(notes)}"), quota.code or told))
    if len(lines) == 1:
        lines.append(Line(plain("Service Quotas names none for this model", "dim")))
    return lines
