"""Where the errors of boto3 end: above here, people read our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bedrock_tui.aws.failures import explain
from bedrock_tui.errors import CallFailed


@contextmanager
def explained(*, region: str = "", aws_profile: str = "") -> Iterator[None]:
    """Turn whatever goes wrong inside the block into CallFailed."""
    try:
        yield
    except Exception as error:
        failure = explain(error, region=region, aws_profile=aws_profile)
        raise CallFailed(failure) from error
