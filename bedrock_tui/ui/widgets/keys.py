"""The last row of a screen: the keys that work there."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

_GAP = 1
"""Cells between two keys."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and what it does, as the row shows it."""

    key: str
    """What is pressed when the entry is clicked."""
    shown: str
    """The same as people read it: `^t`."""
    label: str
    tooltip: str = ""
    enabled: bool = True
    everywhere: bool = False
    """True if it works on every screen; such keys stand at the right end."""

    @property
    def width(self) -> int:
        """The cells it takes."""
        return cell_len(f"{self.shown} {self.label}")


class Keys(Widget):
    """Shows the keys in force whole, those that come first first, as many as fit.

    The keys that work everywhere stand at the right end, help as the last of them. One
    line is painted: Textual's own footer makes a widget of every key.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Keys {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
    }
    """

    entries: reactive[tuple[Entry, ...]] = reactive(())

    def on_mount(self) -> None:
        """Hear of it when other keys are in force."""
        self.screen.bindings_updated_signal.subscribe(self, self._look)

    def _look(self, screen: Screen[object]) -> None:
        """Show the keys in force now."""
        if not (self.is_attached and screen.is_current and self.app.app_focus):
            return
        found: dict[str, Entry] = {}
        for node, binding, enabled, tooltip in screen.active_bindings.values():
            if binding.show and binding.action not in found:
                shown = self.app.get_key_display(binding)
                found[binding.action] = Entry(
                    binding.key,
                    shown,
                    binding.description,
                    tooltip,
                    enabled,
                    node is self.app,
                )
        self.entries = tuple(found.values())

    def render(self) -> Content:
        """Return the row."""
        places = self._places()
        line = Content()
        for at, entry in places:
            style = "" if entry.enabled else "dim"
            line = Content.assemble(
                line,
                " " * (at - line.cell_length),
                (entry.shown, f"bold $footer-key-foreground {style}".strip()),
                (f" {entry.label}", f"$footer-description-foreground {style}".strip()),
            )
        return line

    def _places(self) -> list[tuple[int, Entry]]:
        """Return the entries that fit, each with the cell it begins in."""
        width = self.size.width
        right = [each for each in self.entries if each.everywhere]
        while len(right) > 1 and _width(right) > width:
            del right[0]  # help is the last
        room = width - _width(right) - (_GAP if right else 0)
        left: list[Entry] = []
        for entry in self.entries:
            if not entry.everywhere:
                if _width([*left, entry]) > room:
                    break
                left.append(entry)
        return [*_row(left, 0), *_row(right, width - _width(right))]

    def _at(self, x: int) -> Entry | None:
        for at, entry in self._places():
            if at <= x < at + entry.width:
                return entry
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say more of the key under the mouse."""
        entry = self._at(event.x)
        tooltip = entry.tooltip if entry is not None else None
        if self.tooltip != tooltip:
            self.tooltip = tooltip

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        entry = self._at(event.x)
        if entry is None:
            return
        if entry.enabled:
            self.app.simulate_key(entry.key)
        else:
            self.app.bell()


def _width(entries: list[Entry]) -> int:
    return sum(each.width for each in entries) + _GAP * max(0, len(entries) - 1)


def _row(entries: list[Entry], start: int) -> list[tuple[int, Entry]]:
    """Place entries one after another."""
    placed = []
    for entry in entries:
        placed.append((start, entry))
        start += entry.width + _GAP
    return placed
