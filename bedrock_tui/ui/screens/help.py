"""The keys and words of a screen, on one page."""

from __future__ import annotations

from collections.abc import Mapping

from bedrock_tui.ui.key_tables import keys_of
from bedrock_tui.ui.screens import glossary
from bedrock_tui.ui.screens.page import Page

_PAGE = """\
# {title}

{keys}

{words}

## Keys on every screen

{everywhere}

`f1` on another screen explains that one.

bedrock-tui never controls which model other tools use, such as GitHub Copilot.
"""

_AREAS: Mapping[str, Mapping[str, str]] = {
    "compare": {
        "prompt": "In the prompt",
        "compare": "In prompt and lanes",
        "lane": "In a lane",
        "code": "In the code of a lane",
        "diff": "In a diff",
    },
    "access": {"access": "Keys of Access"},
    "models": {"models": "Keys of Models", "details": "In the details"},
}
"""The areas of keys that work on each screen, and what their tables are called."""
_WORDS = {
    "compare": glossary.COMPARE,
    "access": glossary.ACCESS,
    "models": glossary.MODELS,
}


class HelpScreen(Page):
    """The page of keys and words of one screen."""

    def __init__(self, screen: str) -> None:
        tables = [
            f"## {title}\n\n{keys_of(area)}" for area, title in _AREAS[screen].items()
        ]
        super().__init__(
            _PAGE.format(
                title=screen.capitalize(),
                keys="\n\n".join(tables),
                words=_WORDS[screen],
                everywhere=keys_of("app"),
            )
        )
