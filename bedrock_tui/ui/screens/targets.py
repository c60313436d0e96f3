"""Choosing a target: type to filter what the region offers, or type any id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from bedrock_tui.core.catalogue import CallableId
from bedrock_tui.core.target import Target, parse_target
from bedrock_tui.errors import CallFailed, UsageError
from bedrock_tui.services.catalogue import Catalogue
from bedrock_tui.services.targets import expand
from bedrock_tui.ui.text import plain

MOST_SHOWN = 300
"""Options built at once; typing narrows the rest down."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A line to choose."""

    text: str
    """The target as people write it, an alias replaced by what it stands for."""
    label: Content


class TargetPicker(ModalScreen[Target | None]):
    """Answers with a target, or None if the person changed their mind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        ("down", "move(1)", "Next"),
        ("up", "move(-1)", "Previous"),
        ("pagedown", "move(10)", "Further"),
        ("pageup", "move(-10)", "Back"),
    ]

    HELP = (
        "Type to filter. Add @REGION to look elsewhere. Any id or short name can be "
        "typed; aliases of settings.toml come first."
    )

    text = query_one("#text", Input)
    options = query_one("#options", OptionList)
    note = query_one("#note", Static)

    def __init__(
        self,
        catalogue: Catalogue,
        region: str,
        aws_profile: str,
        aliases: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._region = region
        self._aws_profile = aws_profile
        self._aliases = aliases
        self._offers: list[_Offer] = []
        self._listed: list[CallableId] = []
        self._listed_region = ""
        self._hasty = False  # enter came before the region's list

    def compose(self) -> ComposeResult:
        """Yield the input and the list below it."""
        with Vertical(id="box"):
            yield Static("Add a lane", id="heading")
            yield Input(id="text", placeholder="type to filter, or any id[@region]")
            yield OptionList(id="options", markup=False)
            yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        """Fetch what the region offers."""
        self.options.can_focus = False
        self._list(self._region)

    @work(exclusive=True, group="catalogue")
    async def _list(self, region: str) -> None:
        self._listed, self._listed_region = [], ""
        self._filter()
        if not region:
            self._say("No region yet: type ID@REGION, such as …@us-east-1.")
            return
        self._say(f"asking {region} what it offers…")
        try:
            listed = await self._catalogue.callable_ids(region, self._aws_profile)
            failure = ""
        except CallFailed as error:
            listed, failure = [], f"{error} Any id can still be typed."
        if not self.is_current:
            return  # the person has left meanwhile
        self._listed, self._listed_region = listed, region
        self._say(failure or f"{region} offers nothing.")
        self._filter()
        if self._hasty:
            self._hasty = False
            self._submit_highlighted()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._hasty = False
        if self._wanted_region() == self._listed_region:
            self._filter()
        else:
            self._list(self._wanted_region())

    def _wanted_region(self) -> str:
        _, at, region = self.text.value.rpartition("@")
        return region.strip() if at and _looks_like_region(region) else self._region

    def _filter(self) -> None:
        typed = self.text.value.strip()
        name, at, region = typed.partition("@")
        words = name.lower().split()
        elsewhere = at + region if region else ""
        found = [each for each in self._listed if _matches(each, words)]
        self._offers = [
            _Offer(expand(name + elsewhere, self._aliases), _alias(name, stands_for))
            for name, stands_for in self._aliases.items()
            if _has(f"{name} {stands_for}", words)
        ]
        self._offers += [_Offer(each.id, _label(each)) for each in found[:MOST_SHOWN]]
        meant = expand(typed, self._aliases)
        if typed and not any(each.text == meant for each in self._offers):
            label = Content.assemble("use ", plain(typed, "bold"), " as typed")
            self._offers.append(_Offer(meant, label))
        self.options.set_options([Option(each.label) for each in self._offers])
        if self._offers:
            self.options.highlighted = 0
        if self._listed:
            count = f"{len(found)} of {len(self._listed)} callable"
            self._say(f"{count} in {self._listed_region} · enter adds")

    def _say(self, text: str) -> None:
        self.note.update(plain(text))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if self._listed_region == self._wanted_region():
            self._submit_highlighted()
        else:
            # The list on the screen is not the one that was asked for.
            self._hasty = True

    def _submit_highlighted(self) -> None:
        index = self.options.highlighted
        if index is not None:
            self._choose(self._offers[index])

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(self._offers[event.option_index])

    def _choose(self, offer: _Offer) -> None:
        region, profile = self._wanted_region(), self._aws_profile
        try:
            self.dismiss(parse_target(offer.text, region=region, aws_profile=profile))
        except UsageError as error:
            self._say(str(error))

    def action_move(self, by: int) -> None:
        """Move the highlight while the input keeps the keys."""
        count = self.options.option_count
        if count:
            at = self.options.highlighted or 0
            self.options.highlighted = max(0, min(count - 1, at + by))


def _looks_like_region(text: str) -> bool:
    return text.strip()[-1:].isdigit() and text.count("-") >= 2


def _matches(each: CallableId, words: list[str]) -> bool:
    return _has(f"{each.id} {each.name} {each.provider}", words)


def _has(text: str, words: list[str]) -> bool:
    return all(word in text.lower() for word in words)


def _label(each: CallableId) -> Content:
    return Content.assemble(plain(each.id), "  ", plain(each.name, "dim"))


def _alias(name: str, stands_for: str) -> Content:
    return Content.assemble(plain(name, "bold"), "  ", plain(stands_for, "dim"))
