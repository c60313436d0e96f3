"""Reading targets as people write them."""

from __future__ import annotations

from collections.abc import Sequence

from bedrock_tui.core.comparison import MOST_LANES
from bedrock_tui.core.target import Target, parse_target
from bedrock_tui.errors import UsageError
from bedrock_tui.services.workbench import Workbench


def read_targets(texts: Sequence[str], workbench: Workbench) -> list[Target]:
    """Return the targets that were named, or the default ones; blocks.

    Raises UsageError for none, too many, or one without a region; CallFailed when the
    aws profile cannot be read.
    """
    texts = list(texts) or workbench.default_targets()
    if not texts:
        raise UsageError("No target.", hint="Name one or more: -t ID or -t ID@REGION.")
    if len(texts) > MOST_LANES:
        raise UsageError(f"{len(texts)} targets.", hint=f"{MOST_LANES} at most.")
    return [_read(text, workbench) for text in texts]


def first_targets(texts: Sequence[str], workbench: Workbench) -> list[Target]:
    """Return what a new screen starts with; blocks.

    That is what was named, else the lanes of last time, else the default ones; there
    may be none at all. Raises as `read_targets` does.
    """
    if not texts and (last := workbench.last_lanes()) is not None:
        return last
    if not texts and not workbench.default_targets():
        return []
    return read_targets(texts, workbench)


def _read(text: str, workbench: Workbench) -> Target:
    profile = workbench.settings.aws_profile
    try:
        return parse_target(text, region=workbench.region, aws_profile=profile)
    except UsageError:
        if workbench.region:
            raise
    # Only now: asking the aws profile for its region imports boto3.
    return parse_target(text, region=workbench.find_region(), aws_profile=profile)
