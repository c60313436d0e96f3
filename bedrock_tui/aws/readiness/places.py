"""Checks of the regions in use and what they list."""

from __future__ import annotations

from bedrock_tui.aws.readiness.finding import (
    Finding,
    denied,
    failed,
    passed,
    refused,
    unanswered,
    worst,
)
from bedrock_tui.aws.readiness.situation import Situation, unknown_key

_LIST = "bedrock:ListFoundationModels"


def known_regions() -> list[str]:
    """Return the regions that botocore's endpoints.json has for `bedrock`, the
    commercial ones and GovCloud's; for `bedrock-runtime` it has none.

    Not asked of a session, which fails where `AWS_PROFILE` names nothing.
    """
    from botocore.loaders import create_loader  # start-up time
    from botocore.regions import EndpointResolver

    resolver = EndpointResolver(create_loader().load_data("endpoints"))
    found = (
        resolver.get_available_endpoints("bedrock", partition)
        for partition in ("aws", "aws-us-gov")
    )
    return [region for regions in found for region in sorted(regions)]


def region(situation: Situation) -> Finding:
    """Check that the account has the regions in use enabled."""
    if not situation.regions:
        return failed(
            "No region is chosen.",
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
