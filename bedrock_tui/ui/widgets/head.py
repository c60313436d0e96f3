"""The first row of every screen: which AWS this is, and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from bedrock_tui.ui.text import plain

_NAME = "bedrock-tui  "
LONGEST = 24
"""Characters of an aws profile's name; the rest leaves room for the other facts."""


@dataclass(frozen=True, slots=True)
class Where:
    """What the row shows."""

    aws_profile: str = ""
    account: str = ""
    region: str = ""
    left: str = ""
    """Time left of the credentials, in words; empty if they do not run out."""
    urgent: bool = False
    """True when they run out soon or have run out."""
    demo: bool = False
    read_only: bool = False
    extras: tuple[str, ...] = ()
    """What else is unusual: an endpoint, parameters."""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


class Head(Widget):
    """Shows profile, account, region and time left, and the screens there are."""

    DEFAULT_CSS = "Head { height: 1; padding: 0 1; background: $panel; }"

    where: reactive[Where] = reactive(Where())

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def render(self) -> Content:
        """Return the row."""
        where = self.where
        facts = [
            Content.styled(" DEMO: simulated replies ", "bold $text on $warning-muted")
            if where.demo
            else plain(_short(where.aws_profile) or "default credentials"),
            *([plain(where.account)] if where.account else []),
            plain(where.region or "no region"),
        ]
        if where.left:
            style = "bold $text-error" if where.urgent else ""
            facts.append(plain(where.left, style))
        facts += map(plain, where.extras)
        if where.read_only:
            facts.append(Content.styled("read-only", "bold $text-warning"))
        line = Content(" · ").join(facts)
        room = self.size.width - 2  # the padding
        free = room - len(self._title) - 2
        if line.cell_length + len(_NAME) <= free:
            line = Content.styled(_NAME, "bold $primary") + line
        elif line.cell_length > free:
            return line  # who is calling matters more than the title
        gap = room - line.cell_length - len(self._title)
        return line + Content.styled(" " * gap + self._title, "dim")
