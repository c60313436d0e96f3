"""Who is calling AWS, what that identity may do, and whether all is ready."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bedrock_tui.aws import readiness
from bedrock_tui.aws.cancel import Cancellation
from bedrock_tui.aws.readiness import HistoryPlace, SettingsPlace, Situation
from bedrock_tui.core.checks import CHECKS, Check
from bedrock_tui.core.identity import AwsProfile, Identity
from bedrock_tui.core.permissions import Permission
from bedrock_tui.services import bridge
from bedrock_tui.services.bridge import Channel
from bedrock_tui.services.examination import Examination, watched
from bedrock_tui.services.patience import PATIENCE, late, within

if TYPE_CHECKING:
    from datetime import datetime

    from bedrock_tui.aws.clients import Clients
    from bedrock_tui.core.target import Target

__all__ = ["CHECKS", "PATIENCE", "PROBE_PATIENCE", "SIGN_IN_PATIENCE", "Access"]

PROBE_PATIENCE = 30.0
"""The same where models are called: some think before they say one word."""
SIGN_IN_PATIENCE = 120.0
"""The same for credentials: somebody may be asked for an MFA code meanwhile."""


class Access:
    """Answers come from daemon threads; nothing waits longer than the patience.

    What has not answered by then is cut off from its socket.
    """

    def __init__(
        self,
        clients: Clients,
        history: Callable[[], HistoryPlace],
        *,
        settings: SettingsPlace | None = None,
        read_only: bool = False,
        patience: float = PATIENCE,
        sign_in_patience: float = SIGN_IN_PATIENCE,
    ) -> None:
        self.read_only = read_only
        """Never send anything that costs, whatever is asked."""
        self._clients = clients
        self._history = history
        self._settings = settings or SettingsPlace()
        self._patience = patience
        self._sign_in_patience = sign_in_patience
        self._identities: dict[str, Identity] = {}
        """Who was found to call, by aws profile."""

    async def identity(
        self, aws_profile: str, region: str, region_source: str
    ) -> Identity:
        """Return who is calling; what is not known is told by its failure."""
        found = await self.resolve(aws_profile, region, region_source)
        return await self.ask_sts(found)

    async def resolve(
        self, aws_profile: str, region: str, region_source: str
    ) -> Identity:
        """Return the first half of it: the credentials, and where they come from."""

        def work() -> Identity:
            from bedrock_tui.aws.identity import Identities

            return Identities(self._clients).resolve(
                aws_profile=aws_profile, region=region, region_source=region_source
            )

        def give_up() -> Identity:
            from bedrock_tui.aws.identity import Identities

            return Identities(self._clients).given_up(
                aws_profile=aws_profile,
                region=region,
                region_source=region_source,
                seconds=patience,
            )

        patience = self._sign_in_patience
        try:
            return await within(patience, "credentials", work)
        except TimeoutError:
            return await bridge.call("credentials given up", give_up)

    async def ask_sts(self, identity: Identity) -> Identity:
        """Return the second half: account and ARN, as STS tells them."""

        def work() -> Identity:
            from bedrock_tui.aws.identity import Identities

            return Identities(self._clients).ask_sts(identity)

        try:
            found = await within(self._patience, "caller", work)
        except TimeoutError:
            failure = late("STS did not answer", self._patience)
            return replace(identity, failure=failure)
        self._identities[found.aws_profile] = found
        return found

    async def profiles(self) -> list[AwsProfile]:
        """Return the aws profiles of this computer. Raises CallFailed."""

        def work() -> list[AwsProfile]:
            from bedrock_tui.aws.choices import list_profiles

            return list_profiles()

        return await bridge.call("aws profiles", work)

    async def regions(self) -> list[str]:
        """Return the regions that Bedrock is known to be in."""

        def work() -> list[str]:
            from bedrock_tui.aws.readiness.places import known_regions

            return known_regions()

        return await bridge.call("regions", work)

    async def fingerprint(self, aws_profile: str) -> tuple[object, ...]:
        """Return what changes when somebody signs in, in another terminal too."""
        return await bridge.call(
            "fingerprint", lambda: self._clients.fingerprint(aws_profile)
        )

    def keys_end(self, aws_profile: str) -> datetime | None:
        """Return when the temporary keys in use run out, if there are any."""
        return self._clients.keys_end(aws_profile)

    async def local(self) -> list[Check]:
        """Return the checks that need neither AWS nor an identity."""

        def work() -> list[Check]:
            nobody = self._situation(Identity("", "", ""))
            return [readiness.examine(each, nobody) for each in readiness.LOCAL]

        return await bridge.call("local checks", work)

    def forget(self, aws_profile: str) -> None:
        """Read the credentials of an aws profile anew from the next call on."""
        self._clients.forget(aws_profile)
        self._identities.pop(aws_profile, None)

    async def permissions(
        self, identity: Identity, targets: Sequence[Target]
    ) -> AsyncGenerator[Permission]:
        """Yield what the identity may do, as answers come; calls no model."""
        channel: Channel[Permission] = Channel()
        cancellation = Cancellation()

        def work() -> None:
            try:
                for permission in self._ask(identity, targets, paid=False):
                    channel.put(permission)
            finally:
                channel.close()

        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._patience, channel.close)
        bridge.spawn("permissions", partial(watched, cancellation, work))
        try:
            async for permission in channel:
                yield permission
        finally:
            timer.cancel()
            cancellation.cancel()

    async def may_call(self, target: Target) -> list[Permission]:
        """Return what IAM's simulator says of calling a target; calls no model.

        Unknown where it does not simulate the identity; empty where it is silent.
        """
        profile = target.aws_profile
        identity = self._identities.get(profile)
        if identity is None:
            identity = await self.identity(profile, target.region, "")

        def work() -> list[Permission]:
            from bedrock_tui.aws.permissions import Permissions

            return Permissions(self._clients, self._patience).calling(identity, target)

        try:
            return await within(self._patience, f"may call {target}", work)
        except TimeoutError:
            return []

    async def examine(
        self, identity: Identity, targets: Sequence[Target], *, probe: bool = False
    ) -> AsyncGenerator[Check | Permission]:
        """Yield every check of CHECKS once and the permissions, each as it is known.

        `probe` calls each target, which costs; in read-only it is not heeded.
        """
        paid = probe and not self.read_only
        examination = await bridge.call(
            "examination", lambda: self._examination(identity, targets, paid)
        )
        async with aclosing(examination.run()) as found:
            async for each in found:
                yield each

    def _examination(
        self, identity: Identity, targets: Sequence[Target], paid: bool
    ) -> Examination:
        situation = self._situation(identity, targets, probe=paid)
        ask = partial(self._ask, identity, targets, paid=paid)
        return Examination(situation, ask, self._seconds(paid))

    def _situation(
        self, identity: Identity, targets: Sequence[Target] = (), *, probe: bool = False
    ) -> Situation:
        return Situation(
            self._clients,
            identity,
            targets,
            probe=probe,
            history=self._history(),
            settings=self._settings,
        )

    def _ask(
        self, identity: Identity, targets: Sequence[Target], *, paid: bool
    ) -> Iterator[Permission]:
        from bedrock_tui.aws.permissions import Permissions

        # Its two rounds are to be told as unknown before the whole is given up.
        patience = self._seconds(paid) * 0.45
        return Permissions(self._clients, patience).check(identity, targets, probe=paid)

    def _seconds(self, paid: bool) -> float:
        return max(self._patience, PROBE_PATIENCE) if paid else self._patience
