"""Keys and words, on one page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.screen import ModalScreen

from bedrock_tui.ui.commands import key_table
from bedrock_tui.ui.widgets.reply_view import ReplyView

_PAGE = """\
# bedrock-tui

One prompt goes to every **lane** at once; a lane is a **target** (a model or inference
profile in a region) and its reply.

{keys}

Scroll a lane with the arrows, `j` `k`, page keys, `g` and `G`. Select text with the
mouse and copy it with `ctrl+c`; hold shift to let the terminal select.

- **first**: time to first token, from sending the request that succeeded.
- **tok/s**: output tokens over the time from the first to the last piece.
- `~` marks an estimate: about four characters a token, until the service counts.
- **retry**: throttled and failed attempts are repeated only before the first token.

bedrock-tui never controls which model other tools use, such as GitHub Copilot.
"""


class HelpScreen(ModalScreen[None]):
    """A page that any of its closing keys takes away."""

    CSS_PATH = "help.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,f1", "dismiss", "Close")]

    view = query_one(ReplyView)

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with Vertical(id="page"):
            yield ReplyView()

    def on_mount(self) -> None:
        """Fill the page."""
        self.view.append_text(_PAGE.format(keys=key_table()))
        self.view.finish()
        self.view.focus()
        self.call_after_refresh(self.view.action_scroll_home)
