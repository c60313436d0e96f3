"""The Access screen: who I am, what I may call, and the fix for what I may not."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.checks import Check, CheckStatus
from bedrock_tui.core.identity import Identity
from bedrock_tui.core.permissions import Permission, Verdict, order
from bedrock_tui.core.target import Target
from bedrock_tui.services.access import CHECKS, Access
from bedrock_tui.ui.commands import ACCESS, bindings
from bedrock_tui.ui.screens.who import describe
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.head import Head, Where
from bedrock_tui.ui.widgets.keys import Keys

MAY = "may:"
"""How the keys of permissions begin; their heading comes before all of them."""
CHECKING = Content.styled("checking…", "dim")
_PERMISSIONS = Content.styled("What IAM allows", "bold $text-muted")
TITLES = 33
"""Cells of a row's title, so that the details stand in one column."""

_SIGNS = {
    CheckStatus.PASS: ("✓", "$text-success"),
    CheckStatus.WARN: ("!", "$text-warning"),
    CheckStatus.FAIL: ("✗", "$text-error"),
    CheckStatus.UNKNOWN: ("?", "$text-warning"),
    CheckStatus.SKIPPED: ("–", "dim"),
}
_VERDICTS = {
    Verdict.YES: _SIGNS[CheckStatus.PASS],
    Verdict.NO: _SIGNS[CheckStatus.FAIL],
    Verdict.UNKNOWN: _SIGNS[CheckStatus.UNKNOWN],
}


