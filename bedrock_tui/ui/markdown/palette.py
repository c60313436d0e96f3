"""The colours of a reply, one style a role, and how roles add up to a style."""

from __future__ import annotations

from dataclasses import dataclass, fields

from rich.style import Style

from bedrock_tui.ui.markdown.spans import Roles

_NONE = Style()
_BOLD = Style(bold=True)
_DIM = Style(dim=True)
_ITALIC = Style(italic=True)
_UNDERLINE = Style(underline=True)
_STRIKE = Style(strike=True)


@dataclass(frozen=True)
class Palette:
    """One style for each role; the defaults use no colour at all."""

    base: Style = _NONE
    """The text and background of the view; every other style is laid over it."""
    heading_1: Style = _BOLD + _UNDERLINE
    heading_2: Style = _BOLD
    heading_3: Style = _BOLD + _ITALIC
    heading_4: Style = _ITALIC
    strong: Style = _BOLD
    emphasis: Style = _ITALIC
    strike: Style = _STRIKE
    code: Style = _BOLD
    link: Style = _UNDERLINE
    address: Style = _DIM
    """The address of a link, shown beside its text."""
    marker: Style = _BOLD
    """Bullets, numbers and check boxes."""
    quote: Style = _ITALIC
    bar: Style = _DIM
    """The bar beside a quote."""
    rule: Style = _DIM
    border: Style = _DIM
    header: Style = _BOLD
    block: Style = _NONE
    """A code block: its text and its background."""
    label: Style = _DIM
    """The language of a code block."""
    keyword: Style = _BOLD
    name: Style = _NONE
    function: Style = _NONE
    kind: Style = _NONE
    """Types, classes and tags in code."""
    string: Style = _NONE
    number: Style = _NONE
    comment: Style = _ITALIC + _DIM
    operator: Style = _NONE
    inserted: Style = _NONE
    deleted: Style = _NONE
    note: Style = _ITALIC + _DIM
    prompt: Style = _BOLD
    fold: Style = _BOLD
    """The line that opens and closes the reasoning."""
    reasoning: Style = _DIM
    placeholder: Style = _DIM


class Paint:
    """Turns roles into styles, each combination once."""

    def __init__(self, palette: Palette) -> None:
        self._styles = {
            field.name: getattr(palette, field.name) for field in fields(palette)
        }
        self._known: dict[Roles, Style] = {(): palette.base}

    def style(self, roles: Roles) -> Style:
        """Return the style for these roles, the innermost role on top."""
        if (known := self._known.get(roles)) is None:
            known = self._styles["base"]
            for role in roles:
                known += self._styles[role]
            self._known[roles] = known
        return known
