"""Numbers as people read them; unknown ones are a dash."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from bedrock_tui.core.call import Call
from bedrock_tui.core.metrics import Metrics, TokenUsage
from bedrock_tui.core.plain import one_line
from bedrock_tui.core.prices import Confidence, Cost, Total

UNKNOWN = "–"
UNPRICED = "unpriced"


def seconds(milliseconds: float | None) -> str:
    """Return `0.81 s`, or minutes from 100 seconds on."""
    if milliseconds is None:
        return UNKNOWN
    value = milliseconds / 1000
    if value < 9.995:
        return f"{value:.2f} s"
    if value < 99.95:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest:02d} s"


def speed(tokens_per_second: float | None) -> str:
    """Return `74 tok/s`."""
    return f"{rate(tokens_per_second)} tok/s"


def rate(tokens_per_second: float | None) -> str:
    """Return `74`, for where the unit is told elsewhere."""
    if tokens_per_second is None:
        return UNKNOWN
    digits = 1 if tokens_per_second < 9.95 else 0
    return f"{tokens_per_second:.{digits}f}"


def count(number: int | None) -> str:
    """Return `1,024`."""
    return UNKNOWN if number is None else f"{number:,}"


def money(nanodollars: int | None) -> str:
    """Return `$0.0081`, `$0.031`, `$12.40`, or `unpriced`; two digits that count."""
    if nanodollars is None:
        return UNPRICED
    dollars = Decimal(nanodollars).scaleb(-9)
    if 0 < dollars < Decimal("0.00005"):
        return "<$0.0001"
    for digits, limit in ((4, Decimal("0.00995")), (3, Decimal("0.0995"))):
        if 0 < dollars < limit:
            return f"${dollars.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)}"
    return f"${dollars:,.2f}"


def price(cost: Cost | None) -> str:
    """Return what a call cost; an estimate has a mark, nothing worked out is a dash."""
    if cost is None:
        return UNKNOWN
    guess = "~" if cost.confidence is Confidence.ESTIMATE else ""
    return f"{guess}{money(cost.nanodollars)}"


def spent(total: Total) -> str:
    """Return `$0.031 · 3 calls unpriced`."""
    calls = f"{total.unpriced} call{'' if total.unpriced == 1 else 's'} {UNPRICED}"
    if total.nanodollars is None:
        return calls if total.unpriced else money(0)
    return money(total.nanodollars) + (f" · {calls}" if total.unpriced else "")


def summary(metrics: Metrics, usage: TokenUsage, cost: Cost | None = None) -> str:
    """Return the numbers of a finished call in one line."""
    parts = [
        f"{seconds(metrics.ttft_ms)} first",
        f"{seconds(metrics.latency_ms)} total",
        speed(metrics.tokens_per_second),
        f"{count(usage.input_tokens)} in",
        f"{count(usage.output_tokens)} out",
        *([price(cost)] if cost is not None else []),
    ]
    if metrics.wait_ms:
        parts.append(f"waited {seconds(metrics.wait_ms)}")
    return " · ".join(parts)


def outcome(call: Call) -> str:
    """Return how a call ended, with its failure's title where there is one."""
    if call.failure is None:
        return str(call.status)
    return f"{call.status}: {call.failure.title}"


def stopped(call: Call) -> str:
    """Return why the reply stopped, unless the model was done."""
    reason = one_line(call.stop_reason)
    return f"stopped: {reason}" if reason not in ("", "end_turn") else ""
