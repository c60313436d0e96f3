"""A call as code, in every language that we know, to copy or to save."""

from __future__ import annotations

from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from bedrock_tui.core.plain import clean
from bedrock_tui.core.snippets import KINDS, Kind, Sent
from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.services import bridge
from bedrock_tui.services.snippets import save
from bedrock_tui.ui.commands import CODE, bindings
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.reply_view import ReplyView

_KEYS = "↑ ↓ choose · y copies · s saves it here · tab to the code · escape leaves"
_FENCE = "~" * 8
"""No line of a snippet begins with so many."""


class SnippetScreen(ModalScreen[None]):
    """Shows what was sent to one lane, as code that holds no secret."""

    BINDINGS = bindings(CODE)

    HELP = "Keys and tokens are named, never written: the code is safe to share."

    kinds = query_one("#kinds", OptionList)
    view = query_one("#code", ReplyView)

    def __init__(self, sent: Sent, note: str = "") -> None:
        super().__init__()
        self._sent = sent
        self._note = note
        self._kind = KINDS[0]
        self._text = ""

    def compose(self) -> ComposeResult:
        """Yield the kinds and, beside them, the code."""
        with Vertical(id="box"):
            yield Static(plain(f"The code of {self._sent.target}"), id="heading")
            with Horizontal():
                yield OptionList(*(kind.title for kind in KINDS), id="kinds")
                yield ReplyView(id="code")
            yield Static(plain(self._note), id="note")
            yield Static(_KEYS, id="keys")

    def on_mount(self) -> None:
        """Begin with the first kind."""
        self.query_one("#note").display = bool(self._note)
        self.kinds.focus()
        self.kinds.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _choose(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show(KINDS[event.option_index])

    def _show(self, kind: Kind) -> None:
        self._kind, self._text = kind, kind.render(self._sent)
        shown = clean(self._text)  # a region or aws profile may be anything
        self.view.clear()
        self.view.append_text(f"{_FENCE}{kind.language}\n{shown}{_FENCE}\n")
        self.view.finish()
        self.call_after_refresh(self.view.action_scroll_home)

    def action_copy(self) -> None:
        """Copy the code."""
        self.app.copy_to_clipboard(self._text)
        self.notify(f"Copied {len(self._text):,} characters.", timeout=2)

    @work(group="save", exclusive=True)
    async def action_save(self) -> None:
        """Save the code to a new file of the current directory, and tell its path."""
        kind, text = self._kind, self._text
        try:
            path = await bridge.call("save", lambda: save(kind, text, Path.cwd()))
        except (BedrockTuiError, OSError) as error:  # the directory may be gone
            said = plain(str(error)).plain
            self.notify(said, title="Not saved", severity="error", markup=False)
        else:
            self.notify(plain(str(path)).plain, title="Saved", markup=False)
