"""What two texts have in common, line by line and word by word.

The lines are aligned first; words are compared within the lines that belong together.
Texts of 4,000 words take some hundredths of a second, whatever is in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bedrock_tui.core.subsequence import common, heaviest

LEAST_SHARED = 0.25
"""Lines belong together if they share this part of the words of the longer one."""
_MARKS = "\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f"
_SIGNS = r"!-/:-@\[-`{-~\xab\xbb\u2010-\u2027\u2030-\u205e\u3001-\u303f\uff01-\uff0f"
_IDEOGRAPHS = "\u3040-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = rf"[^\s{_SIGNS}{_IDEOGRAPHS}]+"
_TOKEN = re.compile(
    rf"{_WORD}(?:['’]{_WORD})*|[{_IDEOGRAPHS}][{_MARKS}]*|[{_SIGNS}][{_MARKS}]*"
)
_SIGN = re.compile(f"[{_SIGNS}]")


class Kind(Enum):
    """What a piece is to the other text."""

    SAME = "same"
    REMOVED = "removed"
    """In the left text alone."""
    ADDED = "added"
    """In the right text alone."""


class Piece(NamedTuple):
    """A part of a line."""

    text: str
    kind: Kind = Kind.SAME


Pieces = tuple[Piece, ...]
"""A line, cut into its parts; an empty line has none."""


@dataclass(frozen=True, slots=True)
class Row:
    """Two lines that belong together, or one that stands alone."""

    left: Pieces | None
    """None where the right line has no partner."""
    right: Pieces | None
    differs: bool


@dataclass(frozen=True, slots=True)
class Diff:
    """Two texts side by side; all their lines are there, in order."""

    rows: tuple[Row, ...]
    left_words: int
    right_words: int
    same_words: int
    """Words that both texts have, in the same order."""

    @property
    def differing_words(self) -> tuple[int, int]:
        """The words that only the left text has, and those that only the right has."""
        return self.left_words - self.same_words, self.right_words - self.same_words

    @property
    def identical(self) -> bool:
        """Whether nothing differs."""
        return not any(row.differs for row in self.rows)

    @property
    def alike(self) -> int:
        """The percentage of the words that is alike; 100 only where all words are."""
        total = self.left_words + self.right_words
        if not total:
            return 100 if self.identical else 0
        return 200 * self.same_words // total

    @property
    def differences(self) -> list[int]:
        """Where each run of rows that differ begins; lone empty lines end no run."""
        starts, inside = [], False
        for index, row in enumerate(self.rows):
            if row.differs and not inside:
                starts.append(index)
            lone_blank = not row.left and not row.right and row.left is not row.right
            inside = row.differs or (inside and lone_blank)
        return starts


class _Token(NamedTuple):
    space: str
    """The white space before it."""
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not empty."""

    tokens: tuple[_Token, ...]
    tail: str
    """The white space at its end."""
    blanks: tuple[str, ...]
    """The empty lines before it, white space and all."""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens)


class _Text(NamedTuple):
    lines: list[_Line]
    blanks: tuple[str, ...]
    """The empty lines at its end."""


def compare(left: str, right: str, *, ignore_space: bool = True) -> Diff:
    """Compare two texts whose lines end with a newline.

    White space that is ignored is that within lines, and empty lines; the words of a
    line are not looked for in other lines than its partner.
    """
    return _Comparing(_read(left), _read(right), ignore_space).diff()


# -- reading


def _read(text: str) -> _Text:
    lines: list[_Line] = []
    blanks: list[str] = []
    for line in text.removesuffix("\n").split("\n") if text else ():
        tokens, at = [], 0
        for found in _TOKEN.finditer(line):
            tokens.append(_Token(line[at : found.start()], found[0]))
            at = found.end()
        if not tokens:
            blanks.append(line)
            continue
        lines.append(_Line(tuple(tokens), line[at:], tuple(blanks)))
        blanks = []
    return _Text(lines, tuple(blanks))


def _is_word(token: str) -> bool:
    return not _SIGN.match(token)


# -- aligning


def _partners(left: list[_Line], right: list[_Line]) -> list[tuple[int, int]]:
    """Return which lines belong together, by the words they share, in order."""
    shared: dict[tuple[int, int], int] = {}
    a, b = _flat(left), _flat(right)
    for i, j in common([word for word, _ in a], [word for word, _ in b]):
        pair = (a[i][1], b[j][1])
        shared[pair] = shared.get(pair, 0) + 1
    weights = {
        (i, j): count
        for (i, j), count in shared.items()
        if count >= LEAST_SHARED * max(len(left[i].tokens), len(right[j].tokens))
    }
    return heaviest(weights)


def _flat(lines: list[_Line]) -> list[tuple[str, int]]:
    return [(word, n) for n, line in enumerate(lines) for word in line.words]


# -- from pairs of lines to rows


