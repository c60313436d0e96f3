"""What a prompt is sent to: an invocable id in a source region."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bedrock_tui.errors import UsageError

# Not bedrock alone: models of Bedrock Marketplace are called by a SageMaker ARN.
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d{1,2}")
_ARN = re.compile(r"arn:[^:]+:[^:]+:(?P<region>[a-z0-9-]*):[^:]*:(?P<rest>.+)")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*")
"""The characters of ids and ARNs (Amazon Bedrock API Reference, Converse, modelId): no
white space, and none of `*`, `?` and `$`, which a policy would take for more than they
are (IAM User Guide, "IAM JSON policy elements: Resource")."""


@dataclass(frozen=True, slots=True)
class Target:
    """An invocable id in a source region, called under an aws profile."""

    id: str
    """Foundation-model id, inference-profile id or any invocable ARN; never checked
    against a list: an id typed by hand is sent as it is."""
    region: str
    """The region whose endpoint is called, such as `eu-west-1`."""
    aws_profile: str = ""
    """The profile of the AWS configuration; empty leaves the choice to botocore."""

    @property
    def name(self) -> str:
        """The id without an ARN's preamble, for narrow places."""
        arn = _ARN.fullmatch(self.id)
        return arn["rest"].partition("/")[2] or arn["rest"] if arn else self.id

    def __str__(self) -> str:
        return f"{self.id}@{self.region}"


def may_be_region(text: str) -> bool:
    """Tell whether a text has the shape of a region's name, known or not."""
    return _REGION.fullmatch(text) is not None


def check_id(target: Target) -> None:
    """Raise UsageError for what cannot be an id, whatever AWS offers."""
    if _ID.fullmatch(target.id) is None:
        raise UsageError(
            f"'{target.id}' cannot be a model's id.",
            hint="Ids and ARNs hold letters, digits and . : / - _ alone.",
        )


def parse_target(text: str, *, region: str, aws_profile: str = "") -> Target:
    """Read `ID`, `ID@REGION` or an ARN; `region` serves where the text names none.

    Raises UsageError when the id or the region is missing.
    """
    model_id, at, named = text.strip().rpartition("@")
    if not at:
        model_id, named = named, ""
    model_id, named = model_id.strip(), named.strip()
    if not model_id or "@" in model_id or (at and not named):
        raise UsageError(f"'{text}' is not a target.", hint="Write ID or ID@REGION.")
    arn = _ARN.fullmatch(model_id)
    chosen = named or (arn["region"] if arn else "") or region
    if not chosen:
        raise UsageError(
            f"No region for '{model_id}'.",
            hint=f"Write {model_id}@us-east-1, pass --region, or set AWS_REGION.",
        )
    return Target(model_id, chosen, aws_profile)
