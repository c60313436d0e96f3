"""What a person expects of every reply, and whether a call met it.

    ttft < 1s                  latency, too; in ms, s or min
    cost <= 0.01               US dollars
    tokens_per_second > 50
    output_tokens <= 300       input_tokens and total_tokens, too
    contains "refund"          letter by letter; not contains "sorry"
    json                       the text is one JSON value and nothing else
    stop_reason = end_turn

There are no regular expressions: some take for ever, and nothing could stop them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import ge, gt, le, lt
from typing import assert_never

from bedrock_tui.core.call import Call
from bedrock_tui.core.numbers import UNPRICED, count, price, seconds, speed
from bedrock_tui.core.reply import Status

MOST = 20
"""Criteria that can be in force at once."""
LONGEST = 1_000
"""Characters of one."""
UNKNOWN = "unknown"

_SIGNS = {"<": lt, "<=": le, ">": gt, ">=": ge}
_UNITS = {"ms": Decimal(1), "s": Decimal(1_000), "min": Decimal(60_000)}
_TIMES = ("ttft", "latency")
_TOKENS = ("input_tokens", "output_tokens", "total_tokens")
_EXAMPLES = {
    "ttft": "ttft < 1s",
    "latency": "latency < 800ms",
    "cost": "cost < 0.01",
    "tokens_per_second": "tokens_per_second > 50",
    "output_tokens": "output_tokens <= 300",
    "input_tokens": "input_tokens <= 2000",
    "total_tokens": "total_tokens <= 2000",
    "contains": 'contains "refund"',
    "not contains": 'not contains "sorry"',
    "json": "json",
    "stop_reason": "stop_reason = end_turn",
}
_BOUND = re.compile(r"\s*(<=|>=|<|>)\s*(.*)", re.DOTALL)
_AMOUNT = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})\s*([a-zA-Z/]*)")
_QUOTES = {'"': '"', "'": "'", "“": "”"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Result(StrEnum):
    """How a criterion came out."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    """The number it is about is not known."""


SIGNS = {Result.PASS: "✓", Result.FAIL: "✗", Result.UNKNOWN: "?"}


class CriterionError(ValueError):
    """A line that is no criterion; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that has a limit."""

    text: str
    """The criterion as it was written."""
    number: str
    sign: str
    limit: Decimal
    """Milliseconds, US dollars, tokens, or tokens per second."""


@dataclass(frozen=True, slots=True)
class Contains:
    """Words that the text has, or has not."""

    text: str
    words: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class IsJson:
    """The text is JSON."""

    text: str


@dataclass(frozen=True, slots=True)
class StopReason:
    """Why the model stopped, in the service's own word."""

    text: str
    reason: str


Criterion = Bound | Contains | IsJson | StopReason


@dataclass(frozen=True, slots=True)
class Judgement:
    """A criterion, and how one call came out by it."""

    criterion: str
    """As it was written."""
    result: Result
    measured: str
    """What was found, in words: `1.40 s`."""

    @property
    def brief(self) -> str:
        """The same in few words: `ttft 1.40 s`."""
        name = re.match(r"[a-z_]*", self.criterion)
        if name is not None and name[0] in (*_TIMES, *_TOKENS, "cost"):
            return f"{name[0]} {self.measured}"
        known = self.criterion.startswith("tokens_per_second")
        return self.measured if known else self.criterion


# -- reading


def parse(line: str) -> Criterion:
    """Read one criterion. Raises CriterionError."""
    text = " ".join(line.split())
    if not text or len(line) > LONGEST:
        length = f"must have 1 to {LONGEST:,} characters"
        raise CriterionError(f"a criterion {length}, such as: {_EXAMPLES['ttft']}")
    if not text.isprintable():
        raise CriterionError("a criterion must have no control characters")
    name = re.match(r"(?:not\s+)?[A-Za-z_]*", line.strip())
    word = " ".join(name[0].split()).lower() if name is not None else ""
    rest = line.strip()[name.end() :] if name is not None else line
    match word:
        case "contains" | "not contains":
            return Contains(line.strip(), _words(rest, word), word == "contains")
        case "json" if not rest.strip():
            return IsJson(text)
        case "json":
            raise CriterionError(f"write json alone, without {_short(rest.strip())}")
        case "stop_reason":
            return StopReason(text, _reason(rest))
        case "matches":
            raise CriterionError(
                "regular expressions are not taken: some never come to an end;"
                f" write, for example: {_EXAMPLES['contains']}"
            )
        case _ if word in (*_TIMES, *_TOKENS, "cost", "tokens_per_second"):
            return _bound(text, word, rest)
    raise CriterionError(_unknown(word, text))


def parse_all(lines: Iterable[str]) -> tuple[tuple[Criterion, ...], tuple[str, ...]]:
    """Return the criteria of some lines, each once, and what is wrong with others."""
    found: list[Criterion] = []
    wrong: list[str] = []
    for line in dict.fromkeys(lines):
        try:
            found.append(parse(line))
        except CriterionError as error:
            wrong.append(f"{_short(line)}: {error}")
    if len(found) > MOST:
        wrong.append(f"{len(found)} criteria are too many: {MOST} at most")
    return tuple(found[:MOST]), tuple(wrong)