class _Comparing:
    """Makes rows of two texts, one after another."""

    def __init__(self, left: _Text, right: _Text, ignore_space: bool) -> None:
        self._left, self._right = left, right
        self._ignore_space = ignore_space
        self._rows: list[Row] = []
        self._same = 0

    def diff(self) -> Diff:
        left, right = self._left.lines, self._right.lines
        i = j = 0
        ends = (len(left), len(right))
        alike = common([each.words for each in left], [each.words for each in right])
        for n, m in (*alike, ends):
            self._changed(left[i:n], right[j:m])
            if (n, m) != ends:
                self._pair(left[n], right[m])
            i, j = n + 1, m + 1
        self._blanks(self._left.blanks, self._right.blanks)
        return Diff(tuple(self._rows), _count(left), _count(right), self._same)

    def _changed(self, left: list[_Line], right: list[_Line]) -> None:
        """Add a run of lines of which none is alike."""
        i = j = 0
        for n, m in (*_partners(left, right), (len(left), len(right))):
            for line in left[i:n]:
                self._blanks(line.blanks, ())
                self._rows.append(Row(_whole(line, Kind.REMOVED), None, True))
            for line in right[j:m]:
                self._blanks((), line.blanks)
                self._rows.append(Row(None, _whole(line, Kind.ADDED), True))
            if n < len(left):
                self._pair(left[n], right[m])
            i, j = n + 1, m + 1

    def _pair(self, left: _Line, right: _Line) -> None:
        self._blanks(left.blanks, right.blanks)
        if left == right:
            kept = list(range(len(left.tokens)))
            pairs = list(zip(kept, kept, strict=True))
        else:
            pairs = _tidied(common(left.words, right.words), left, right)
        self._same += sum(_is_word(left.tokens[i].text) for i, _ in pairs)
        spaces = None if self._ignore_space else _spaces(left, right, pairs)
        a = _pieces(left, {i for i, _ in pairs}, Kind.REMOVED, spaces and spaces[0])
        b = _pieces(right, {j for _, j in pairs}, Kind.ADDED, spaces and spaces[1])
        differs = any(piece.kind is not Kind.SAME for piece in (*a, *b))
        self._rows.append(Row(a, b, differs))

    def _blanks(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Add the empty lines before a line of each text, or before one of them."""
        both = min(len(left), len(right))
        for a, b in zip(left[:both], right[:both], strict=True):
            differs = not self._ignore_space and a != b
            self._rows.append(self._blank(a, b, differs))
        for a in left[both:]:
            self._rows.append(self._blank(a, None, not self._ignore_space))
        for b in right[both:]:
            self._rows.append(self._blank(None, b, not self._ignore_space))

    def _blank(self, left: str | None, right: str | None, differs: bool) -> Row:
        def pieces(text: str | None, kind: Kind) -> Pieces | None:
            if not text:
                return None if text is None else ()
            return (Piece(text, kind if differs else Kind.SAME),)

        return Row(pieces(left, Kind.REMOVED), pieces(right, Kind.ADDED), differs)


def _count(lines: list[_Line]) -> int:
    return sum(_is_word(word) for line in lines for word in line.words)


def _whole(line: _Line, kind: Kind) -> Pieces:
    text = "".join(token.space + token.text for token in line.tokens) + line.tail
    return (Piece(text, kind),)


def _tidied(
    pairs: list[tuple[int, int]], left: _Line, right: _Line
) -> list[tuple[int, int]]:
    """Leave out words that are alike by chance amid much that is not.

    A run of words that is shorter than the changes before it and those after it makes
    neither of them easier to read.
    """
    runs: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    kept = [(-1, -1)]
    ends = (len(left.tokens), len(right.tokens))
    for n, run in enumerate(runs):
        (i, j), (last_i, last_j) = run[0], run[-1]
        next_i, next_j = runs[n + 1][0] if n + 1 < len(runs) else ends
        before = max(
            _letters(left, kept[-1][0] + 1, i), _letters(right, kept[-1][1] + 1, j)
        )
        after = max(
            _letters(left, last_i + 1, next_i), _letters(right, last_j + 1, next_j)
        )
        if _letters(left, i, last_i + 1) >= min(before, after):
            kept += run
    return kept[1:]


def _letters(line: _Line, start: int, end: int) -> int:
    return sum(len(token.text) for token in line.tokens[start:end])


def _spaces(
    left: _Line, right: _Line, pairs: list[tuple[int, int]]
) -> tuple[set[int], set[int]]:
    """Return before which tokens of each line the white space is another one.

    The place after the last token stands for the end of the line.
    """
    a = [*(token.space for token in left.tokens), left.tail]
    b = [*(token.space for token in right.tokens), right.tail]
    ends = (len(left.tokens), len(right.tokens))
    unlike = [(i, j) for i, j in (*pairs, ends) if a[i] != b[j]]
    return {i for i, _ in unlike}, {j for _, j in unlike}


def _pieces(line: _Line, same: set[int], kind: Kind, spaces: set[int] | None) -> Pieces:
    """Cut a line where what is the same begins and ends.

    White space between two words of one kind is of that kind, too.
    """
    out: list[Piece] = []
    before = Kind.SAME

    def add(text: str, what: Kind) -> None:
        if text and out and out[-1].kind is what:
            out[-1] = Piece(out[-1].text + text, what)
        elif text:
            out.append(Piece(text, what))

    for n, token in enumerate(line.tokens):
        own = Kind.SAME if n in same else kind
        changed = (own is kind and before is kind) or (spaces and n in spaces)
        add(token.space, kind if changed else Kind.SAME)
        add(token.text, own)
        before = own
    end = spaces and len(line.tokens) in spaces
    add(line.tail, kind if end else Kind.SAME)
    return tuple(out)
