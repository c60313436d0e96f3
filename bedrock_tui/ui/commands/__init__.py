"""Every command of the screens, declared once.

Bindings, footer and palette come from here, and the tables of keys in `key_tables`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bedrock_tui.ui.commands.access import ACCESS
from bedrock_tui.ui.commands.command import Command, bindings
from bedrock_tui.ui.commands.everywhere import APP
from bedrock_tui.ui.commands.lanes import CODE, COMPARE, DIFF, LANE, PROMPT, RECALL
from bedrock_tui.ui.commands.models import DETAILS, MODELS

__all__ = [
    "ACCESS",
    "APP",
    "AREAS",
    "CODE",
    "COMPARE",
    "DETAILS",
    "DIFF",
    "LANE",
    "MODELS",
    "PROMPT",
    "RECALL",
    "Command",
    "bindings",
]

AREAS: Mapping[str, tuple[Command, ...]] = {
    "prompt": (*PROMPT, RECALL),
    "compare": COMPARE,
    "lane": LANE,
    "code": CODE,
    "diff": DIFF,
    "access": ACCESS,
    "models": MODELS,
    "details": DETAILS,
    "app": APP,
}
"""All commands by where they work; those of `app` work everywhere."""
