"""Calls that tell whether an action is allowed: free ones, and paid ones if asked for.

An answer means yes and a refusal by IAM means no. Anything else leaves it open: what
AWS looks at first, the permission or the request, is not documented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.permissions.rows import Place, Row
from bedrock_tui.core.arn import COMMERCIAL, parse_arn, partition_of
from bedrock_tui.core.failure import Category
from bedrock_tui.core.identity import ApiKey, Identity
from bedrock_tui.core.permissions import (
    COUNT,
    INVOKE,
    SIMULATE,
    STREAM,
    Evidence,
    Permission,
    Verdict,
    denial_in,
)
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed

Call = Callable[[], object]

PRICES_FROM = {COMMERCIAL: "us-east-1", "aws-cn": "cn-northwest-1"}
"""The Price List service is in few regions only (AWS General Reference, "AWS Price List
endpoints"); elsewhere the region itself is asked, and may not answer."""
_REFUSED = (Category.PERMISSION, Category.PERMISSION_ORG)
_REACHED = (Category.MAX_TOKENS, Category.PARAMETER)
"""Refusals by a model, which finds one token too few: it was reached."""
_TEST: Any = [{"role": "user", "content": [{"text": "Hi"}]}]


def verdict(row: Row, call: Call, aws_profile: str = "") -> Permission:
    """Make the call and say what it tells; never raises."""
    what = (row.capability, row.action, row.resource)
    try:
        with explained(aws_profile=aws_profile):
            call()
    except CallFailed as error:
        failure = error.failure
    else:
        return Permission(*what, Verdict.YES, Evidence.PROBED)
    if failure.category in _REACHED:
        said = "It was reached, and refused one token as too few."
        return Permission(*what, Verdict.YES, Evidence.PROBED, reason=said)
    reason = f"{failure.title}: {failure.said}".removesuffix(": ")
    if failure.category not in _REFUSED:
        return row.unknown(reason, failure.remedy, failure)
    return Permission(
        *what,
        Verdict.NO,
        Evidence.PROBED,
        denial=denial_in(failure.message),
        reason=reason,
        remedy=failure.remedy,
    )


@dataclass(frozen=True, slots=True)
class Probes:
    """The calls that one identity can make in one region."""

    clients: Clients
    identity: Identity
    region: str
    model_id: str = ""
    """The foundation model that details are asked of; empty for the first listed."""

    @property
    def has_only_api_key(self) -> bool:
        """Whether all there is to sign with is an API key, good for Bedrock alone."""
        identity = self.identity
        return identity.api_key is ApiKey.SET and not identity.key_id

    def free(self, places: Sequence[Place]) -> dict[str, Call]:
        """Return the calls that read something about the account, by action."""
        calls: dict[str, Call] = {
            "bedrock:ListFoundationModels": self._list_models,
            "bedrock:GetFoundationModel": self._get_model,
            "bedrock:GetFoundationModelAvailability": self._availability,
            "bedrock:ListInferenceProfiles": self._list_profiles,
            "bedrock:ListGuardrails": self._list_guardrails,
            "pricing:GetProducts": self._products,
            "servicequotas:ListServiceQuotas": self._quotas,
            "cloudwatch:ListMetrics": self._metrics,
        }
        profile = next((each.target for each in places if each.profile), None)
        if profile is not None:
            calls["bedrock:GetInferenceProfile"] = partial(self._profile, profile)
        return calls

    def own(self, refusal: Exception | None) -> dict[str, Call]:
        """Return the calls about the identity itself; `refusal` is the simulator's."""
        calls: dict[str, Call] = {}
        if refusal is not None:
            calls[SIMULATE] = partial(_raise, refusal)
        arn = parse_arn(self.identity.arn)
        if arn is not None and arn.kind == "assumed-role":
            calls["iam:GetRole"] = partial(self._role, arn.name.partition("/")[0])
        return calls

    def counting(self, place: Place) -> dict[str, Call]:
        """Return the call that counts the tokens of a greeting, which costs nothing
        (Bedrock User Guide, "Monitor your token usage by counting tokens").
        """
        model = place.counted
        return {COUNT: partial(self._count, place.target, model.name)} if model else {}

    def paid(self, target: Target) -> dict[str, Call]:
        """Return the calls of a target; each costs a token of output."""
        return {
            INVOKE: partial(self._converse, target),
            STREAM: partial(self._converse_stream, target),
        }

    def _list_models(self) -> object:
        return self._client("bedrock").list_foundation_models()

    def _get_model(self) -> object:
        bedrock = self._client("bedrock")
        return bedrock.get_foundation_model(modelIdentifier=self._model(bedrock))

    def _availability(self) -> object:
        bedrock = self._client("bedrock")
        return bedrock.get_foundation_model_availability(modelId=self._model(bedrock))

    def _list_profiles(self) -> object:
        return self._client("bedrock").list_inference_profiles(maxResults=1)

    def _profile(self, target: Target) -> object:
        bedrock = self._client("bedrock", target.region)
        return bedrock.get_inference_profile(inferenceProfileIdentifier=target.id)

    def _list_guardrails(self) -> object:
        return self._client("bedrock").list_guardrails(maxResults=1)

    def _products(self) -> object:
        region = PRICES_FROM.get(partition_of(self.region), self.region)
        pricing = self._client("pricing", region)
        return pricing.get_products(ServiceCode="AmazonBedrock", MaxResults=1)

    def _quotas(self) -> object:
        quotas = self._client("service-quotas")
        return quotas.list_service_quotas(ServiceCode="bedrock", MaxResults=1)

    def _metrics(self) -> object:
        return self._client("cloudwatch").list_metrics(Namespace="AWS/Bedrock")

    def _role(self, name: str) -> object:
        return self._client("iam").get_role(RoleName=name)

    def _count(self, target: Target, model_id: str) -> object:
        asked = {"converse": {"messages": _TEST}}
        return self._runtime(target).count_tokens(modelId=model_id, input=asked)

    def _converse(self, target: Target) -> object:
        return self._runtime(target).converse(
            modelId=target.id, messages=_TEST, inferenceConfig={"maxTokens": 1}
        )

    def _converse_stream(self, target: Target) -> None:
        response = self._runtime(target).converse_stream(
            modelId=target.id, messages=_TEST, inferenceConfig={"maxTokens": 1}
        )
        response["stream"].close()  # that it began is the answer

    def _model(self, bedrock: Any) -> str:
        if self.model_id:
            return self.model_id
        listed = bedrock.list_foundation_models()["modelSummaries"]
        return str(listed[0]["modelId"])

    def _client(self, service: str, region: str = "") -> Any:
        profile = self.identity.aws_profile
        return self.clients.get(
            service, aws_profile=profile, region=region or self.region
        )

    def _runtime(self, target: Target) -> Any:
        return self.clients.get(
            "bedrock-runtime", aws_profile=target.aws_profile, region=target.region
        )


def _raise(error: Exception) -> None:
    raise error
