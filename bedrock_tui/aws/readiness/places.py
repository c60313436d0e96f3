"""Checks of the regions in use and what they list."""

from __future__ import annotations

from difflib import get_close_matches

from bedrock_tui.aws.readiness.finding import (
    Finding,
    denied,
    failed,
    passed,
    refused,
    told,
    unanswered,
    unknown,
    unreached,
    warned,
    worst,
)
from bedrock_tui.aws.readiness.situation import Situation, unknown_key
from bedrock_tui.core.arn import partition_of
from bedrock_tui.core.failure import Failure

_LIST = "bedrock:ListFoundationModels"
_CHOOSE = "Choose another region: --region, or R on the Access screen."
_PARTITIONS = ("aws", "aws-us-gov")
"""The partitions that anybody can have an account in and that have Bedrock."""
_LIKE = 0.5
"""How alike two names must be for one to be meant by the other (difflib's ratio)."""


def known_regions(*partitions: str) -> list[str]:
    """Return the regions that botocore's endpoints.json has for `bedrock`, by default
    the commercial ones and GovCloud's; for `bedrock-runtime` it has none.

    Not asked of a session, which fails where `AWS_PROFILE` names nothing.
    """
    from botocore.loaders import create_loader  # start-up time
    from botocore.regions import EndpointResolver

    resolver = EndpointResolver(create_loader().load_data("endpoints"))
    found = (
        resolver.get_available_endpoints("bedrock", partition)
        for partition in partitions or _PARTITIONS
    )
    return [region for regions in found for region in sorted(regions)]


def region(situation: Situation) -> Finding:
    """Check that the account has the regions in use enabled."""
    found = {each: _misnamed(situation, each) for each in situation.misnamed}
    found |= {each: _enabled(situation, each) for each in situation.regions}
    if found:
        return worst(found)
    command = situation.command("aws configure set region us-east-1")
    return failed(
        situation.nowhere,
        f"Pass --region, set AWS_REGION, or add it to the aws profile: {command}",
    )


def catalogue(situation: Situation) -> Finding:
    """Check that the models of each region can be listed."""
    return worst({each: _listed(situation, each) for each in situation.regions})


def _enabled(situation: Situation, name: str) -> Finding:
    """Judge one region by how Bedrock there takes the keys.

    A region that is not enabled says of good keys that it does not know them.
    """
    failure = situation.models(name).failure
    if _is_unheard_of(name):
        return _unheard_of(situation, name, failure)
    if failure is None or denied(failure):
        return passed(f"{name} knows the credentials.", _LIST)
    if not unknown_key(failure):
        return unanswered(failure, _LIST)
    home = situation.home
    if home == name or situation.caller(home).failure is not None:
        return unanswered(failure, _LIST)
    return failed(
        f"The account has not enabled {name}: {home} accepts the same keys.",
        "Enable it: "
        + situation.command(f"aws account enable-region --region-name {name}"),
        f"{_LIST} in {name}, sts:GetCallerIdentity in {home}",
    )


def astray(name: str, failure: Failure) -> bool:
    """Tell whether a region was not reached because there is none of that name."""
    return _is_unheard_of(name) and unreached(failure) and name in failure.message


def _is_unheard_of(name: str) -> bool:
    return name not in known_regions(partition_of(name))


def _unheard_of(situation: Situation, name: str, failure: Failure | None) -> Finding:
    """Judge a region that is mistyped, or newer than botocore."""
    remedy = _another(situation, name)
    detail = f"{name} is not in botocore's list of Bedrock regions"
    if failure is None or denied(failure):
        return warned(f"{detail}; it answered all the same.", remedy, _LIST)
    judge = failed if astray(name, failure) else unknown
    return judge(f"{detail}. {told(failure)}", remedy, _LIST)


def _misnamed(situation: Situation, name: str) -> Finding:
    return failed(f"{name!r} is no region's name.", _another(situation, name))


def _another(situation: Situation, name: str) -> str:
    """Return how to name the region that was meant, where it was named wrongly."""
    near = _like(name)
    if not near:
        return _CHOOSE
    others = f" Or was it {' or '.join(near[1:])}?" if near[1:] else ""
    return (
        f"Perhaps {near[0]} was meant: {_corrected(situation, name, near[0])}.{others}"
    )


def _like(name: str) -> list[str]:
    """Return the known regions like a name: those of the same letters come first."""
    plain = "-".join(name.lower().replace("_", " ").replace("-", " ").split())
    known = known_regions(partition_of(plain))
    same = [each for each in known if sorted(each) == sorted(plain)]
    near = get_close_matches(plain, known, cutoff=_LIKE)
    return list(dict.fromkeys([*same, *near]))[:3]


def _corrected(situation: Situation, name: str, meant: str) -> str:
    """Return how to write it instead."""
    identity = situation.identity
    if identity.region != name:
        return f"write @{meant} behind the id"
    if identity.region_source.startswith("profile"):
        return situation.command(f"aws configure set region {meant}")
    if identity.region_source.startswith("AWS_"):
        return f"export {identity.region_source}={meant}"
    return f"--region {meant}, or R on the Access screen"


def _listed(situation: Situation, name: str) -> Finding:
    answer = situation.models(name)
    if answer.failure is not None:
        return refused(answer.failure, _LIST)
    count = len(answer.content.get("modelSummaries", ()))
    if not count:
        return failed(f"{name} lists no models.", _CHOOSE, _LIST)
    return passed(f"{name} lists {count} models.", _LIST)
