"""What the sandbox says: Markdown that is the same for a model and prompt every time.

Every reply opens by saying that it is simulated. Its structure, length, pace and time
to the first token follow from the model's id and the prompt.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain, count, repeat
from typing import TypeVar, cast

T = TypeVar("T")

OPENING = (
    "This is a **simulated reply** from the bedrock-tui sandbox, in the place of "
    "**{name}** (`{model_id}`). No model was called."
)
SENTENCES = (
    "A queue between two services lets each of them fail on its own.",
    "Measure the slowest tenth of requests before tuning the average.",
    "The cache helps *only* when the same question is asked twice.",
    "A retry without jitter turns one failure into a **synchronised** crowd.",
    "Start with the smallest index that answers the query.",
    "Names that say what a value *is* outlive names that say what it does.",
    "Keep the write path simple and let readers pay for their own views.",
    "Timeouts belong at every boundary, and the outer one must be the longest.",
    "An idempotent handler makes `at least once` delivery harmless.",
    "Two clear steps are easier to review than one clever step.",
    "The error message is the part of the interface that people read twice.",
    "Back-pressure is a feature: it says *slow down* before anything breaks.",
    "A feature flag is a branch that runs in production, so give it an end date.",
    "Log the decision, not only the result, and the next question answers itself.",
    "Partition by the thing that grows, and keep what is read together together.",
    "If the rollback was never rehearsed, there is no rollback.",
    "Prefer a boring default and one documented way to change it.",
    "Read the slow query's plan before adding an index for it.",
    "A health check that calls a dependency spreads that dependency's bad day.",
    "Write the test that would have caught it, then the fix.",
)
HEADINGS = (
    "In short",
    "How it works",
    "Trade-offs",
    "What to watch",
    "A first step",
    "When it fails",
    "An example",
    "Next",
)
TOPICS = ("latency", "throughput", "cost", "failure modes", "upgrades", "observability")
LEVELS = ("low", "medium", "high")
CODE = (
    (
        "python",
        "def backoff(attempt: int, cap: float = 20.0) -> float:\n"
        '    """Seconds to wait, with full jitter."""\n'
        "    return random() * min(2**attempt, cap)",
    ),
    ("sql", "SELECT model, count(*) AS calls\nFROM calls\nGROUP BY model\nORDER BY 2;"),
    ("bash", 'for region in us-east-1 eu-west-1; do\n  echo "$region"\ndone'),
    ("json", '{\n  "retries": 3,\n  "mode": "standard"\n}'),
)
LONG = 300
"""Tokens of a long list or block of code when nobody says how many."""
LINKS = (
    "See the [user guide](https://docs.aws.amazon.com/bedrock/) for the details.",
    "The [builders' library](https://aws.amazon.com/builders-library/) has more.",
)
REASONING = (
    "The question has two parts, so take them in turn. ",
    "First settle what is being asked and what can be left out. ",
    "A list would be clearer than a paragraph here. ",
    "Check the edge cases: nothing given, everything given, the same thing twice. ",
    "That holds, so the answer can be short. ",
)
FILLER = "Then test it once more and note what each step cost in time. "
"""Words of one token each, also with a full stop."""


def pieces(text: str) -> list[str]:
    """The text cut as tokens are: about four characters, breaking at words."""
    return re.findall(r"\s*[^\s]{1,5}|\s+", text)


def number_for(model_id: str, what: str, low: int, high: int) -> int:
    """A number between low and high that belongs to the model."""
    digest = sha256(f"{what}\0{model_id}".encode()).digest()
    return low + int.from_bytes(digest[:4], "big") % (high - low + 1)


def pace(model_id: str) -> float:
    """The model's tokens per second."""
    return number_for(model_id, "pace", 40, 140)


def first_token(model_id: str) -> float:
    """The model's time to the first token, in seconds."""
    return number_for(model_id, "first token", 250, 900) / 1000


def write(model_id: str, name: str, prompt: str, tokens: int | None) -> list[str]:
    """A reply in token pieces; exactly ``tokens`` of them when given."""
    chance = _chance(model_id, prompt)
    least = 0 if tokens else chance.randint(180, 360)
    opening = pieces(OPENING.format(name=name, model_id=model_id))
    deck = _Deck(chance)
    quoted = " ".join(printable(prompt).split())[:100].rstrip()
    quote = [f"\n\n> {quoted}"] if quoted else []
    sections = chain(quote, (f"\n\n{_section(deck)}" for _ in count()))
    if not tokens:
        return _at_least(least, opening, sections)
    found = _at_most(tokens, opening, sections)
    leads = chain(["\n\n"], repeat(" "))
    sentences = (lead + deck.draw(SENTENCES) for lead in leads)
    found = _at_most(tokens, found, sentences)
    return found + _filler("\n\n", tokens - len(found))


