"""What AWS says of single models, asked for when somebody looks at them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from bedrock_tui.core.availability import Availability
from bedrock_tui.core.failure import Category
from bedrock_tui.core.quota import Quota, quotas_for
from bedrock_tui.errors import CallFailed
from bedrock_tui.services.patience import late, within

if TYPE_CHECKING:
    from bedrock_tui.aws.clients import Clients
    from bedrock_tui.core.catalogue import Model
    from bedrock_tui.core.permissions import Permission
    from bedrock_tui.core.target import Target

T = TypeVar("T")
MayCall = Callable[["Target"], Awaitable[list["Permission"]]]
"""Asks IAM about calling a target; never raises."""

MOST = 4
"""Questions asked at once."""
PATIENCE = 10.0
"""Seconds that one of them is waited for."""
QUOTA_PATIENCE = 30.0
"""The same for quotas: they come in many pages."""


class Lookups:
    """Answers are kept as long as the program runs; failures are not."""

    def __init__(self, clients: Clients, may_call: MayCall | None = None) -> None:
        self._clients = clients
        self._may_call = may_call
        self._turn = asyncio.Semaphore(MOST)
        self._same: defaultdict[object, asyncio.Lock] = defaultdict(asyncio.Lock)
        """Whoever asks what is being asked already waits for that."""
        self._availability: dict[tuple[str, str, str], Availability] = {}
        self._quotas: dict[tuple[str, str, bool], list[Quota]] = {}
        self._permissions: dict[Target, list[Permission]] = {}

    def known(self, model: Model, aws_profile: str) -> Availability | None:
        """Return the availability of a model, if it was asked for."""
        return self._availability.get((aws_profile, model.region, model.id))

    def forget(self) -> None:
        """Ask anew from now on: somebody else has signed in."""
        self._availability.clear()
        self._quotas.clear()
        self._permissions.clear()

    async def availability(self, model: Model, aws_profile: str) -> Availability:
        """Return what AWS says; nothing of the account's own. Raises CallFailed.

        What the bedrock-mantle endpoint alone serves is not known to this one.
        """
        key = (aws_profile, model.region, model.id)
        if model.id.startswith("arn:"):
            return Availability()
        if model.mantle_only:
            return Availability(known=False)
        async with self._same[key], self._turn:
            if key not in self._availability:

                def ask() -> Availability:
                    from bedrock_tui.aws.availability import ask_availability

                    return ask_availability(
                        self._clients,
                        model.id,
                        region=model.region,
                        aws_profile=aws_profile,
                    )

                title = "Bedrock did not say whether the model is available"
                try:
                    self._availability[key] = await _ask(PATIENCE, title, ask)
                except CallFailed as error:
                    if error.failure.category != Category.MODEL_ID:
                        raise
                    # The lists have ids, such as those of provisioned throughput,
                    # that this operation does not know.
                    self._availability[key] = Availability(known=False)
            return self._availability[key]

    def permissions(self, aws_profile: str, region: str) -> list[Permission]:
        """Return what IAM was found to say of calling models of a region."""
        return [
            row
            for target, rows in self._permissions.items()
            if (target.aws_profile, target.region) == (aws_profile, region)
            for row in rows
        ]

    async def ask_iam(self, target: Target) -> None:
        """Find out what IAM says of calling a target; it may say nothing."""
        async with self._same[target], self._turn:
            if target not in self._permissions and self._may_call is not None:
                self._permissions[target] = await self._may_call(target)

    async def quotas(self, model: Model, aws_profile: str) -> list[Quota]:
        """Return the quotas that name the model: the account's, else AWS's defaults.

        Raises CallFailed.
        """
        found = quotas_for(model, await self._all(model.region, aws_profile, False))
        if found:
            return found
        return quotas_for(model, await self._all(model.region, aws_profile, True))

    async def _all(self, region: str, aws_profile: str, defaults: bool) -> list[Quota]:
        key = (aws_profile, region, defaults)
        async with self._same[key], self._turn:
            if key not in self._quotas:

                def ask() -> list[Quota]:
                    from bedrock_tui.aws.availability import ask_quotas

                    return ask_quotas(
                        self._clients,
                        region=region,
                        aws_profile=aws_profile,
                        defaults=defaults,
                    )

                title = "Service Quotas did not answer"
                self._quotas[key] = await _ask(QUOTA_PATIENCE, title, ask)
            return self._quotas[key]


async def _ask(patience: float, title: str, ask: Callable[[], T]) -> T:
    try:
        return await within(patience, title, ask)
    except TimeoutError as error:
        raise CallFailed(late(title, patience)) from error
