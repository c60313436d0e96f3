"""The last row of a screen: the keys that work there."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Footer


class Keys(Footer):
    """Shows the keys in force, and makes them anew only when they are others.

    Textual's own does so whenever the focus moves or a screen comes back, which costs
    more than all the rest of such a screen.
    """

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._shown: list[tuple[str, str, bool]] = []

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Show the keys in force now."""
        if not (self.is_attached and screen.is_current and self.app.app_focus):
            return
        keys = [
            (binding.key, binding.description, enabled)
            for _, binding, enabled, _ in screen.active_bindings.values()
            if binding.show
        ]
        if keys != self._shown:
            self._shown = keys
            super().bindings_changed(screen)
