"""Which operation of which service a request means, in each of three protocols.

Paths, targets and their prefixes are those of botocore's service models. Paths are
matched raw, as the service does; ids whose slashes or colons came unescaped are taken
too, for some SDKs send them so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from bedrock_tui.sandbox.answers import unknown_operation
from bedrock_tui.sandbox.exchange import Exchange

Protocol = Literal["rest", "json", "query"]

_PATHS = {
    "bedrock": {
        "ListFoundationModels": "GET /foundation-models",
        "GetFoundationModel": "GET /foundation-models/(.+)",
        "GetFoundationModelAvailability": "GET /foundation-model-availability/(.+)",
        "ListInferenceProfiles": "GET /inference-profiles",
        "GetInferenceProfile": "GET /inference-profiles/(.+)",
        "GetModelInvocationLoggingConfiguration": "GET /logging/modelinvocations",
        "ListGuardrails": "GET /guardrails",
        "ListCustomModels": "GET /custom-models",
        "ListCustomModelDeployments": (
            "GET /model-customization/custom-model-deployments"
        ),
        "ListImportedModels": "GET /imported-models",
        "ListProvisionedModelThroughputs": "GET /provisioned-model-throughputs",
        "ListPromptRouters": "GET /prompt-routers",
    },
    "bedrock-runtime": {
        "Converse": "POST /model/(.+)/converse",
        "ConverseStream": "POST /model/(.+)/converse-stream",
        "CountTokens": "POST /model/(.+)/count-tokens",
    },
    "sso-oidc": {
        "RegisterClient": "POST /client/register",
        "StartDeviceAuthorization": "POST /device_authorization",
        "CreateToken": "POST /token",
    },
    "sso": {"GetRoleCredentials": "GET /federation/credentials"},
}
_ROUTES = [
    (service, name, re.compile(pattern))
    for service, patterns in _PATHS.items()
    for name, pattern in patterns.items()
]

_TARGETS = {
    "AWSHealth_20160804": "health",
    "AWSPriceListService": "pricing",
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101": "cloudtrail",
    "GraniteServiceVersion20100801": "cloudwatch",
    "ServiceQuotasV20190624": "service-quotas",
}
"""Services by the prefix of ``X-Amz-Target``."""

_NAMES = {
    "sts": ("AssumeRole", "GetCallerIdentity"),
    "iam": (
        "GetAccessKeyLastUsed",
        "GetRole",
        "GetUser",
        "ListAccessKeys",
        "SimulatePrincipalPolicy",
    ),
    "cloudtrail": ("DescribeTrails",),
    "cloudwatch": ("DescribeAlarms", "GetMetricData", "ListMetrics"),
    "health": ("DescribeEvents",),
    "pricing": ("GetProducts",),
    "service-quotas": ("ListAWSDefaultServiceQuotas", "ListServiceQuotas"),
}
"""The operations of the services that have one path for all."""

_ACTIONS = {
    "Converse": "InvokeModel",
    "ConverseStream": "InvokeModelWithResponseStream",
}
_ACTION_SERVICES = {"bedrock-runtime": "bedrock", "service-quotas": "servicequotas"}


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for."""

    protocol: Protocol
    service: str
    """As boto3 names the client."""
    name: str
    subject: str = ""
    """The id in the path, percent-decoding undone."""

    @property
    def action(self) -> str:
        """The IAM action that it needs."""
        service = _ACTION_SERVICES.get(self.service, self.service)
        return f"{service}:{_ACTIONS.get(self.name, self.name)}"

    @property
    def is_signed(self) -> bool:
        """Whether it needs keys: those of a sign-in do not, they end in keys."""
        return not self.service.startswith("sso")


def read(exchange: Exchange) -> Operation:
    """The operation of a request; raises the refusal of an unknown one."""
    if exchange.is_form and exchange.path == "/":
        service, name = exchange.service or "sts", exchange.form().get("Action", "")
        return _named("query", service, name)
    if exchange.target:
        prefix, _, name = exchange.target.rpartition(".")
        return _named("json", _TARGETS.get(prefix, ""), name)
    asked = f"{exchange.method} {exchange.path}"
    for service, name, pattern in _ROUTES:
        if found := pattern.fullmatch(asked):
            return Operation("rest", service, name, unquote("".join(found.groups())))
    raise unknown_operation()


def _named(protocol: Protocol, service: str, name: str) -> Operation:
    if name not in _NAMES.get(service, ()):
        raise unknown_operation()
    return Operation(protocol, service, name)


def model_in(path: str) -> str:
    """The model id of a path, decoded once; empty where there is none."""
    patterns = _PATHS["bedrock-runtime"].values()
    found = (re.fullmatch(pattern, f"POST {path}") for pattern in patterns)
    return next((unquote(one[1]) for one in found if one), "")