def long_list(model_id: str, name: str, prompt: str, tokens: int | None) -> list[str]:
    """One long list."""
    chance = _chance(model_id, prompt)
    goal = tokens or LONG
    opening = pieces(OPENING.format(name=name, model_id=model_id))
    leads = chain(["\n\n- "], repeat("\n- "))
    items = (lead + chance.choice(SENTENCES) for lead in leads)
    found = _at_most(goal, opening, items)
    return found + _filler(" ", goal - len(found))


def long_code(model_id: str, name: str, prompt: str, tokens: int | None) -> list[str]:
    """One long block of code."""
    chance = _chance(model_id, prompt)
    goal = tokens or LONG
    opening = f"```python\n# A simulated reply from the bedrock-tui sandbox for {name}"
    lines = (
        f"\nvalue_{line} = measure({line}, {chance.choice(TOPICS)!r})"
        for line in count(1)
    )
    room = max(1, goal - 1)
    found = _at_most(room, pieces(opening), lines)
    comment = _filler("\n# ", room - len(found))
    return [*found, *comment, "\n```"][:goal]


def reasoning(model_id: str, prompt: str, tokens: int) -> list[str]:
    """Reasoning of so many tokens."""
    chance = _chance(model_id, prompt)
    opening = "(Simulated reasoning from the bedrock-tui sandbox.) "
    thoughts = (chance.choice(REASONING) for _ in count())
    return _at_least(tokens, pieces(opening), thoughts)[:tokens]


def printable(text: str) -> str:
    """The text without control characters, for quoting it."""
    return "".join(letter for letter in text if letter.isprintable() or letter == " ")


def _chance(model_id: str, prompt: str) -> random.Random:
    text = f"{model_id}\0{prompt}".encode(errors="surrogatepass")
    return random.Random(sha256(text).digest())


def _at_least(tokens: int, found: list[str], parts: Iterator[str]) -> list[str]:
    """What was found and the next parts, whole, until there are so many tokens."""
    found = list(found)
    while len(found) < tokens:
        found += pieces(next(parts))
    return found


def _at_most(tokens: int, found: list[str], parts: Iterable[str]) -> list[str]:
    """What was found, cut if need be, and the next parts as long as they fit whole."""
    found = found[:tokens]
    for part in parts:
        more = pieces(part)
        if len(found) + len(more) > tokens:
            break
        found += more
    return found


def _filler(lead: str, tokens: int) -> list[str]:
    """Words that come to exactly so many tokens, after what leads over to them."""
    if not tokens:
        return []
    found = pieces(lead + FILLER * tokens)[:tokens]
    if found[-1].strip().isalpha():
        found[-1] += "."
    return found


class _Deck:
    """Draws from each collection without repeating until it is used up."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left: dict[tuple[object, ...], list[object]] = {}

    def draw(self, cards: tuple[T, ...]) -> T:
        """The next card of a shuffled collection."""
        left = self._left.get(cards)
        if not left:
            left = self._left[cards] = self._chance.sample(cards, len(cards))
        return cast("T", left.pop())

    def some(self, cards: tuple[T, ...], low: int, high: int) -> list[T]:
        """Several cards."""
        return [self.draw(cards) for _ in range(self._chance.randint(low, high))]

    def number(self, low: int, high: int) -> int:
        """Any number from low to high."""
        return self._chance.randint(low, high)


def _section(deck: _Deck) -> str:
    body = deck.draw(KINDS)(deck)
    if deck.number(1, 10) <= 6:
        return f"{'#' * deck.number(2, 3)} {deck.draw(HEADINGS)}\n\n{body}"
    return body


def _paragraph(deck: _Deck) -> str:
    return " ".join(deck.some(SENTENCES, 2, 3))


def _bullets(deck: _Deck) -> str:
    return "\n".join(f"- {sentence}" for sentence in deck.some(SENTENCES, 3, 4))


def _steps(deck: _Deck) -> str:
    chosen = enumerate(deck.some(SENTENCES, 3, 4), 1)
    return "\n".join(f"{number}. {sentence}" for number, sentence in chosen)


def _table(deck: _Deck) -> str:
    rows = [
        f"| {topic} | {deck.draw(LEVELS)} | {deck.number(1, 99)} ms |"
        for topic in deck.some(TOPICS, 3, 4)
    ]
    return "\n".join(["| concern | weight | measured |", "|---|---|---:|", *rows])


def _code(deck: _Deck) -> str:
    language, source = deck.draw(CODE)
    return f"```{language}\n{source}\n```"


def _link(deck: _Deck) -> str:
    return f"{deck.draw(SENTENCES)} {deck.draw(LINKS)}"


KINDS = (_paragraph, _bullets, _steps, _table, _code, _link)
