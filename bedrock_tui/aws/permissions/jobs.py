"""Who answers which rows: the simulator, a free call, a paid one, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from bedrock_tui.aws.permissions import simulated
from bedrock_tui.aws.permissions.probes import Call, Probes, verdict
from bedrock_tui.aws.permissions.rows import (
    Place,
    Row,
    account_rows,
    call_rows,
    count_rows,
    self_rows,
)
from bedrock_tui.aws.permissions.simulation import Simulation
from bedrock_tui.aws.permissions.simulator import Simulator
from bedrock_tui.core.commands import for_profile
from bedrock_tui.core.permissions import (
    SIMULATE,
    Evidence,
    Permission,
    Verdict,
    how_to_probe,
)

Jobs = dict[tuple[Row, ...], Callable[[], list[Permission]]]

_NO_CALL = "No free call tells, either."
_COSTS = "Only a call tells, and it costs a token of output."
_BEDROCK_ALONE = "A Bedrock API key is good for Bedrock alone."
_SIGN_IN_TOO = "To have this checked, sign in beside the API key: {}"


def jobs_for(
    simulator: Simulator, probes: Probes, places: Sequence[Place], *, paid: bool
) -> Jobs:
    """Return what to do for each group of rows; no job raises."""
    if simulator.simulation is not None:
        jobs = _general(simulator, simulator.simulation)
        for place in places:
            jobs |= _target(simulator.simulation, place)
    else:
        jobs = _probed(simulator, probes, places)
    if paid:
        for place in places:
            jobs.pop(call_rows(place), None)
            jobs |= _calls(probes, call_rows(place), probes.paid(place.target))
    return jobs


def _general(simulator: Simulator, simulation: Simulation) -> Jobs:
    general, own = account_rows(), self_rows(simulation.source)
    return {
        general: lambda: simulated.judged(general, simulator.decisions),
        own: partial(_own, simulation, own),
    }


def _own(simulation: Simulation, own: Sequence[Row]) -> list[Permission]:
    """The simulator has answered, so it may be asked; the rest it tells itself."""
    asked, others = own[0], own[1:]
    yes = Permission(
        asked.capability, SIMULATE, asked.resource, Verdict.YES, Evidence.PROBED
    )
    actions = [row.action for row in others]
    if not actions:
        return [yes]
    ask = partial(simulation.ask, actions, [simulation.source])
    return [yes, *simulated.simulated(others, ask)]


def _target(simulation: Simulation, place: Place) -> Jobs:
    jobs: Jobs = {call_rows(place): partial(simulated.calling, simulation, place)}
    if counted := count_rows(place):
        jobs[counted] = partial(simulated.counting, simulation, place)
    return jobs


def _probed(simulator: Simulator, probes: Probes, places: Sequence[Place]) -> Jobs:
    jobs = _free(simulator, probes, places)
    for place in places:
        rows = call_rows(place)
        why = f"{simulator.reason} {_COSTS}"
        ask_for_it = f"To have it made: {how_to_probe(place.target)}"
        jobs[rows] = partial(_unknown, rows, why, ask_for_it)
        counts = probes.counting(place)
        jobs |= _calls(probes, count_rows(place), counts, simulator.reason)
    return jobs


def _free(simulator: Simulator, probes: Probes, places: Sequence[Place]) -> Jobs:
    """What is asked about the account and about oneself."""
    general, own = account_rows(), self_rows(probes.identity.arn)
    jobs: Jobs = {}
    if probes.has_only_api_key:
        others = tuple(row for row in (*general, *own) if not _of_bedrock(row))
        general, own = tuple(filter(_of_bedrock, general)), ()
        sign_in = for_profile("aws sso login", probes.identity.aws_profile)
        remedy = _SIGN_IN_TOO.format(sign_in)
        jobs[others] = partial(_unknown, others, _BEDROCK_ALONE, remedy)
    ask, refused = probes.free(places), probes.own(simulator.error)
    jobs |= _calls(probes, general, ask, f"{simulator.reason} {_NO_CALL}")
    return jobs | _calls(probes, own, refused, simulator.reason)


def _of_bedrock(row: Row) -> bool:
    return row.action.startswith("bedrock:")


def _calls(
    probes: Probes, rows: Iterable[Row], calls: dict[str, Call], otherwise: str = ""
) -> Jobs:
    """A job per row: its call, or the reason why there is none."""
    jobs: Jobs = {}
    for row in rows:
        call = calls.get(row.action)
        if call is None:
            jobs[row,] = partial(_unknown, (row,), otherwise)
        else:
            jobs[row,] = partial(_verdict, row, call, probes.identity.aws_profile)
    return jobs


def _verdict(row: Row, call: Call, aws_profile: str) -> list[Permission]:
    return [verdict(row, call, aws_profile)]


def _unknown(rows: Sequence[Row], why: str, remedy: str = "") -> list[Permission]:
    return [row.unknown(why, remedy) for row in rows]
