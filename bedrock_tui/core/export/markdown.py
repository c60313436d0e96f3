"""A comparison as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from bedrock_tui.core.call import Call
from bedrock_tui.core.criteria import SIGNS, score
from bedrock_tui.core.export.transcript import Answers, Transcript
from bedrock_tui.core.numbers import outcome, stopped, summary
from bedrock_tui.core.plain import clean, one_line
from bedrock_tui.core.reply import Status

SIMULATED = "Simulated replies: this comparison was made with the demo, not with AWS."


def page(transcript: Transcript) -> str:
    """Return the page, ended by a newline."""
    turns = transcript.turns
    parts = [f"# Comparison {transcript.comparison_id}"]
    parts += [f"*{SIMULATED}*"] * transcript.simulated
    if transcript.system:
        parts.append(f"**System prompt**\n\n{_quote(transcript.system)}")
    if len(turns) == 1:
        parts += _turn(turns[0], "##")
    else:
        for number, turn in enumerate(turns, 1):
            parts += [f"## Turn {number}", *_turn(turn, "###")]
    return "\n\n".join(parts) + "\n"


def _turn(turn: Answers, heading: str) -> Iterator[str]:
    """Yield the prompt, a table of the lanes, and what each of them said."""
    yield _quote(turn.prompt)
    yield "\n".join(_table(turn))
    for call in turn.calls:
        yield _section(call, heading)


def _table(turn: Answers) -> Iterator[str]:
    judged = any(call.criteria for call in turn.calls)
    heads = ["target", "result", "numbers", *(["criteria"] if judged else [])]
    yield f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}"
    for call in turn.calls:
        cells = [str(call.target), outcome(call)]
        cells.append(summary(call.metrics, call.usage, call.cost))
        if judged:
            result, met = score(call.criteria)
            cells.append(f"{SIGNS[result]} {met}")
        yield f"| {' | '.join(map(_cell, cells))} |"


def _section(call: Call, heading: str) -> str:
    """Return one lane: how it ended where that needs saying, and its text."""
    text = clean(call.text).strip()
    parts = [f"{heading} {one_line(str(call.target))}"]
    if call.status is not Status.OK or not text:
        parts.append(f"*{outcome(call)}*")
    if why := stopped(call):
        parts.append(f"*{why}*")
    if call.failure is not None:
        parts += [_quote(call.failure.said), one_line(call.failure.remedy)]
        parts += [f"Request id `{one_line(call.request_id)}`"] * bool(call.request_id)
    parts.append("\n".join(f"- {line}" for line in judged(call)))
    return "\n\n".join(part for part in (*parts, text) if part)


def judged(call: Call) -> list[str]:
    """Return a line for each criterion: how it came out, and what was measured."""
    return [
        f"{SIGNS[each.result]} {one_line(each.criterion)}: {one_line(each.measured)}"
        for each in call.criteria
    ]


def _quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in clean(text).splitlines())


def _cell(text: str) -> str:
    return clean(text).replace("|", "\\|").replace("\n", " ")
