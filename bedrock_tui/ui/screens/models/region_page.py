"""Why a region told nothing, and what to do: everything that is known of it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from bedrock_tui.core.catalogue import RegionScan
from bedrock_tui.ui.screens.models.standing import way_out
from bedrock_tui.ui.text import plain


class RegionPage(ModalScreen[None]):
    """The whole reason and remedy, of which other places show the beginning."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,enter,o", "dismiss", "Back"),
        ("y", "copy", "Copy"),
    ]

    def __init__(self, scan: RegionScan) -> None:
        super().__init__()
        self._scan = scan

    def compose(self) -> ComposeResult:
        """Yield what came of asking, why, what to do, and the keys."""
        scan = self._scan
        lines = [
            plain(scan.reason),
            Content.styled("→ ", "$text-accent") + plain(scan.remedy or way_out(scan)),
            plain(f"Here: {way_out(scan)}", "dim"),
        ]
        with Vertical(id="page"):
            yield Static(plain(f"{scan.region}: {scan.status}"), id="heading")
            with VerticalScroll(id="why"):
                yield Static(Content("\n\n").join(line for line in lines if line))
            yield Static("y copies what to do · escape back", id="keys")

    def action_copy(self) -> None:
        """Copy what to do."""
        text = plain(self._scan.remedy or self._scan.reason).plain
        self.app.copy_to_clipboard(text)
        self.notify(f"Copied {len(text):,} characters.", timeout=2)