class AccessScreen(Screen[None]):
    """Paints at once what will be looked at, and fills it in as answers come."""

    BINDINGS = bindings(ACCESS)

    AUTO_FOCUS = "#rows"

    HELP = "Every row says how it is known; the one chosen is explained below."

    who = query_one("#who", Static)
    rows = query_one("#rows", OptionList)
    explanation = query_one("#explanation", Static)

    def __init__(
        self,
        access: Access,
        identities: Callable[[], AsyncGenerator[Identity]],
        environment_profile: str = "",
    ) -> None:
        super().__init__()
        self._access = access
        self._identities = identities
        self._environment_profile = environment_profile
        self._where = Where()
        self._targets: Sequence[Target] = ()
        self._probe = False
        self._rows: dict[str, Content] = {}  # by key; in the order of the keys
        self._explanations: dict[str, Explanation] = {}
        self._chosen = _check_key(CHECKS[0][0])

    def compose(self) -> ComposeResult:
        """Yield who we are, the rows, and what is known of the one chosen."""
        yield Head("Access")
        with Horizontal(id="parts"):
            with VerticalScroll(id="identity"):
                yield Static(CHECKING, id="who")
            with Vertical(id="list"):
                yield OptionList(id="rows", markup=False)
                with VerticalScroll(id="detail"):
                    yield Static(id="explanation")
        yield Keys()

    def on_mount(self) -> None:
        """Ask, if somebody wanted to know before the screen was there."""
        self.query_one(Head).where = self._where
        if self._rows:
            self._list_rows()
            self._ask()

    def show(self, where: Where) -> None:
        """Show whose access this is."""
        self._where = where
        head = self.query_one_optional(Head)
        if head is not None:
            head.where = where

    def look(self, targets: Sequence[Target], *, probe: bool = False) -> None:
        """Find out who calls and check everything again.

        With `probe` the targets are called for one token, which costs.
        """
        self._targets, self._probe = targets, probe
        self._explanations.clear()
        self._rows = {
            _check_key(key): _row("…", "dim", title, "checking…")
            for key, title in CHECKS
        }
        if self.is_mounted:
            self.who.update(CHECKING)
            self._list_rows()
            self._ask()

    def _ask(self) -> None:
        # The rows first: what asks has threads to start and clients to make.
        self.call_after_refresh(self._look)

    def action_copy(self) -> None:
        """Copy what to do about the row chosen."""
        chosen = self._explanations.get(self._chosen)
        if chosen is None or not chosen.remedy:
            self.notify("There is nothing to do about this row.", timeout=3)
        else:
            self.app.copy_to_clipboard(chosen.remedy)
            self.notify("Copied what to do.", timeout=2)

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        for check in await self._access.local():
            self._show_check(check)
        async for identity in self._identities():
            self._show_who(identity)
        found_out = self._access.examine(identity, self._targets, probe=self._probe)
        async for found in found_out:
            if isinstance(found, Check):
                self._show_check(found)
            else:
                self._show_permission(found)

    def _show_who(self, identity: Identity) -> None:
        now = datetime.now(UTC)
        self.who.update(describe(identity, now, self._environment_profile))

    def _show_check(self, check: Check) -> None:
        sign, style = _SIGNS[check.status]
        self._put(
            _check_key(check.id),
            _row(sign, style, check.title, check.detail),
            Explanation(check.title, check.detail, check.remedy, check.evidence),
        )

    def _show_permission(self, permission: Permission) -> None:
        sign, style = _VERDICTS[permission.verdict]
        how = permission.denial or permission.evidence
        what = _place(permission.resource) or permission.action
        self._put(
            _permission_key(permission),
            _row(sign, style, permission.capability, f"{what} · {how}"),
            Explanation(
                f"{permission.action} on {permission.resource}",
                permission.reason,
                permission.remedy,
                str(permission.evidence),
            ),
        )

    def _put(self, key: str, row: Content, explanation: Explanation) -> None:
        known = key in self._rows
        self._rows[key], self._explanations[key] = row, explanation
        if known:
            self.rows.replace_option_prompt(key, row)
        else:
            self._list_rows()
        if key == self._chosen:
            self.explanation.update(explanation.content())

    def _list_rows(self) -> None:
        """List the rows anew, and keep the one that was chosen."""
        chosen, keys = self._chosen, sorted(self._rows)
        options = [Option(self._rows[key], id=key) for key in keys]
        first = next((at for at, key in enumerate(keys) if key.startswith(MAY)), None)
        if first is not None:
            options.insert(first, Option(_PERMISSIONS, id=MAY, disabled=True))
        self.rows.set_options(options)
        if chosen in self._rows:
            self.rows.highlighted = self.rows.get_option_index(chosen)
        self._chosen = chosen

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._chosen = event.option_id or ""
        explanation = self._explanations.get(self._chosen)
        self.explanation.update(explanation.content() if explanation else "checking…")

    @on(OptionList.OptionSelected)
    def _read_on(self, event: OptionList.OptionSelected) -> None:
        """Give the keys to the explanation, which may be longer than its place."""
        event.stop()
        self.query_one("#detail").focus()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a row, and what to do."""

    title: str
    detail: str
    remedy: str
    evidence: str

    def content(self) -> Content:
        """Return its lines, what to do before the long reasons."""
        lines = [plain(self.title, "bold")]
        if self.remedy:
            lines.append(plain(f"→ {self.remedy}"))
        lines.append(plain(self.detail))
        if self.evidence:
            lines.append(plain(f"known from: {self.evidence}", "dim"))
        return Content("\n").join([line for line in lines if line.plain])


def _row(sign: str, style: str, title: str, detail: str) -> Content:
    name = plain(title).plain.ljust(TITLES)
    return Content.assemble((f"{sign} ", style), f"{name} ", plain(detail, "dim"))


_CHECK_IDS = [check_id for check_id, _ in CHECKS]


def _check_key(check_id: str) -> str:
    """Return a key that sorts as the checks are listed."""
    return f"check:{_CHECK_IDS.index(check_id):02}"


def _permission_key(permission: Permission) -> str:
    """Return a key that sorts as permissions do, behind the checks."""
    capability, action, resource = order(permission)
    return f"{MAY}{capability:02}:{action:02}:{resource}:{permission.action}"


def _place(resource: str) -> str:
    """Return which model or profile an ARN names and where; empty for all else."""
    arn = parse_arn(resource)
    if arn is None or not arn.name:
        return ""
    return f"{arn.name}@{arn.region}" if arn.region else arn.name
