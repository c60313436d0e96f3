"""Comparisons to be saved, and a reading of the page that is a browser's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

from bedrock_tui.core.call import Call
from bedrock_tui.core.export.transcript import Transcript
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.metrics import Metrics, TokenUsage
from bedrock_tui.core.prices import Confidence, Cost
from bedrock_tui.core.reply import Status
from bedrock_tui.core.target import Target
from tests.support import MICRO, PRO

BEGAN = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)

DENIED = Failure(
    category="permission",
    code="AccessDeniedException",
    title="No policy allows this",
    message="User is not authorized",
    remedy="Add it to your policy.",
)


def cost(nanodollars: int | None, confidence: Confidence | None = None) -> Cost:
    why = "" if nanodollars is not None else "nobody knows its price"
    source = "prices.toml" if nanodollars is not None else ""
    as_of = date(2026, 2, 1) if nanodollars is not None else None
    return Cost(nanodollars, confidence, source, as_of, why=why)


def call(**values: object) -> Call:
    """A call that went well, but for what a test says."""
    usual: dict[str, object] = {
        "comparison_id": "01COMPARISON",
        "turn_id": "turn-1",
        "lane_id": "lane-1",
        "position": 0,
        "target": Target(PRO, "us-east-1", "dev"),
        "prompt": "Explain queues",
        "started_at": BEGAN,
        "status": Status.OK,
        "text": "A queue keeps order.",
        "stop_reason": "end_turn",
        "usage": TokenUsage(24, 212, 236, 900, 30),
        "metrics": Metrics(420.0, 3300.0, 3200, 0.0, 71.1),
        "cost": cost(8_100_000, Confidence.EXACT),
        "attempts": 1,
        "request_id": "req-1",
    }
    return Call(**{**usual, **values})  # type: ignore[arg-type]  # as the test names them


def saved(*calls: Call, simulated: bool = False) -> Transcript:
    return Transcript("01COMPARISON", calls or (call(),), simulated)


def two_turns() -> Transcript:
    """Its turns in the wrong order."""
    later = {
        "turn_id": "turn-2",
        "prompt": "And stacks?",
        "started_at": BEGAN + timedelta(minutes=1),
    }
    other = Target(MICRO, "us-east-1", "dev")
    return saved(
        call(**later, text="Second, pro"),
        call(**later, text="Second, micro", target=other),
        call(text="First, pro"),
        call(text="First, micro", target=other),
    )


VOID = {"meta"}


class Page(HTMLParser):
    """The elements of a page, their attributes, and the text in each."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        """Class or name of the innermost element that has either, and the text."""
        self.odd: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(html)
        self.close()
        assert not self._open, "elements were left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((dict(attrs).get("class") or tag, []))
            self._names = [*getattr(self, "_names", []), tag]

    def handle_endtag(self, tag: str) -> None:
        assert self._names.pop() == tag
        key, parts = self._open.pop()
        text = "".join(parts)
        self.texts.append((key, text))
        if self._open:
            self._open[-1][1].append(text)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1].append(data)
        elif data.strip():
            self.odd.append(data)

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    def handle_decl(self, decl: str) -> None:
        if decl != "doctype html":
            self.odd.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.odd.append(data)

    def handle_pi(self, data: str) -> None:
        self.odd.append(data)

    def names(self) -> set[str]:
        return {name for name, _ in self.elements}

    def of(self, key: str) -> list[str]:
        """The texts of the elements with this class, or this name without one."""
        return [text for each, text in self.texts if each == key]

    def facts(self) -> list[tuple[str, str]]:
        return list(zip(self.of("dt"), self.of("dd"), strict=True))
