"""One list of one region, read to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.cancel import current
from bedrock_tui.aws.members import Row
from bedrock_tui.core.catalogue import Listing
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.errors import CallFailed

MAIN = (Listing.MODELS, Listing.PROFILES, Listing.OWN_PROFILES)
"""What a region is about; the other lists are the account's own."""

_PAUSES = (0.3, 1.0)
"""Seconds before another try of what AWS says can be tried again."""
_TRY_AGAIN = (Category.THROTTLE, Category.CAPACITY, Category.SERVER)
_NOT_THERE = ("UnknownOperationException", "UnsupportedOperationException")


@dataclass(frozen=True, slots=True)
class _Source:
    """The operation behind a list, and the member of its answer that holds rows."""

    operation: str
    member: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


_SOURCES = {
    Listing.MODELS: _Source("list_foundation_models", "modelSummaries"),
    Listing.PROFILES: _Source(
        "list_inference_profiles",
        "inferenceProfileSummaries",
        {"typeEquals": "SYSTEM_DEFINED", "maxResults": 1000},
    ),
    Listing.OWN_PROFILES: _Source(
        "list_inference_profiles",
        "inferenceProfileSummaries",
        {"typeEquals": "APPLICATION", "maxResults": 1000},
    ),
    Listing.CUSTOM: _Source("list_custom_models", "modelSummaries"),
    Listing.DEPLOYMENTS: _Source(
        "list_custom_model_deployments", "modelDeploymentSummaries"
    ),
    Listing.IMPORTED: _Source("list_imported_models", "modelSummaries"),
    Listing.PROVISIONED: _Source(
        "list_provisioned_model_throughputs", "provisionedModelSummaries"
    ),
    Listing.ROUTERS: _Source("list_prompt_routers", "promptRouterSummaries"),
}
"""Bedrock API Reference; all but ListFoundationModels come in pages."""


_REPEATED = Failure(
    category=Category.NETWORK,
    code="StrangeAnswer",
    title="A page of the list came twice",
    message="What had come is shown; there may be more.",
    remedy="Ask again. If it stays so, what answers at AWS_ENDPOINT_URL or behind "
    "HTTPS_PROXY mixes pages up.",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What came of one list."""

    rows: tuple[Row, ...] = ()
    failure: Failure | None = None
    """Why there are no rows, or not all of them; None if the list came whole."""


def read_list(
    listing: Listing, client: Callable[[], Any], *, region: str, aws_profile: str
) -> Listed:
    """Return a list with all its pages; what goes wrong is told by its failure.

    A list that does not exist in the region is empty. Raises Cancelled.
    """
    rows: list[Row] = []
    try:
        for page in _pages(_SOURCES[listing], client, region, aws_profile):
            rows += page
    except CallFailed as error:
        if _is_not_there(error.failure) and listing not in MAIN:
            return Listed()
        return Listed(tuple(rows), error.failure)
    return Listed(tuple(rows))


def _pages(
    source: _Source, client: Callable[[], Any], region: str, aws_profile: str
) -> Any:
    seen: set[object] = set()
    parameters = dict(source.parameters)
    while True:
        answer = _ask(source.operation, client, parameters, region, aws_profile)
        rows = answer.get(source.member)
        if not isinstance(rows, list):
            raise CallFailed(_strange("It has no list in it."))
        yield [row for row in rows if isinstance(row, Mapping)]
        token = answer.get("nextToken")
        if not token:
            return
        if token in seen:
            raise CallFailed(_REPEATED)
        seen.add(token)
        parameters["nextToken"] = token


def _ask(
    operation: str,
    client: Callable[[], Any],
    parameters: dict[str, Any],
    region: str,
    aws_profile: str,
) -> dict[str, Any]:
    """Return one answer; a busy service is asked again, a little later."""
    for pause in (*_PAUSES, None):
        try:
            with explained(region=region, aws_profile=aws_profile):
                answer: dict[str, Any] = getattr(client(), operation)(**parameters)
                return answer
        except CallFailed as error:
            # botocore reads an answer of another shape without looking.
            if isinstance(error.__cause__, (TypeError, AttributeError, KeyError)):
                raise CallFailed(_strange("It cannot be read.")) from error
            if pause is None or error.failure.category not in _TRY_AGAIN:
                raise
        if (call := current()) is not None:
            call.wait(pause)
    raise AssertionError  # the last pause is None


def _is_not_there(failure: Failure) -> bool:
    if failure.code in _NOT_THERE:
        return True
    words = failure.message.lower()
    return failure.code == "ValidationException" and "not supported" in words


def _strange(message: str) -> Failure:
    return Failure(
        category=Category.NETWORK,
        code="StrangeAnswer",
        title="The answer is not a list",
        message=message,
        remedy="Check HTTPS_PROXY and AWS_ENDPOINT_URL: something other than AWS may "
        "have answered.",
    )
