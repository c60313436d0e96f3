"""The Access screen: who I am, what I may call, and the fix for what I may not."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, datetime

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option, OptionDoesNotExist

from bedrock_tui.core.checks import Check, CheckStatus
from bedrock_tui.core.identity import ApiKey, Expiry, Identity
from bedrock_tui.core.moments import in_words, time_left
from bedrock_tui.core.permissions import Permission, Verdict
from bedrock_tui.core.target import Target
from bedrock_tui.services.access import CHECKS, Access
from bedrock_tui.ui.commands import ACCESS, bindings
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.head import Head, Where

SHORT = 31
"""Characters of a fact that stands beside its name; longer ones stand below it."""
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

    CSS_PATH = "access.tcss"

    BINDINGS = bindings(ACCESS)

    HELP = "Every row says how it is known; the one chosen is explained below."

    who = query_one("#who", Static)
    rows = query_one("#rows", OptionList)
    detail = query_one("#detail", Static)

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
        self._targets: Sequence[Target] = ()
        self._details: dict[str, Content] = {}

    def compose(self) -> ComposeResult:
        """Yield who we are, the rows, and what is known of the one chosen."""
        yield Head("Access")
        with Horizontal(id="parts"):
            with VerticalScroll(id="identity"):
                yield Static("checking…", id="who")
            with Vertical(id="list"):
                yield OptionList(id="rows", markup=False)
                yield Static(id="detail")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self.rows.focus()

    def show(self, where: Where) -> None:
        """Show whose access this is."""
        head = self.query_one_optional(Head)
        if head is not None:
            head.where = where

    def look(self, targets: Sequence[Target], *, probe: bool = False) -> None:
        """Find out who calls and check everything again.

        With `probe` the targets are called for one token, which costs.
        """
        self._targets = targets
        self._details.clear()
        self.who.update(Content.styled("checking…", "dim"))
        self.rows.set_options(
            Option(_row("…", "dim", title, "checking…"), id=f"check:{key}")
            for key, title in CHECKS
        )
        # The rows first: what asks has threads to start and clients to make.
        self.call_after_refresh(self._look, probe=probe)

    @work(exclusive=True, group="look")
    async def _look(self, *, probe: bool) -> None:
        async for identity in self._identities():
            self._show_who(identity)
        async for found in self._access.examine(identity, self._targets, probe=probe):
            if isinstance(found, Check):
                self._show_check(found)
            else:
                self._show_permission(found)

    def _show_who(self, identity: Identity) -> None:
        if self._gone():
            return
        now = datetime.now(UTC)
        self.who.update(describe(identity, now, self._environment_profile))

    def _show_check(self, check: Check) -> None:
        sign, style = _SIGNS[check.status]
        self._put(
            f"check:{check.id}",
            _row(sign, style, check.title, check.detail),
            _explained(check.title, check.detail, check.remedy, check.evidence),
        )

    def _show_permission(self, permission: Permission) -> None:
        sign, style = _VERDICTS[permission.verdict]
        how = permission.denial or permission.evidence
        self._put(
            f"may:{permission.capability}:{permission.action}:{permission.resource}",
            _row(sign, style, permission.capability, f"{permission.action} · {how}"),
            _explained(
                f"{permission.action} on {permission.resource}",
                permission.reason,
                permission.remedy,
                str(permission.evidence),
            ),
        )

    def _put(self, key: str, row: Content, detail: Content) -> None:
        if self._gone():
            return
        self._details[key] = detail
        try:
            self.rows.get_option_index(key)
        except OptionDoesNotExist:
            self.rows.add_option(Option(row, id=key))
        else:
            self.rows.replace_option_prompt(key, row)
        highlighted = self.rows.highlighted_option
        if highlighted is not None and highlighted.id == key:
            self.detail.update(detail)

    def _gone(self) -> bool:
        """Tell whether an answer comes too late: the program is being left."""
        return self.query_one_optional("#detail", Static) is None

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.detail.update(self._details.get(event.option_id or "", Content("")))


def describe(
    identity: Identity, now: datetime, environment_profile: str = ""
) -> Content:
    """Return everything known of the caller, what matters most first."""
    lines = _trouble(identity)
    profile = identity.aws_profile or environment_profile or "default"
    lines.append(_fact("profile", profile))
    said_by = f" ({identity.region_source})" if identity.region_source else ""
    lines.append(_fact("region", f"{identity.region or 'none'}{said_by}"))
    lines.append(_fact("account", identity.account or "unknown"))
    lines.append(_fact("name", identity.name or "unknown"))
    for expiry in identity.expiries:
        lines.append(_fact(str(expiry.kind), _left(expiry, now)))
    if identity.source is not None:
        lines.append(_fact("from", identity.source.words))
        lines.append(_fact("where", identity.source.where))
    if identity.key_id:
        lines.append(_fact("key", identity.key_id))
    if identity.api_key is not ApiKey.NONE:
        lines.append(_fact("API key", str(identity.api_key)))
    lines.append(_fact("ARN", identity.arn or "unknown"))
    lines += [_fact(each.name, each.value) for each in identity.overrides]
    return Content("\n").join(lines)


def _trouble(identity: Identity) -> list[Content]:
    failure = identity.failure
    if failure is None:
        return []
    title = plain(failure.title, "bold $text-error")
    return [title, plain(failure.remedy), plain(failure.message, "dim"), Content("")]


def _left(expiry: Expiry, now: datetime) -> str:
    left = time_left(expiry.at, now)
    if left is None:
        return "end unknown"
    words = f"{in_words(left)} left" if left else "expired"
    return f"{words}, renews itself" if expiry.renews else words


def _fact(name: str, value: str) -> Content:
    gap = "\n" if len(value) > SHORT else " " * max(1, 11 - len(name))
    return Content.assemble((name, "dim"), gap, plain(value))


def _row(sign: str, style: str, title: str, detail: str) -> Content:
    name = plain(title).plain.ljust(TITLES)
    return Content.assemble((f"{sign} ", style), f"{name} ", plain(detail, "dim"))


def _explained(title: str, detail: str, remedy: str, evidence: str) -> Content:
    lines = [plain(title, "bold"), plain(detail), plain(remedy)]
    if evidence:
        lines.append(plain(f"known from: {evidence}", "dim"))
    return Content("\n").join([line for line in lines if line.plain])
