"""Colours code line by line, so that a line never changes once it is complete.

Pygments reads whole files. Here the state of its lexer is carried from one line to the
next, which makes a streamed block and a finished one look the same. Comments that span
lines, which many lexers match with one expression, are followed separately.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pygments.lexer import Lexer, RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

from bedrock_tui.ui.markdown.spans import Span, Spans, merged

State = tuple[tuple[str, ...], str]
"""The stack of lexer states, and what ends the comment we are in (or nothing)."""

START: State = (("root",), "")
LONGEST = 500
"""Longer lines are shown without colours: they are data, and slow to read."""

TAB = 4
_COMMENTS = {"/*": "*/", "<!--": "-->"}
_ROLES = {
    Token.Keyword: "keyword",
    Token.Keyword.Type: "kind",
    Token.Operator: "operator",
    Token.Operator.Word: "keyword",
    Token.Name: "name",
    Token.Name.Function: "function",
    Token.Name.Decorator: "function",
    Token.Name.Builtin: "function",
    Token.Name.Class: "kind",
    Token.Name.Tag: "kind",
    Token.Name.Exception: "kind",
    Token.Name.Attribute: "function",
    Token.Literal.String: "string",
    Token.Literal.String.Doc: "comment",
    Token.Literal.Number: "number",
    Token.Comment: "comment",
    Token.Generic.Inserted: "inserted",
    Token.Generic.Deleted: "deleted",
    Token.Generic.Heading: "keyword",
    Token.Generic.Subheading: "kind",
}


class CodeRows:
    """Highlights a growing block again and again at the cost of its new lines."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[list[str], list[State], list[Spans]]]
        self._known = {}

    def rows(self, language: str, lines: Sequence[str]) -> tuple[Spans, ...]:
        """Return the coloured rows of a whole block."""
        key = (language, lines[0] if lines else "")
        texts, states, rows = self._known.pop(key, ([], [START], []))
        same = 0
        for same, (old, new) in enumerate(zip(texts, lines, strict=False)):  # noqa: B007
            if old != new:
                break
        else:
            same = min(len(texts), len(lines))
        del texts[same:], states[same + 1 :], rows[same:]
        for line in lines[same:]:
            row, state = colour(language, line, states[-1])
            texts.append(line)
            states.append(state)
            rows.append(row)
        self._known[key] = (texts, states, rows)
        return tuple(rows)

    def clear(self) -> None:
        """Forget all blocks."""
        self._known.clear()


def colour(language: str, line: str, state: State) -> tuple[Spans, State]:
    """Return the spans of one line and the state in which the next one begins."""
    line = line.expandtabs(TAB)
    lexer = _lexer(language)
    if lexer is None or len(line) > LONGEST:
        return ((Span(line, ("block",)),) if line else ()), state
    stack, closing = state
    spans: list[Span] = []
    rest = line
    if closing:
        before, mark, rest = line.partition(closing)
        spans.append(Span(before + mark, ("block", "comment")))
        if not mark:
            return merged(spans), state
    tokens, stack = _tokens(lexer, rest + "\n", stack)
    # A lexer with a state for comments needs no help.
    opened, closing = (None, "") if "comment" in stack[-1] else _open_comment(tokens)
    for kind, text in tokens if opened is None else tokens[:opened]:
        spans.append(Span(text.replace("\n", ""), ("block", *_role(kind))))
    if opened is not None:
        text = "".join(text for _, text in tokens[opened:])
        spans.append(Span(text.replace("\n", ""), ("block", "comment")))
    return merged(spans), (stack, closing)


_Tokens = list[tuple[_TokenType, str]]


def _tokens(
    lexer: Lexer, text: str, stack: tuple[str, ...]
) -> tuple[_Tokens, tuple[str, ...]]:
    if type(lexer).get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed:
        states = list(stack)
        return list(_resumable(lexer, text, states)), tuple(states)
    return [(kind, piece) for _, kind, piece in lexer.get_tokens_unprocessed(text)], (
        stack
    )


def _resumable(
    lexer: Lexer, text: str, stack: list[str]
) -> Iterator[tuple[_TokenType, str]]:
    """Run a regular-expression lexer from a stack of states and leave the new one.

    `RegexLexer.get_tokens_unprocessed` takes a stack but does not return it, so its
    loop is repeated here; `_tokens`, the table it runs on, has no public name.
    """
    table = lexer._tokens  # a private name: see above
    at = 0
    while at < len(text):
        if stack[-1] not in table:
            stack[:] = ["root"]
        for match, action, change in table[stack[-1]]:
            found = match(text, at)
            if found is None:
                continue
            if isinstance(action, _TokenType):
                yield action, found.group()
            elif action is not None:
                yield from ((kind, piece) for _, kind, piece in action(lexer, found))
            at = found.end()
            if change is not None:
                _change(stack, change)
            break
        else:
            if text[at] == "\n":
                stack[:] = ["root"]
            yield Token.Error, text[at]
            at += 1


def _change(stack: list[str], change: object) -> None:
    """Apply a state change as Pygments defines it; the root is never popped."""
    if isinstance(change, int):
        del stack[max(1, len(stack) - abs(change)) :]
        return
    for state in change if isinstance(change, tuple) else (change,):
        if state == "#pop":
            del stack[max(1, len(stack) - 1) :]
        elif state == "#push":
            stack.append(stack[-1])
        else:
            stack.append(str(state))


def _open_comment(tokens: _Tokens) -> tuple[int | None, str]:
    """Find a comment that begins on this line and does not end on it."""
    text = "".join(piece for _, piece in tokens)
    opening = next((mark for mark in _COMMENTS if mark in text), "")
    if not opening:
        return None, ""
    at = 0
    for index, (kind, piece) in enumerate(tokens):
        quoted = kind in Token.Literal.String or kind in Token.Comment
        if not quoted and text.startswith(opening, at):
            if _COMMENTS[opening] not in text[at + len(opening) :]:
                return index, _COMMENTS[opening]
        elif _is_open(kind, piece, opening):
            return index, _COMMENTS[opening]
        at += len(piece)
    return None, ""


def _is_open(kind: _TokenType, piece: str, opening: str) -> bool:
    """Tell whether the lexer itself saw a comment that goes on after this line."""
    return (
        kind in Token.Comment.Multiline
        and piece.startswith(opening)
        and not piece.rstrip().endswith(_COMMENTS[opening])
    )


def _role(kind: _TokenType) -> tuple[str, ...]:
    walk: _TokenType | None = kind
    while walk is not None:
        if walk in _ROLES:
            return (_ROLES[walk],)
        walk = walk.parent
    return ()


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None
