"""The keys as Markdown tables, for help and README."""

from __future__ import annotations

from bedrock_tui.ui.command import Command
from bedrock_tui.ui.commands import AREAS

_SIGNS = {"slash": "/", "question_mark": "?", "colon": ":"}


def key_table() -> str:
    """Return all keys as a Markdown table."""
    rows = ["| where | key | what it does |", "| --- | --- | --- |"]
    for area, commands in AREAS.items():
        rows += [f"| {area} | {_keys(each)} | {each.help} |" for each in commands]
    return "\n".join(rows)


def keys_of(area: str) -> str:
    """Return the keys of one area as a Markdown table."""
    rows = ["| key | what it does |", "| --- | --- |"]
    rows += [f"| {_keys(each)} | {each.help} |" for each in AREAS[area]]
    return "\n".join(rows)


def _keys(command: Command) -> str:
    keys = (_SIGNS.get(key, key) for key in command.keys.split(","))
    return " ".join(f"`{key}`" for key in keys)
