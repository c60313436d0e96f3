"""Checking every action this program needs: by IAM's simulator, else by free calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.destinations import Destinations
from bedrock_tui.aws.permissions import rows, simulated
from bedrock_tui.aws.permissions.jobs import jobs_for
from bedrock_tui.aws.permissions.probes import Probes
from bedrock_tui.aws.permissions.rows import Place
from bedrock_tui.aws.permissions.simulator import Simulator, find_simulator
from bedrock_tui.aws.permissions.together import Late, together
from bedrock_tui.aws.refusals import API_KEY_EMPTY
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.identity import ApiKey, Identity
from bedrock_tui.core.permissions import Denial, Evidence, Permission, how_to_allow
from bedrock_tui.core.target import Target, may_be_region
from bedrock_tui.errors import CallFailed

PATIENCE = 9.0
"""Seconds after which what is still missing is unknown."""
PROBE_PATIENCE = 28.0
"""The same where models are called: some think before they say a word."""
HOME = "us-east-1"
"""Asked where neither the identity nor a target has a region."""
_LATE = "No answer in time."


class Permissions:
    """Says what an identity may do; every check waits for the network."""

    def __init__(self, clients: Clients, patience: float = PATIENCE) -> None:
        self._clients = clients
        self._patience = patience

    def check(
        self, identity: Identity, targets: Sequence[Target], *, probe: bool = False
    ) -> Iterator[Permission]:
        """Yield a verdict on every action, as the answers come; what AWS refuses is a
        verdict too, and raises nothing.

        `probe` calls each target twice for one token of output, which costs.
        """
        targets = list(dict.fromkeys(targets))
        if why := _nobody(identity):
            places = [rows.unplaced(each, identity.account) for each in targets]
            yield from (row.unknown(*why) for row in rows.all_rows(places))
            return
        regions = (identity.region, *(each.region for each in targets), HOME)
        region = next(filter(may_be_region, regions))
        patience = max(self._patience, PROBE_PATIENCE) if probe else self._patience
        deadline = time.monotonic() + patience
        simulator, places = self._prepare(identity, region, targets)
        probes = Probes(self._clients, identity, region, _model_in(region, places))
        jobs = jobs_for(simulator, probes, places, paid=probe)
        for answer in together(jobs, deadline - time.monotonic()):
            if isinstance(answer, Late):
                yield from (row.unknown(_LATE) for row in answer.key)
            else:
                yield from (_mended(each, identity, targets) for each in answer)

    def calling(self, identity: Identity, target: Target) -> list[Permission]:
        """Return what IAM's simulator says of calling a target; calls no model.

        Where it does not simulate the identity, the rows are unknown and say why;
        none where nobody is signed in.
        """
        if _nobody(identity):
            return []
        region = identity.region or target.region
        simulator, (place,) = self._prepare(identity, region, [target])
        if simulator.simulation is None:
            return [row.unknown(simulator.reason) for row in rows.call_rows(place)]
        found = simulated.calling(simulator.simulation, place)
        return [_mended(each, identity, [target]) for each in found]

    def _prepare(
        self, identity: Identity, region: str, targets: Sequence[Target]
    ) -> tuple[Simulator, list[Place]]:
        """Find the simulator and what the targets stand for, in half of the time."""
        patience = self._patience / 2
        found: dict[Target, Place] = {}
        simulator = Simulator(reason="IAM did not answer in time.")
        find = partial(find_simulator, self._clients, identity, region)
        lookups: dict[Target | None, Callable[[], Place | Simulator]] = {None: find}
        for each in targets:
            lookups[each] = partial(self._place, each, identity.account)
        for answer in together(lookups, patience):
            match answer:
                case Simulator():
                    simulator = answer
                case Place():
                    found[answer.target] = answer
        late = Failure(Category.TIMEOUT, "", "No answer in time", "", "")
        return simulator, [
            found.get(each) or rows.unplaced(each, identity.account, late)
            for each in targets
        ]

    def _place(self, target: Target, account: str) -> Place:
        try:
            found = Destinations(self._clients).destinations(target)
        except CallFailed as error:
            return rows.unplaced(target, account, error.failure)
        return rows.placed(found, account)


def _mended(
    permission: Permission, identity: Identity, targets: Sequence[Target]
) -> Permission:
    """A permission that IAM's simulator misses, with the command that prints it."""
    if permission.evidence is not Evidence.SIMULATED:
        return permission
    if permission.denial is not Denial.MISSING:
        return permission
    remedy = how_to_allow(targets, identity.aws_profile)
    return replace(permission, remedy=remedy)


def _nobody(identity: Identity) -> tuple[str, str] | None:
    """Why nothing needs to be asked: there is nothing to sign a call with."""
    if identity.signs:
        return None
    failure = identity.failure
    if failure is None and identity.api_key is ApiKey.EMPTY:
        failure = API_KEY_EMPTY
    if failure is None:
        return "There are no credentials.", ""
    return f"{failure.title}.", failure.remedy


def _model_in(region: str, places: Sequence[Place]) -> str:
    """A model that the region knows, to ask details of; empty where none is known."""
    models = (each.counted for each in places if each.target.region == region)
    return next((model.name for model in models if model is not None), "")
