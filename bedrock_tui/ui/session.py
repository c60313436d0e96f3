"""Which identity the screens speak for, and what happens when it changes."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from bedrock_tui.core.target import may_be_region
from bedrock_tui.errors import BedrockTuiError, CallFailed
from bedrock_tui.ui.widgets.head import Where

if TYPE_CHECKING:
    from bedrock_tui.core.identity import AwsProfile, Identity
    from bedrock_tui.core.target import Target
    from bedrock_tui.services.workbench import Workbench
    from bedrock_tui.ui.app import BedrockTui
    from bedrock_tui.ui.screens.access import AccessScreen

_PROBE = (
    "Each is called for one token of output, streamed and whole. That costs next to "
    "nothing, but not nothing."
)

_SIGNED_OUT = ("login", "login-expired", "credentials")

POLL = 4.0
"""Seconds between two looks at the clock and at the files of the AWS CLI."""
PATIENT = 20.0
"""Seconds between two tries to sign in where no file tells whether it is worth it."""


class Session:
    """The identity in force: found out, watched, chosen anew and renewed."""

    def __init__(self, app: BedrockTui, bench: Workbench) -> None:
        self.identity: Identity | None = None
        self._app = app
        self._bench = bench
        self._fingerprint: tuple[object, ...] = ()
        self._keys_end: datetime | None = None  # of the keys in use, as last seen
        self._tried_at = 0.0  # when a sign-in was tried last
        self._warned = ""  # what the person was last told runs out
        self._asking = 0  # how many find out who calls; a dialog may be open meanwhile

    async def identify(self) -> None:
        """Find out who calls, and show it."""
        async for _ in self.identities():
            pass

    async def identities(self) -> AsyncGenerator[Identity]:
        """Find out who calls: yields what the keys tell, then what STS adds to it."""
        bench, self._asking = self._bench, self._asking + 1
        profile, region = bench.settings.aws_profile, bench.region
        try:
            fingerprint = await bench.access.fingerprint(profile)
            found = await bench.access.resolve(profile, region, bench.region_source)
            yield found
            found = await bench.access.ask_sts(found)
            if (profile, region) == (bench.settings.aws_profile, bench.region):
                self._fingerprint = fingerprint
                self._keys_end = bench.access.keys_end(profile)
                self._tried_at = monotonic()
                self._become(found)
            yield found
        finally:
            self._asking -= 1

    def _become(self, identity: Identity) -> None:
        before, self.identity = self.identity, identity
        self._app.show_where()
        failed = before is not None and before.failure is not None
        if failed and identity.failure is None:
            self._app.notify("Signed in. ctrl+r asks the lanes again that failed.")

    def where(self) -> Where:
        """Return what the first row of every screen says."""
        settings, identity = self._bench.settings, self.identity
        left, urgent = self._trouble() or self._left()
        return Where(
            aws_profile=self._bench.aws_profile,
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
        if self._asking:
            return  # whoever asks already shows the answer, and asks for codes once
        profile = self._bench.settings.aws_profile
        fingerprint = await self._bench.access.fingerprint(profile)
        if fingerprint != self._fingerprint or self._is_worth_a_try():
            before = self.identity
            self.forget()
            await self.identify()
            if self.identity != before:
                self._app.beside.look()
        elif self._bench.access.keys_end(profile) != self._keys_end:
            await self.identify()  # a call has renewed them
        self._warn()
        self._app.show_where()

    def forget(self) -> None:
        """Read the credentials anew, but for those that a code was given for."""
        if not self._asked_for_code():
            self._bench.access.forget(self._bench.settings.aws_profile)

    def look(self, screen: AccessScreen, *, probe: bool = False) -> None:
        """Have the Access screen find out who calls, and what that identity may."""
        screen.look(self._in_force(), probe=probe)

    async def probe(self, screen: AccessScreen) -> None:
        """Have it look again and call every target, if the person agrees to pay."""
        from bedrock_tui.ui.screens.confirm import ConfirmScreen

        if self._bench.settings.read_only:
            self._app.notify("Read-only: nothing that costs is sent. f9 allows it.")
            return
        targets = self._own_targets("are probed")
        if not targets:
            return
        lines = [_PROBE, "", *map(str, targets)]
        question = ConfirmScreen("Probe what the lanes call?", lines)
        if await self._app.push_screen_wait(question):
            self.look(screen, probe=True)

    def _own_targets(self, what: str) -> list[Target]:
        """Return the targets of the lanes in force; say it where there are none."""
        targets = self._in_force()
        if not targets:
            here = "those here use another one" if self._app.targets() else "add one"
            self._app.notify(f"Only lanes of the AWS profile in force {what}: {here}.")
        return targets

    async def choose_profile(self) -> None:
        """Ask for an aws profile and use it from now on."""
        from bedrock_tui.ui.screens.chooser import Choice, Chooser

        try:
            profiles = await self._bench.access.profiles()
        except CallFailed as error:
            self._app.tell(error)
            return
        named = self._bench.settings.environment_profile
        note = f"AWS_PROFILE is {named}" if named else "environment, profile default, …"
        choices = [Choice("", "default credentials", note)]
        choices += [Choice(each.name, each.name, _note(each)) for each in profiles]
        name = await self._app.push_screen_wait(
            Chooser("AWS profile", choices, what="AWS profile")
        )
        if name is None:
            return
        region = next((p.region for p in profiles if p.name == (name or named)), "")
        if self._bench.region_source.startswith("profile") or not self._bench.region:
            profile = name or named or "default"
            source = f"profile {profile}"
            if not region:
                region, source = self._bench.region, f"{source} names none, kept"
            await self._use(name, region, source)
        else:  # a flag, a variable or a choice says where, and wins over profiles
            await self._use(name, "", "")

    async def choose_region(self) -> None:
        """Ask for a region and use it from now on."""
        from bedrock_tui.ui.screens.chooser import Choice, Chooser

        regions = await self._bench.access.regions()
        notes = dict.fromkeys(self._bench.settings.favourite_regions, "favourite")
        for name in filter(None, self._bench.models.recent_regions()):
            notes[name] = " · ".join(filter(None, (notes.get(name), "used lately")))
        choices = [Choice(name, name, note) for name, note in notes.items()]
        choices += [Choice(each, each) for each in regions if each not in notes]
        region = await self._app.push_screen_wait(
            Chooser("Region", choices, what="region", typed=may_be_region)
        )
        if region is not None:
            await self._use(self._bench.settings.aws_profile, region, "chosen here")

    async def sign_in(self) -> None:
        """Renew the sign-in, in this terminal or in a browser, and look again."""
        from bedrock_tui.ui.signing import sign_in

        bench = self._bench
        if bench.settings.demo:
            self._app.notify("The demo needs no sign-in.")
            return
        try:
            profiles = await bench.access.profiles()
        except CallFailed as error:
            self._app.tell(error)
            return
        if self._asked_for_code() or self._has_no_code():
            bench.access.forget(bench.settings.aws_profile)
            await self._app.beside.look_again()
            return
        name = bench.aws_profile
        if await sign_in(self._app, name, profiles, self.identity):
            bench.access.forget(bench.settings.aws_profile)
            await self._app.beside.look_again()

    async def write_policy(self) -> None:
        """Show the least-privilege policy for the lanes' targets."""
        from bedrock_tui.services.policy import write
        from bedrock_tui.ui.screens.page import Page

        identity = self.identity
        if identity is None:
            self._app.notify("Who calls is still being found out: try again soon.")
            return
        targets = self._own_targets("are in a policy")
        if not targets:
            return
        self._app.notify("Looking up what the lanes reach…", timeout=2)
        try:
            written = await write(self._bench, identity, targets)
        except BedrockTuiError as error:
            self._app.tell(error)
            return
        policy = json.dumps(written.policy, indent=2)
        notes = "".join(f"- {note}\n" for note in written.notes)
        title = "# The policy these lanes need\n\n`y` copies it.\n\n"
        text = f"{title}{notes}\n```json\n{policy}\n```\n"
        self._app.push_screen(Page(text, policy))

    def _in_force(self) -> list[Target]:
        """Return the targets of the lanes that use the aws profile in force."""
        profile = self._bench.settings.aws_profile
        return [each for each in self._app.targets() if each.aws_profile == profile]

    async def _use(self, aws_profile: str, region: str, source: str) -> None:
        self._bench.choose(aws_profile, region, source)
        self.identity = None  # nobody is known until they are asked
        self._app.show_where()
        await self._app.beside.look_again()

    def _is_worth_a_try(self) -> bool:
        """Tell whether to look again although no file changed since the last look."""
        return self._signed_out() and monotonic() - self._tried_at >= PATIENT

    def _signed_out(self) -> bool:
        failure = self.identity.failure if self.identity is not None else None
        if failure is None or self._has_no_code():
            return False  # who left the dialog is not to be asked again and again
        return failure.category in _SIGNED_OUT

    def _has_no_code(self) -> bool:
        """Tell whether there are no keys because no MFA code was given."""
        failure = self.identity.failure if self.identity is not None else None
        return failure is not None and failure.code == "MfaCancelled"

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

    def _trouble(self) -> tuple[str, bool] | None:
        """Return what the first row says where nobody is signed in."""
        failure = self.identity.failure if self.identity is not None else None
        if failure is None or failure.category not in _SIGNED_OUT:
            return None
        expired = failure.category == "login-expired"
        return "expired" if expired else "not signed in", True

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
                f"The AWS credentials {when}. f2, then L renews them.",
                severity="warning",
                timeout=10,
                markup=False,
            )
        self._warned = state


def _note(profile: AwsProfile) -> str:
    parts = (str(profile.kind), profile.account, profile.region)
    return " · ".join(part for part in parts if part)
