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
    warned,
    worst,
)
from bedrock_tui.aws.readiness.situation import Situation, unknown_key
from bedrock_tui.core.arn import partition_of
from bedrock_tui.core.failure import Failure

_LIST = "bedrock:ListFoundationModels"
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
    if situation.nowhere:
        return failed(
            situation.nowhere,
            "Pass --region, set AWS_REGION, or add it to the"
            " aws profile: aws configure set region us-east-1",
        )
    return worst({each: _enabled(situation, each) for each in situation.regions})


def catalogue(situation: Situation) -> Finding:
    """Check that the models of each region can be listed."""
    return worst({each: _listed(situation, each) for each in situation.regions})


def _enabled(situation: Situation, name: str) -> Finding:
    """Judge one region by how Bedrock there takes the keys.

    A region that is not enabled says of good keys that it does not know them.
    """
    failure = situation.models(name).failure
    if name not in (known := known_regions(partition_of(name))):
        return _unheard_of(name, known, failure)
    if failure is None or denied(failure):
        return passed(f"{name} knows the credentials.", _LIST)
    if not unknown_key(failure):
        return unanswered(failure, _LIST)
    home = situation.home
    if home == name or situation.caller(home).failure is not None:
        return unanswered(failure, _LIST)
    return failed(
        f"The account has not enabled {name}: {home} accepts the same keys.",
        f"Enable it: aws account enable-region --region-name {name}",
        f"{_LIST} in {name}, sts:GetCallerIdentity in {home}",
    )


def _unheard_of(name: str, known: list[str], failure: Failure | None) -> Finding:
    """Judge a region that is mistyped, or newer than botocore."""
    near = get_close_matches(name, known, cutoff=_LIKE)
    meant = f"Perhaps this was meant: {', '.join(near)}. " if near else ""
    remedy = f"{meant}Choose another region: --region"
    detail = f"{name} is not in botocore's list of Bedrock regions"
    if failure is None or denied(failure):
        return warned(f"{detail}; it answered all the same.", remedy, _LIST)
    return unknown(f"{detail}. {told(failure)}", remedy, _LIST)


def _listed(situation: Situation, name: str) -> Finding:
    answer = situation.models(name)
    if answer.failure is not None:
        return refused(answer.failure, _LIST)
    count = len(answer.content.get("modelSummaries", ()))
    if not count:
        return failed(
            f"{name} lists no models.", "Choose another region: --region", _LIST
        )
    return passed(f"{name} lists {count} models.", _LIST)
