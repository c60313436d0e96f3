"""The regions that Bedrock is in, and the one that is never switched off."""

from __future__ import annotations

from functools import cache

from bedrock_tui.core.arn import partition_of

_AREAS = ("us", "ca", "mx", "sa", "eu", "il", "me", "af", "ap")
_HOMES = {"aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1"}


@cache
def regions_like(region: str) -> tuple[str, ...]:
    """Return the regions of `bedrock` in the partition of a region, west to east.

    From botocore's endpoints.json; for `bedrock-runtime` it names none. An empty text
    stands for the commercial partition.
    """
    from botocore.loaders import create_loader  # start-up time
    from botocore.regions import EndpointResolver

    resolver = EndpointResolver(create_loader().load_data("endpoints"))
    found = resolver.get_available_endpoints("bedrock", partition_of(region))
    return tuple(sorted(found, key=_place))


def home_of(region: str) -> str:
    """Return a region that every account of the partition has; else the region."""
    return _HOMES.get(partition_of(region), region)


def _place(region: str) -> tuple[int, str]:
    area = region.partition("-")[0]
    return (_AREAS.index(area) if area in _AREAS else len(_AREAS), region)
