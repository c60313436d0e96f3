"""Finding out whether IAM simulates an identity, and under which ARN."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import ClientError

from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.failures import explain
from bedrock_tui.aws.permissions.principal import candidates, obstacle
from bedrock_tui.aws.permissions.rows import account_rows
from bedrock_tui.aws.permissions.simulation import Decision, Simulation
from bedrock_tui.core.failure import Category
from bedrock_tui.core.identity import ApiKey, Identity
from bedrock_tui.core.permissions import SIMULATE

_UNKNOWN = "NoSuchEntity"


@dataclass(frozen=True, slots=True)
class Simulator:
    """The simulator with its first answers, or why there is none."""

    simulation: Simulation | None = None
    decisions: tuple[Decision, ...] = ()
    """On the actions that are asked for no resource in particular."""
    error: Exception | None = None
    """What IAM refused with, if it was asked."""
    reason: str = ""


def find_simulator(clients: Clients, identity: Identity, region: str) -> Simulator:
    """Ask IAM about the identity; never raises."""
    if identity.api_key is ApiKey.SET:
        return Simulator(reason="Calls are made with an API key, unknown to IAM here.")
    if why := obstacle(identity):
        return Simulator(reason=why)
    try:
        return _find(clients, identity, region)
    except Exception as error:  # noqa: BLE001  whatever it is, it is explained
        return _without(error)


def _find(clients: Clients, identity: Identity, region: str) -> Simulator:
    iam = clients.get("iam", aws_profile=identity.aws_profile, region=region)
    actions = [row.action for row in account_rows()]
    found: ClientError | None = None
    for source in candidates(identity, iam, sealed=clients.endpoint.simulated):
        simulation = Simulation(iam, source)
        try:
            return Simulator(simulation, tuple(simulation.ask(actions)))
        except ClientError as error:  # a wrong guess, perhaps
            if found is None or not _is_unknown(error):
                found = error
    if found is None or _is_unknown(found):
        return Simulator(reason="IAM does not know the role under the paths tried.")
    return _without(found)


def _without(error: Exception) -> Simulator:
    failure = explain(error)
    if failure.category in (Category.PERMISSION, Category.PERMISSION_ORG):
        return Simulator(error=error, reason=f"You may not ask IAM ({SIMULATE}).")
    return Simulator(error=error, reason=f"IAM did not simulate it: {failure.title}.")


def _is_unknown(error: ClientError) -> bool:
    return str(error.response.get("Error", {}).get("Code", "")).startswith(_UNKNOWN)
