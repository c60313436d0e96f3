"""Amazon resource names: reading them, and the partition that a region belongs to."""

from __future__ import annotations

from dataclasses import dataclass

COMMERCIAL = "aws"
"""The partition of all regions but a few sovereign ones."""

_PARTITIONS = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
    ("eusc-", "aws-eusc"),
)


@dataclass(frozen=True, slots=True)
class Arn:
    """`arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; region and account may be empty.

    Amazon resource names, AWS General Reference."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def kind(self) -> str:
        """What the resource is: `foundation-model`, `inference-profile`, `role` …"""
        return self.resource.partition("/")[0]

    @property
    def name(self) -> str:
        """The resource without its kind: the id, or a path with a name."""
        return self.resource.partition("/")[2]

    def __str__(self) -> str:
        parts = (self.partition, self.service, self.region, self.account)
        return ":".join(("arn", *parts, self.resource))


def parse_arn(text: str) -> Arn | None:
    """Read an ARN; None when the text is none."""
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not parts[5]:
        return None
    return Arn(*parts[1:])


def partition_of(region: str) -> str:
    """Return the partition of a region by its name, as botocore's partitions.json has
    them; regions not known to be apart are commercial ones.
    """
    for prefix, partition in _PARTITIONS:
        if region.startswith(prefix):
            return partition
    return COMMERCIAL
