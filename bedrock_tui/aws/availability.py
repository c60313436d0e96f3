"""What AWS says of one model for this account, and the quotas of a region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.members import text
from bedrock_tui.core.availability import Availability
from bedrock_tui.core.quota import Quota

_MOST_PAGES = 50
"""Of quotas: there are hundreds of them, a hundred to a page."""


def ask_availability(
    clients: Clients, model_id: str, *, region: str, aws_profile: str
) -> Availability:
    """Return the answer of GetFoundationModelAvailability, which takes ids of models
    and none of profiles. Raises CallFailed.
    """
    with explained(region=region, aws_profile=aws_profile):
        client = clients.get("bedrock", aws_profile=aws_profile, region=region)
        answer = client.get_foundation_model_availability(modelId=model_id)
    agreement = answer.get("agreementAvailability")
    agreement = agreement if isinstance(agreement, Mapping) else {}
    return Availability(
        agreement=text(agreement.get("status")),
        authorization=text(answer.get("authorizationStatus")),
        entitlement=text(answer.get("entitlementAvailability")),
        region=text(answer.get("regionAvailability")),
        message=text(agreement.get("errorMessage")),
    )


def ask_quotas(
    clients: Clients, *, region: str, aws_profile: str, defaults: bool = False
) -> list[Quota]:
    """Return the quotas of Bedrock in a region: those in force, or AWS's defaults.

    Service Quotas API Reference, ListServiceQuotas and ListAWSDefaultServiceQuotas.
    Raises CallFailed.
    """
    found: list[Quota] = []
    parameters: dict[str, Any] = {"ServiceCode": "bedrock", "MaxResults": 100}
    with explained(region=region, aws_profile=aws_profile):
        client = clients.get("service-quotas", aws_profile=aws_profile, region=region)
        ask = (
            client.list_aws_default_service_quotas
            if defaults
            else client.list_service_quotas
        )
        for _ in range(_MOST_PAGES):
            answer = ask(**parameters)
            found += [_quota(row, defaults) for row in answer.get("Quotas") or ()]
            token = answer.get("NextToken")
            if not token or token == parameters.get("NextToken"):
                break
            parameters["NextToken"] = token
    return found


def _quota(row: Mapping[str, Any], default: bool) -> Quota:
    value = row.get("Value")
    return Quota(
        name=text(row.get("QuotaName")),
        value=float(value) if isinstance(value, int | float) else None,
        code=text(row.get("QuotaCode")),
        adjustable=row.get("Adjustable") is True,
        default=default,
    )