def _bound(text: str, name: str, rest: str) -> Bound:
    example = _EXAMPLES[name]
    found = _BOUND.fullmatch(rest)
    if found is None:
        raise CriterionError(f"write <, <=, > or >= after {name}, as in: {example}")
    amount = _AMOUNT.fullmatch(found[2].removeprefix("$" if name == "cost" else ""))
    if amount is None:
        raise CriterionError(f"{_short(found[2])} is no amount; write: {example}")
    limit, unit = Decimal(amount[1]), amount[2].lower()
    if name in _TIMES:
        if unit not in _UNITS:
            raise CriterionError(
                f"the time needs its unit, one of ms, s and min, as in: {example}"
            )
        limit *= _UNITS[unit]
    elif unit and (name, unit) != ("tokens_per_second", "tok/s"):
        raise CriterionError(f"leave {_short(amount[2])} out, as in: {example}")
    return Bound(text, name, found[1], limit)


def _words(rest: str, word: str) -> str:
    text = rest.strip()
    closing = _QUOTES.get(text[:1], "")
    inside = text[1:-1]
    bare = inside.replace("\\\\", "").replace(f"\\{closing}", "")
    whole = len(text) > 2 and text[-1] == closing
    if not closing or not whole or closing in bare or bare.endswith("\\"):
        example = _EXAMPLES[word]
        raise CriterionError(f"write the words in quotes, as in: {example}")
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], inside)


def _reason(rest: str) -> str:
    sign, _, reason = rest.strip().partition("=")
    reason = reason.removeprefix("=").strip()
    if sign or not re.fullmatch(r"[A-Za-z_]+", reason):
        example = _EXAMPLES["stop_reason"]
        raise CriterionError(f"write = and one word after it, as in: {example}")
    return reason


def _unknown(word: str, text: str) -> str:
    from difflib import get_close_matches  # start-up time

    near = get_close_matches(word[:60], _EXAMPLES, n=1)
    if near:
        return f"not known; did you mean: {_EXAMPLES[near[0]]}?"
    said = _short(word or text)
    return f"{said} is not known; it can be about {', '.join(_EXAMPLES)}"


def _short(text: str) -> str:
    return repr(text) if len(text) <= 60 else f"{text[:60]!r}…"


# -- judging


def judge(criteria: Iterable[Criterion], call: Call) -> tuple[Judgement, ...]:
    """Judge a call that ended; one that is not ok fails every criterion."""
    if call.status is not Status.OK:
        said = f"call {call.status}"
        return tuple(Judgement(each.text, Result.FAIL, said) for each in criteria)
    return tuple(Judgement(each.text, *_judge(each, call)) for each in criteria)


def score(judgements: Sequence[Judgement]) -> tuple[Result, str]:
    """Return how a call came out in all, and how many criteria it met: `1/2`."""
    results = [each.result for each in judgements]
    worst = (each for each in (Result.FAIL, Result.UNKNOWN) if each in results)
    return next(worst, Result.PASS), f"{results.count(Result.PASS)}/{len(results)}"


def _judge(criterion: Criterion, call: Call) -> tuple[Result, str]:
    match criterion:
        case Bound():
            return _within(criterion, call)
        case Contains(words=words, wanted=wanted):
            found = words in call.text
            return _result(found is wanted), "found" if found else "not found"
        case IsJson():
            wrong = _no_json(call.text)
            return _result(not wrong), wrong or "JSON"
        case StopReason(reason=reason):
            if not call.stop_reason:
                return Result.UNKNOWN, UNKNOWN
            return _result(call.stop_reason == reason), call.stop_reason
    assert_never(criterion)


def _result(passed: bool) -> Result:
    return Result.PASS if passed else Result.FAIL


def _within(bound: Bound, call: Call) -> tuple[Result, str]:
    value, words = _measured(bound.number, call)
    if value is None:
        return Result.UNKNOWN, words
    return _result(_SIGNS[bound.sign](Decimal(value), bound.limit)), words


def _measured(number: str, call: Call) -> tuple[Decimal | float | None, str]:
    """Return a number of a call in the unit of its limits, and in words."""
    metrics, usage = call.metrics, call.usage
    match number:
        case "ttft" | "latency":
            time = metrics.ttft_ms if number == "ttft" else metrics.latency_ms
            return time, UNKNOWN if time is None else seconds(time)
        case "tokens_per_second":
            pace = metrics.tokens_per_second
            return pace, UNKNOWN if pace is None else speed(pace)
        case "cost":
            cost = call.cost
            if cost is None or cost.nanodollars is None:
                return None, UNPRICED
            return Decimal(cost.nanodollars).scaleb(-9), price(cost)
    tokens: int | None = getattr(usage, number)
    return tokens, UNKNOWN if tokens is None else count(tokens)


def _no_json(text: str) -> str:
    """Return why a text is not JSON; empty if it is."""
    import json  # start-up time

    if not text.strip():
        return "the reply is empty"
    if text.lstrip().startswith("```"):
        return "it begins with a code fence"
    try:
        json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return f"no JSON from line {error.lineno}, column {error.colno}"
    except RecursionError:
        return "nested too deeply"
    except ValueError as error:  # NaN, or a number of thousands of digits
        return f"no JSON: {error}"
    return ""


def _no_constant(name: str) -> None:
    raise ValueError(f"it has {name}")
