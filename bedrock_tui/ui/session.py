"""Which identity the screens speak for, and what happens when it changes."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bedrock_tui.core.target import may_be_region
from bedrock_tui.errors import BedrockTuiError, CallFailed
from bedrock_tui.services import bridge
from bedrock_tui.ui.widgets.head import Where

if TYPE_CHECKING:
    from bedrock_tui.core.identity import AwsProfile, Identity
    from bedrock_tui.core.target import Target
    from bedrock_tui.services.workbench import Workbench
    from bedrock_tui.ui.app import BedrockTui
    from bedrock_tui.ui.screens.access import AccessScreen

_SIGN_IN = """\
# Sign in

The AWS CLI is not installed here, so open this page in a browser; `y` copies it.

```
{url}
```

Compare the code shown there: **{code}**. This page closes when you are signed in;
`escape` gives up.
"""

_PROBE = (
    "Each is called for one token of output, streamed and whole. That costs next to "
    "nothing, but not nothing."
)

_SIGNED_OUT = ("login", "login-expired", "credentials")

POLL = 20.0
"""Seconds between two looks at the clock and at the files of the AWS CLI."""


class Session:
    """The identity in force: found out, watched, chosen anew and renewed."""

    def __init__(self, app: BedrockTui, bench: Workbench) -> None:
        self.identity: Identity | None = None
        self._app = app
        self._bench = bench
        self._fingerprint: tuple[object, ...] = ()
        self._warned = ""  # what the person was last told runs out

    async def identify(self) -> None:
        """Find out who calls, and show it."""
        bench = self._bench
        settings, before = bench.settings, self.identity
        self._fingerprint = await bench.access.fingerprint(settings.aws_profile)
        self.identity = await bench.access.identity(
            settings.aws_profile, bench.region, bench.region_source
        )
        self._app.show_where()
        failed = before is not None and before.failure is not None
        if failed and self.identity.failure is None:
            self._app.notify("Signed in. ctrl+r asks the lanes again that failed.")

    def where(self) -> Where:
        """Return what the first row of every screen says."""
        settings, identity = self._bench.settings, self.identity
        left, urgent = self._left()
        return Where(
            aws_profile=settings.aws_profile or settings.environment_profile,
            account=identity.account if identity else "",
            region=self._bench.region,
            left=left,
            urgent=urgent,
            demo=settings.demo,
            read_only=settings.read_only,
            extras=(settings.endpoint_url,) if settings.endpoint_url else (),
        )

    async def poll(self) -> None:
        """Notice what runs out, and credentials renewed in another terminal."""
        profile = self._bench.settings.aws_profile
        fingerprint = await self._bench.access.fingerprint(profile)
        if fingerprint != self._fingerprint or self._signed_out():
            if not self._asked_for_code():
                self._bench.access.forget(profile)
            await self.identify()
        self._warn()
        self._app.show_where()

    def look(self, screen: AccessScreen, *, probe: bool = False) -> None:
        """Have the Access screen look at the identity in force."""
        bench = self._bench
        screen.look(
            bench.settings.aws_profile,
            bench.region,
            bench.region_source,
            self._own_targets(),
            probe=probe,
        )

    async def probe(self, screen: AccessScreen) -> None:
        """Have it look again and call every target, if the person agrees to pay."""
        from bedrock_tui.ui.screens.confirm import ConfirmScreen

        targets = self._own_targets()
        if self._bench.settings.read_only:
            self._app.notify("Read-only: nothing that costs is sent. f9 allows it.")
            return
        if not targets:
            self._app.notify("Lanes are probed: add one first.")
            return
        lines = [_PROBE, "", *map(str, targets)]
        question = ConfirmScreen("Probe what the lanes call?", lines)
        if await self._app.push_screen_wait(question):
            self.look(screen, probe=True)

    async def choose_profile(self) -> None:
        """Ask for an aws profile and use it from now on."""
        from bedrock_tui.ui.screens.chooser import Choice, Chooser

        try:
            profiles = await self._bench.access.profiles()
        except CallFailed as error:
            self._app.tell(error)
            return
        choices = [Choice(each.name, each.name, _note(each)) for each in profiles]
        name = await self._app.push_screen_wait(Chooser("AWS profile", choices))
        if name is not None:
            region = next((p.region for p in profiles if p.name == name), "")
            await self._use(name, region)

    async def choose_region(self) -> None:
        """Ask for a region and use it from now on."""
        from bedrock_tui.ui.screens.chooser import Choice, Chooser

        regions = await self._bench.access.regions()
        recent = [each for each in self._bench.models.recent_regions() if each]
        choices = [Choice(region, region, "used lately") for region in recent]
        choices += [Choice(each, each) for each in regions if each not in recent]
        region = await self._app.push_screen_wait(
            Chooser("Region", choices, typed=may_be_region)
        )
        if region is not None:
            await self._use(self._bench.settings.aws_profile, region)

    async def sign_in(self) -> None:
        """Renew the sign-in with the AWS CLI in this terminal, and look again."""
        from bedrock_tui.ui import signing

        settings = self._bench.settings
        if settings.demo:
            self._app.notify("The demo needs no sign-in.")
            return
        name = settings.aws_profile or settings.environment_profile
        profiles = await self._bench.access.profiles()
        profile = next((each for each in profiles if each.name == name), None)
        if profile is not None and profile.kind not in ("SSO", "login", "role"):
            self._app.notify(f"{name} gets its keys otherwise ({profile.kind}).")
            return
        command = signing.command_for(profile, name)
        if command:
            with self._app.suspend():
                code = signing.run(command)
            if code:
                words = " ".join(command)
                self._app.notify(f"{words} ended with {code}.", severity="warning")
        elif not await self._sign_in_here(name):
            return
        self._bench.access.forget(name)
        await self.identify()
        self._app.look_again()

    async def _sign_in_here(self, name: str) -> bool:
        """Sign in without the AWS CLI: a page shows what to open in a browser."""
        from bedrock_tui.services import signin
        from bedrock_tui.ui.screens.page import Page

        try:
            code = await signin.begin(name)
            page = Page(_SIGN_IN.format(url=code.url, code=code.code), code.url)
            self._app.push_screen(page)
            while not await bridge.call("sign-in", code.finished):
                await asyncio.sleep(code.wait())
                if not page.is_attached:
                    return False  # the person closed it
        except BedrockTuiError as error:
            self._app.tell(error)
            return False
        page.dismiss()
        return True

    async def write_policy(self) -> None:
        """Show the least-privilege policy for the lanes' targets."""
        from bedrock_tui.services.policy import draft
        from bedrock_tui.ui.screens.page import Page

        targets, identity = self._own_targets(), self.identity
        if identity is None or not targets:
            self._app.notify("A policy is written for lanes: add one first.")
            return
        try:
            written = await bridge.call(
                "policy", lambda: draft(self._bench, identity, targets)
            )
        except BedrockTuiError as error:
            self._app.tell(error)
            return
        policy = json.dumps(written.policy, indent=2)
        notes = "".join(f"- {note}\n" for note in written.notes)
        title = "# The policy these lanes need\n\n`y` copies it.\n\n"
        text = f"{title}{notes}\n```json\n{policy}\n```\n"
        self._app.push_screen(Page(text, policy))

    def _own_targets(self) -> list[Target]:
        """Return the targets of the lanes that use the aws profile in force."""
        profile = self._bench.settings.aws_profile
        return [each for each in self._app.targets() if each.aws_profile == profile]

    async def _use(self, aws_profile: str, region: str) -> None:
        self._bench.choose(aws_profile, region)
        self.identity = None  # nobody is known until they are asked
        self._app.show_where()
        self._app.look_again()
        await self.identify()

    def _signed_out(self) -> bool:
        """Tell whether to look again although no file changed since the last look."""
        failure = self.identity.failure if self.identity is not None else None
        if failure is None or failure.code == "MfaCancelled":
            return False  # who left the dialog is not to be asked again and again
        return failure.category in _SIGNED_OUT

    def _asked_for_code(self) -> bool:
        """Tell whether good keys came from an MFA code, not to be asked for again."""
        known = self.identity
        return (
            known is not None
            and known.failure is None
            and known.source is not None
            and known.source.method == "assume-role"
            and not any(each.renews for each in known.expiries)
        )

    def _left(self) -> tuple[str, bool]:
        from bedrock_tui.core.moments import SOON, in_words, time_left

        if self.identity is None:
            return "", False
        left = time_left(self.identity.ends_at, datetime.now(UTC))
        if left is None:
            return "", False
        if not left:
            return "expired", True
        return f"{in_words(left)} left", left <= SOON

    def _warn(self) -> None:
        left, urgent = self._left()
        state = "" if not urgent else ("expired" if left == "expired" else "soon")
        if state and state != self._warned:
            when = "have expired" if state == "expired" else f"run out: {left}"
            self._app.notify(
                f"The AWS credentials {when}. f2, then L signs in again.",
                severity="warning",
                timeout=10,
                markup=False,
            )
        self._warned = state


def _note(profile: AwsProfile) -> str:
    parts = (str(profile.kind), profile.account, profile.region)
    return " · ".join(part for part in parts if part)
