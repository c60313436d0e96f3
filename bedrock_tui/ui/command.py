"""What is declared of a command of the screens."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do."""

    id: str
    """`area.verb`, the name a keymap uses."""
    keys: str
    """Textual key names, separated by commas."""
    action: str
    label: str
    """One or two words for the footer."""
    help: str
    """A sentence's beginning for palette and help."""
    footer: bool = False
    always: bool = False
    """True if it works over every dialog, too."""

    def binding(self) -> Binding:
        """Return the command as a key binding."""
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=self.footer,
            priority=self.always,
            id=self.id,
            tooltip=self.help,
        )
