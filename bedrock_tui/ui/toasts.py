"""Toasts: the same one is not stacked, and none covers a page that opens."""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from textual.app import App
from textual.notifications import Notify
from textual.screen import Screen


class ToastingApp(App[None]):
    """An app that keeps its toasts out of the way."""

    def on_mount(self) -> None:
        """Hear of pages and dialogs that open."""
        self.screen_change_signal.subscribe(self, self._make_room, immediate=True)

    def on_notify(self, event: Notify) -> None:
        """Let a toast that says the same take the place of the one that is there."""
        toast = event.notification
        said = f"{toast.severity}\n{toast.title}\n{toast.message}"
        toast.identity = uuid5(NAMESPACE_OID, said).hex

    def _make_room(self, screen: Screen[object]) -> None:
        """Take the toasts away when something opens over a screen, not when it ends."""
        if len(self.screen_stack) > 1 and not screen.is_mounted:
            self.clear_notifications()
