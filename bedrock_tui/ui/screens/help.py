"""Keys and words, on one page."""

from __future__ import annotations

from bedrock_tui.ui.commands import key_table
from bedrock_tui.ui.screens.page import Page

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


class HelpScreen(Page):
    """The page of keys and words."""

    def __init__(self, area: str = "") -> None:
        super().__init__(_PAGE.format(keys=key_table(area)))
