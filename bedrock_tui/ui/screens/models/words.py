"""Numbers, ages and kinds of the Models screen as people read them in a few cells."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from bedrock_tui.core.catalogue import CallKind, Lifecycle, Model
from bedrock_tui.core.judging.case import DOCTOR_COMMAND, PROBE_COMMAND
from bedrock_tui.core.moments import day as date
from bedrock_tui.core.moments import in_words, utc
from bedrock_tui.core.numbers import UNKNOWN
from bedrock_tui.core.offer import Judgement, ListPrice

KINDS = {
    CallKind.ON_DEMAND: "demand",
    CallKind.GEO: "geo",
    CallKind.GLOBAL: "global",
    CallKind.APPLICATION: "app",
    CallKind.PROVISIONED: "prov",
    CallKind.CUSTOM: "custom",
    CallKind.IMPORTED: "import",
    CallKind.ROUTER: "router",
}
"""One short word for each way to call a model."""

_LETTERS = {"TEXT": "T", "IMAGE": "I", "VIDEO": "V", "SPEECH": "S", "AUDIO": "A"}


def tokens(number: int | None) -> str:
    """Return `200k` or `1.05M`."""
    if number is None:
        return UNKNOWN
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:.3g}{unit}"
    return str(number)


def money(dollars: Decimal | None) -> str:
    """Return dollars with two decimals, or with as many as small prices need."""
    if dollars is None:
        return UNKNOWN
    exact = f"{dollars.normalize():f}"
    decimals = len(exact.partition(".")[2])
    if decimals <= 2 or dollars >= 10:
        return f"{dollars:,.2f}"
    return exact if decimals <= 4 else f"{dollars:.4f}".rstrip("0")


def price(cost: ListPrice | None, *, out: bool = False) -> str:
    """Return a price of a million tokens; estimates have a mark."""
    if cost is None:
        return UNKNOWN
    dollars = cost.output if out else cost.input
    guess = "~" if cost.confidence == "estimate" and dollars is not None else ""
    return f"{guess}{money(dollars)}"


def remedy(judgement: Judgement) -> str:
    """Return what to do, by the keys of the screen where it has one for that."""
    if judgement.remedy.startswith(PROBE_COMMAND):
        return "p tries it with one token; it asks first."
    return judgement.remedy.replace(DOCTOR_COMMAND, "f2")


def percent(share: float | None) -> str:
    """Return `98%`; only all of them are 100%."""
    if share is None:
        return UNKNOWN
    return "100%" if share >= 1 else f"{min(99, round(share * 100))}%"


def age(at: datetime, now: datetime) -> str:
    """Return how long ago something was, in its largest unit."""
    seconds = (now - utc(at)).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min ago"
    if seconds < 2 * 86_400:
        return f"{int(seconds // 3600)} h ago"
    return f"{int(seconds // 86_400)} days ago"


def day(moment: datetime | None) -> str:
    """Return `2027-04-08`."""
    return date(moment) if moment else UNKNOWN


def until(end: datetime, now: datetime) -> str:
    """Return `in 24d3h`, or that it is over."""
    left = utc(end) - now
    return f"in {in_words(left)}" if left > timedelta() else "is over"


def kinds(model: Model) -> str:
    """Return the ways to call a model, each once."""
    if model.mantle_only:
        return "mantle only"
    words = dict.fromkeys(KINDS[call.kind] for call in model.calls)
    return " ".join(words) or "not callable"


def modalities(model: Model) -> str:
    """Return what it takes and gives: `TI→T`."""
    if not model.inputs and not model.outputs:
        return UNKNOWN
    return f"{_letters(model.inputs)}→{_letters(model.outputs)}"


def _letters(words: tuple[str, ...]) -> str:
    return "".join(_LETTERS.get(word, word[:1].upper()) for word in words)


def life(lifecycle: Lifecycle) -> str:
    """Return where it stands, with the month of its end if that is known."""
    if lifecycle.ended is not None and lifecycle.is_legacy:
        return f"→ {lifecycle.ended:%Y-%m}"
    return lifecycle.status.lower() or UNKNOWN
