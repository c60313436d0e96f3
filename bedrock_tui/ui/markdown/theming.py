"""Where the colours of a reply come from: component classes that a theme can style."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from rich.style import Style

from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.theme import own_style

if TYPE_CHECKING:
    from textual.dom import DOMNode

ROLES = tuple(field.name for field in fields(Palette) if field.name != "base")


def component(role: str) -> str:
    """Return the CSS class of a role."""
    return "reply-view--" + role.replace("_", "-")


def read_palette(node: DOMNode) -> Palette:
    """Read the colours that the present theme gives to each role of this widget."""
    base = node.rich_style
    colours = Style(color=base.color, bgcolor=base.bgcolor)
    return Palette(
        colours, **{role: own_style(node, component(role)) for role in ROLES}
    )


COMPONENT_CSS = """
& > .reply-view--heading-1 { color: $text-primary; text-style: bold underline; }
& > .reply-view--heading-2 { color: $text-primary; text-style: bold; }
& > .reply-view--heading-3 { color: $text-secondary; text-style: bold; }
& > .reply-view--heading-4 { color: $text-secondary; text-style: italic; }
& > .reply-view--strong { text-style: bold; }
& > .reply-view--emphasis { text-style: italic; }
& > .reply-view--strike { text-style: strike; }
& > .reply-view--code { color: $text-warning; background: $foreground 8%; }
& > .reply-view--link { color: $text-primary; text-style: underline; }
& > .reply-view--address { color: $text-muted; }
& > .reply-view--marker { color: $text-primary; }
& > .reply-view--quote { color: $text-muted; text-style: italic; }
& > .reply-view--bar { color: $text-primary 60%; }
& > .reply-view--rule { color: $foreground 30%; }
& > .reply-view--border { color: $foreground 30%; }
& > .reply-view--header { color: $text-primary; text-style: bold; }
& > .reply-view--block { color: $foreground; background: $foreground 7%; }
& > .reply-view--label { color: $text-muted; }
& > .reply-view--keyword { color: $text-accent; }
& > .reply-view--function { color: $text-primary; }
& > .reply-view--kind { color: $text-primary; text-style: bold; }
& > .reply-view--string { color: $text-success; }
& > .reply-view--number { color: $text-warning; }
& > .reply-view--comment { color: $text-muted; text-style: italic; }
& > .reply-view--inserted { color: $text-success; }
& > .reply-view--deleted { color: $text-error; }
& > .reply-view--note { color: $text-muted; text-style: italic; }
& > .reply-view--prompt { color: $text-primary; text-style: bold; }
& > .reply-view--fold { color: $text-secondary; }
& > .reply-view--reasoning { color: $text-muted; }
& > .reply-view--placeholder { color: $text-muted; }

&:ansi {
    & > .reply-view--code, & > .reply-view--block {
        background: ansi_default;
    }
    & > .reply-view--bar, & > .reply-view--rule, & > .reply-view--border,
    & > .reply-view--address, & > .reply-view--quote, & > .reply-view--label,
    & > .reply-view--comment, & > .reply-view--note,
    & > .reply-view--reasoning, & > .reply-view--placeholder {
        color: ansi_default;
        text-style: dim;
    }
}
"""
