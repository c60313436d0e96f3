"""The rows as IAM's simulator sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.permissions.rows import Place, Row, call_rows, count_rows
from bedrock_tui.aws.permissions.simulation import Decision, Simulation, permission
from bedrock_tui.core.permissions import Permission, Verdict
from bedrock_tui.core.policy import NO_REGION, PROFILE_KEY, REGION_KEY
from bedrock_tui.errors import CallFailed

Ask = Callable[[], list[Decision]]


def judged(rows: Sequence[Row], decisions: Sequence[Decision]) -> list[Permission]:
    """Return the rows with what was decided on their actions."""
    return [
        permission(
            row.capability,
            row.action,
            row.resource,
            [each for each in decisions if each.action.lower() == row.action.lower()],
        )
        for row in rows
    ]


def simulated(rows: Sequence[Row], ask: Ask) -> list[Permission]:
    """Ask, and return the rows with the answers; never raises."""
    try:
        with explained():
            decisions = ask()
    except CallFailed as error:
        reason = f"IAM could not simulate it: {error.failure.title}."
        return [row.unknown(reason, error.failure.remedy) for row in rows]
    return judged(rows, decisions)


def calling(simulation: Simulation, place: Place) -> list[Permission]:
    """Return the verdicts on calling a target."""
    rows = call_rows(place)
    found = simulated(rows, partial(_decisions, simulation, place))
    if place.failure is None:
        return found
    models = f"the models behind it could not be read: {place.failure.title}."
    return [
        row.unknown(f"Allowed on the profile itself, but {models}")
        if permission.verdict is Verdict.YES
        else permission
        for row, permission in zip(rows, found, strict=True)
    ]


def counting(simulation: Simulation, place: Place) -> list[Permission]:
    """Return the verdict on counting tokens with a target's model."""
    rows = count_rows(place)
    actions = [row.action for row in rows]
    resources = [row.resource for row in rows]
    context = {REGION_KEY: place.target.region}
    return simulated(rows, lambda: simulation.ask(actions, resources, context))


def _decisions(simulation: Simulation, place: Place) -> list[Decision]:
    """One question per region: `aws:RequestedRegion` is where the request ends up."""
    by_region: dict[str, list[str]] = defaultdict(list)
    by_region[place.target.region].append(str(place.called))
    for model in place.models:
        by_region[model.region or NO_REGION].append(str(model))
    actions = [row.action for row in call_rows(place)]
    found: list[Decision] = []
    for region, resources in by_region.items():
        context = {REGION_KEY: region}
        if place.profile:
            context[PROFILE_KEY] = place.profile
        found += simulation.ask(actions, list(dict.fromkeys(resources)), context)
    return found
