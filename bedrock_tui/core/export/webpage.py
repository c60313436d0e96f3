"""A comparison as one web page that needs nothing else and runs nothing.

Its policy allows its own style and no more. Text from outside is cleaned as on the
screen and escaped; it is shown as it was written, Markdown unread.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from bedrock_tui.core.call import Call
from bedrock_tui.core.criteria import SIGNS
from bedrock_tui.core.export.elements import Html, element, join, void
from bedrock_tui.core.export.facts import facts
from bedrock_tui.core.export.markdown import SIMULATED
from bedrock_tui.core.export.style import CSS
from bedrock_tui.core.export.transcript import Answers, Transcript
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.marks import marks
from bedrock_tui.core.plain import clean, one_line
from bedrock_tui.core.reply import Status

_TITLE = 60
"""Most characters of the prompt in the title."""
_FOOTER = (
    "First token and total count from sending the request that succeeded; waits are "
    "apart. ~ marks estimates, – what is not known. Saved by bedrock-tui, which is not "
    "affiliated with Amazon Web Services."
)


def page(transcript: Transcript) -> str:
    """Return the whole page."""
    body = element("body", element("main", *_body(transcript)), _footer())
    html = element("html", _head(transcript), body, lang="en")
    return f"<!doctype html>\n{html}\n"


def _head(transcript: Transcript) -> Html:
    style = hashlib.sha256(CSS.encode()).digest()
    digest = base64.b64encode(style).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        void("meta", charset="utf-8"),
        void("meta", http_equiv="Content-Security-Policy", content=policy),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="referrer", content="no-referrer"),
        element("title", _title(transcript)),
        element("style", Html(CSS)),
    )


def _title(transcript: Transcript) -> str:
    prompt = one_line(transcript.turns[0].prompt)
    cut = prompt if len(prompt) <= _TITLE else f"{prompt[: _TITLE - 1]}…"
    return f"{cut} · bedrock-tui"


def _body(transcript: Transcript) -> Iterator[Html]:
    turns = transcript.turns
    yield element("h1", "Comparison")
    began = f"{transcript.started_at:%Y-%m-%d %H:%M:%S} UTC"
    id_ = element("code", transcript.comparison_id)
    yield element("p", f"{began} · ", id_, class_="soft")
    if transcript.simulated:
        yield element("p", SIMULATED, class_="notice")
    if transcript.system:
        yield element("section", *_asked("System prompt", transcript.system))
    profiles = {call.target.aws_profile for call in transcript.calls}
    for number, turn in enumerate(turns, 1):
        heading = "Prompt" if len(turns) == 1 else f"Prompt {number} of {len(turns)}"
        yield element(
            "section",
            *_asked(heading, turn.prompt),
            _lanes(turn, transcript.simulated, len(profiles) > 1),
        )


def _asked(heading: str, text: str) -> tuple[Html, Html]:
    return element("h2", heading), _text(text, "asked")


def _lanes(turn: Answers, simulated: bool, name_profiles: bool) -> Html:
    best = marks(turn.calls)
    cards = [
        element(
            "article",
            element("h3", element("bdi", one_line(call.target.id))),
            element("p", element("bdi", _place(call, name_profiles)), class_="soft"),
            _state(call, best[call.id], simulated),
            element("dl", *_rows(call)),
            *_said(call),
        )
        for call in turn.calls
    ]
    return element("div", *cards, class_="lanes")


def _place(call: Call, name_profile: bool) -> str:
    profile = call.target.aws_profile or "default credentials"
    return one_line(call.target.region) + (
        f" · {one_line(profile)}" if name_profile else ""
    )


def _state(call: Call, best: tuple[str, ...], simulated: bool) -> Html:
    words = str(call.status)
    if call.status is Status.RUNNING:
        words += ", as it stood when saved"
    badges = [element("span", words, class_=str(call.status))]
    badges += [element("span", name) for name in best]
    badges += [element("span", "simulated", class_="simulated")] * simulated
    return element("p", *badges, class_="state")


def _said(call: Call) -> Iterator[Html]:
    """Yield what went wrong, the reasoning, the reply, and what else was in it."""
    if call.failure is not None:
        yield _failure(call.failure)
    if call.reasoning:
        summary = element("summary", "Reasoning")
        yield element("details", summary, _text(call.reasoning))
    if clean(call.text).strip():
        yield _text(call.text, "reply")
    elif call.failure is None:
        yield element("p", "There is no text.", class_="reply soft")
    for name, value in call.tools:
        summary = element("summary", "Tool use: ", element("bdi", one_line(name)))
        yield element("details", summary, _text(value))
    for note in call.notes:
        yield element("p", f"[{one_line(note)}]", class_="soft")


def _failure(failure: Failure) -> Html:
    parts = [element("p", failure.title)]
    parts += [_text(each) for each in (failure.said, failure.remedy) if each]
    return element("div", *parts, class_="failure")


def _rows(call: Call) -> Iterator[Html]:
    judged = [
        (one_line(each.criterion), f"{SIGNS[each.result]} {one_line(each.measured)}")
        for each in call.criteria
    ]
    for name, value in (*facts(call), *judged):
        yield join([element("dt", name), element("dd", element("bdi", value))])


def _text(text: str, class_: str = "") -> Html:
    """Return a text with its own lines and its own reading direction."""
    return element("div", text, class_=f"{class_} text".strip(), dir="auto")


def _footer() -> Html:
    return element("footer", _FOOTER)
