"""Which lane of a turn was first, fastest, cheapest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bedrock_tui.core.call import Call
from bedrock_tui.core.prices import Confidence
from bedrock_tui.core.reply import Status


def marks(calls: Sequence[Call]) -> dict[str, tuple[str, ...]]:
    """Return the marks of the calls of one turn, by call id.

    Only whole replies compete, at least two. A mark is given where the number is known
    of all of them: an unknown one could be the best. `~cheapest` was estimated.
    """
    whole = [call for call in calls if call.status is Status.OK]
    found: dict[str, list[str]] = {call.id: [] for call in calls}
    for name, number in (
        ("first", _first),
        ("fastest", _fastest),
        (f"{_guess(whole)}cheapest", _cheapest),
    ):
        for call in _best(whole, number):
            found[call.id].append(name)
    return {call_id: tuple(names) for call_id, names in found.items()}


def _best(calls: list[Call], number: Callable[[Call], float | None]) -> list[Call]:
    """Return the calls with the lowest number; none where they are all alike."""
    numbers = [number(call) for call in calls]
    known = [each for each in numbers if each is not None]
    if len(known) < len(calls) or len(set(known)) < 2:
        return []
    return [
        call for call, each in zip(calls, numbers, strict=True) if each == min(known)
    ]


def _first(call: Call) -> float | None:
    return call.metrics.ttft_ms


def _fastest(call: Call) -> float | None:
    speed = call.metrics.tokens_per_second
    return None if speed is None else -speed


def _cheapest(call: Call) -> float | None:
    return None if call.cost is None else call.cost.nanodollars


def _guess(calls: list[Call]) -> str:
    costs = [call.cost for call in calls if call.cost is not None]
    exact = all(each.confidence is Confidence.EXACT for each in costs)
    return "" if exact else "~"
