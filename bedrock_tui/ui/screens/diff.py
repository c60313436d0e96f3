"""Two replies side by side, and where their words differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from bedrock_tui.core.patch import unified
from bedrock_tui.core.plain import clean
from bedrock_tui.core.textdiff import Diff, compare
from bedrock_tui.services import bridge
from bedrock_tui.ui.commands import DIFF, bindings
from bedrock_tui.ui.diff_lines import SIGN, TWO_COLUMNS
from bedrock_tui.ui.text import fit, plain, shorten_id
from bedrock_tui.ui.widgets.diff_view import DiffView
from bedrock_tui.ui.widgets.keys import Keys


@dataclass(frozen=True, slots=True)
class Side:
    """A reply as it stood when it was taken."""

    number: int
    """Its lane's place, from 1."""
    name: str
    place: str
    """Its region."""
    text: str
    """As it was received."""
    unfinished: bool = False
    """True if more of it may have come since."""

    @property
    def title(self) -> str:
        """Its lane and target, told from every other one."""
        return f"{self.number} {self.name} @{self.place}"


class DiffScreen(Screen[None]):
    """Shows what differs between two of some replies."""

    BINDINGS = bindings(DIFF)

    HELP = "Words that only one reply has are bold and underlined."

    view = query_one(DiffView)

    def __init__(self, sides: Sequence[Side], left: int, right: int) -> None:
        super().__init__(name="diff")
        self._sides = sides
        self._left, self._right = left, right
        self._ignore_space = True
        self._diff: Diff | None = None
        self._at = 0

    def compose(self) -> ComposeResult:
        """Yield the names, what the replies have in common, and the replies."""
        yield Static(id="titles")
        yield Static(id="alike")
        yield DiffView()
        yield Keys()

    def on_mount(self) -> None:
        """Compare."""
        self.view.focus()
        self._compare()

    def on_resize(self) -> None:
        """Fit the names to the new width."""
        self._show_titles()
        self._show_numbers()

    @work(group="diff", exclusive=True)
    async def _compare(self) -> None:
        self._diff, self._at = None, 0
        self._show_titles()
        self._show_numbers()
        left, right = self._texts()
        ignore = self._ignore_space
        diff = await bridge.call(
            "diff", lambda: compare(clean(left), clean(right), ignore_space=ignore)
        )
        self._diff = diff
        self._show_numbers()
        self.view.show(diff)

    def _texts(self) -> tuple[str, str]:
        return self._sides[self._left].text, self._sides[self._right].text

    # -- words

    def _show_titles(self) -> None:
        width = self.size.width
        two = width >= TWO_COLUMNS
        room = ((width - 1) // 2 if two else width) - SIGN - 1
        left = _title("-", self._sides[self._left], room)
        right = _title("+", self._sides[self._right], room)
        gap = " " * (room + SIGN + 2 - left.cell_length) if two else "\n"
        self.query_one("#titles", Static).update(Content.assemble(left, gap, right))

    def _show_numbers(self) -> None:
        parts = self._numbers() if self._diff else ["comparing…"]
        line = plain(fit(parts, max(1, self.size.width - 2)))
        self.query_one("#alike", Static).update(line)

    def _numbers(self) -> list[str]:
        diff = self._diff
        if diff is None:
            return []
        spaces = "spaces ignored" if self._ignore_space else "spaces count"
        if diff.identical:
            return ["The replies are the same", spaces]
        words, places = sum(diff.differing_words), len(diff.differences)
        at = f"{self._at} of " if self._at else ""
        return [
            f"{diff.alike}% of words alike",
            f"{words:,} word{_s(words)} differ{'' if words != 1 else 's'}",
            f"{at}{places:,} difference{_s(places)}",
            spaces,
        ]

    @on(DiffView.Stepped)
    def _tell_where(self, event: DiffView.Stepped) -> None:
        event.stop()
        self._at = event.number
        self._show_numbers()

    # -- keys

    def action_step(self, by: int) -> None:
        """Go to the next difference or the one before."""
        self.view.step(by)

    def action_space(self) -> None:
        """Have white space count, or ignore it again."""
        self._ignore_space = not self._ignore_space
        self._compare()

    def action_other(self) -> None:
        """Swap two replies; of more, take the next one to the right side."""
        count = len(self._sides)
        if count == 2:
            self._left, self._right = self._right, self._left
        else:
            following = (self._right + by for by in range(1, count))
            self._right = next(n % count for n in following if n % count != self._left)
        self._compare()

    @work(group="copy", exclusive=True)
    async def action_copy(self) -> None:
        """Copy a unified diff; white space counts in it."""
        left, right = self._texts()
        names = (self._sides[self._left].title, self._sides[self._right].title)
        one_line = [plain(name).plain for name in names]
        text = await bridge.call(
            "diff", lambda: unified(clean(left), clean(right), *one_line)
        )
        if text:
            self.app.copy_to_clipboard(text)
            self.notify(f"Copied a diff of {text.count(chr(10)):,} lines.", timeout=2)
        else:
            self.notify("The replies are the same: there is no diff.", timeout=3)


def _title(sign: str, side: Side, room: int) -> Content:
    """Return the name of a side in at most so many cells."""
    more = " so far" if side.unfinished else ""
    place = plain(f"@{side.place}{more}", "dim")
    lane = f"{sign} {side.number} "
    name = shorten_id(side.name, max(8, room - place.cell_length - len(lane)))
    return Content.assemble(lane, plain(name, "bold"), " ", place)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
