"""Models as JSON and as CSV: the shapes that scripts rely on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from bedrock_tui.cli.commands import completed
from bedrock_tui.cli.output import Json
from bedrock_tui.cli.session import one_line
from bedrock_tui.core.catalogue import ANYWHERE, CallId, Lifecycle, RegionScan
from bedrock_tui.core.limits import burndown_of
from bedrock_tui.core.moments import day, utc
from bedrock_tui.core.offer import Judgement, ListPrice, Offer

_EVERYWHERE = "*"
"""Stands for the destinations of a global profile: any commercial region, the one that
is called among them (Bedrock User Guide, "Global cross-Region inference")."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What spreadsheets take for a formula at the beginning of a cell."""


def model(offer: Offer, *, public: bool) -> Json:
    """Return a model in a region; what is public has no verdict."""
    each = offer.model
    return {
        "model_id": each.id,
        "name": each.name or None,
        "provider": each.provider or None,
        "region": each.region,
        "call_ids": [_call(call, offer.prices.get(call.id)) for call in each.calls],
        "input_modalities": list(each.inputs),
        "output_modalities": list(each.outputs),
        "streaming": each.streams,
        "lifecycle": _lifecycle(each.lifecycle),
        "price": _price(offer.price),
        "verdict": None if public else verdict(offer.judgement),
        "limits": {
            "context_tokens": offer.limits.context,
            "output_tokens": offer.limits.output,
            "quota_tokens_per_output_token": burndown_of(each.id),
        },
        "public_list_of": day(each.public_at) if each.public_at else None,
    }


def region(scan: RegionScan) -> Json:
    """Return how asking a region came out."""
    return {
        "status": str(scan.status),
        "reason": scan.reason or None,
        "remedy": completed(scan.remedy) or None,
        "missing": [str(listing) for listing in scan.missing],
        "models": len(scan.models),
        "public": scan.public,
        "at": moment(scan.at),
    }


def verdict(judgement: Judgement) -> Json:
    """Return whether something can be called."""
    return {
        "call": str(judgement.verdict),
        "reason": judgement.reason,
        "evidence": str(judgement.evidence),
        "remedy": completed(judgement.remedy),
    }


def number(amount: Decimal | None) -> float | None:
    """Return a price as a JSON number; it has far fewer digits than a float holds."""
    return None if amount is None or not amount.is_finite() else float(amount)


def moment(at: datetime | None) -> str | None:
    """Return a moment, ISO 8601."""
    return utc(at).isoformat(timespec="seconds") if at is not None else None


def as_csv(rows: Iterable[Json]) -> str:
    """Return rows of `model` as CSV with a header, safe to open in a spreadsheet."""
    flat = [dict(_flat(row)) for row in rows]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if flat:
        writer.writerow(flat[0])
        writer.writerows([_cell(value) for value in row.values()] for row in flat)
    return text.getvalue()


def _call(call: CallId, cost: ListPrice | None) -> Json:
    anywhere = ANYWHERE in call.destinations
    return {
        "id": call.id,
        "kind": str(call.kind),
        "destinations": [_EVERYWHERE] if anywhere else list(call.destinations),
        "price": _price(cost),
    }


def _lifecycle(lifecycle: Lifecycle) -> Json:
    dates = {
        "started": lifecycle.started,
        "legacy": lifecycle.legacy,
        "extended_access": lifecycle.extended_access,
        "ended": lifecycle.ended,
    }
    told = {name: day(at) if at is not None else None for name, at in dates.items()}
    return {"status": lifecycle.status or None, **told}


def _price(cost: ListPrice | None) -> Json | None:
    if cost is None:
        return None
    return {
        "input_usd_per_mtok": number(cost.input),
        "output_usd_per_mtok": number(cost.output),
        "confidence": cost.confidence,
        "source": cost.source,
        "as_of": cost.as_of or None,
        "note": cost.note or None,
        "steps": [
            {
                "above_tokens": step.above,
                "input_usd_per_mtok": number(step.rates.input),
                "output_usd_per_mtok": number(step.rates.output),
            }
            for step in cost.steps
        ],
    }


_GROUPS = {
    "lifecycle": ("status", "started", "legacy", "extended_access", "ended"),
    "price": (
        *("input_usd_per_mtok", "output_usd_per_mtok"),
        *("confidence", "source", "as_of"),
    ),
    "verdict": ("call", "reason", "evidence", "remedy"),
    "limits": ("context_tokens", "output_tokens", "quota_tokens_per_output_token"),
}
"""Members that are objects or null, and the columns that they become."""


def _flat(row: Json) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        if name == "name":
            yield name, value or row["model_id"]
        elif name == "call_ids":
            yield name, " ".join(call["id"] for call in value)
            yield "kinds", " ".join(call["kind"] for call in value)
        elif name in _GROUPS:
            known: Mapping[str, object] = value or {}
            for member in _GROUPS[name]:
                yield member, known.get(member)
        else:
            yield name, " ".join(value) if isinstance(value, list) else value
    if "price" in row:  # last, for whoever counts the columns
        yield "price_note", (row["price"] or {}).get("note")


def _cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    text = one_line(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
