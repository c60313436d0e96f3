"""What a request gets: who is asked decides how it is answered and refused."""

from __future__ import annotations

from collections.abc import Callable

from bedrock_tui.sandbox import (
    access,
    alarms,
    control,
    governance,
    health,
    identity,
    jsonrpc,
    metrics,
    operations,
    own,
    pricing,
    query,
    quotas,
    regional,
    roles,
    runtime,
    sign_in,
    simulator,
    trails,
)
from bedrock_tui.sandbox.answers import Answer, Broken, Refusal, ok
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.operations import Operation
from bedrock_tui.sandbox.shapes import JsonObject
from bedrock_tui.sandbox.stream import Plan

_READS: dict[str, Callable[[str, dict[str, str]], Answer]] = {
    "ListFoundationModels": control.list_models,
    "ListInferenceProfiles": control.list_profiles,
}
"""What depends on the region and the URL's query alone."""

_DETAILS: dict[str, Callable[[str, str], Answer]] = {
    "GetFoundationModel": control.get_model,
    "GetFoundationModelAvailability": control.availability,
    "GetInferenceProfile": control.get_profile,
}
"""What depends on the region and the id in the path."""

_OBJECTS: dict[str, Callable[[Exchange, Memory], JsonObject]] = {
    "CreateToken": sign_in.create_token,
    "DescribeAlarms": alarms.describe,
    "DescribeEvents": health.describe,
    "DescribeTrails": trails.describe,
    "GetMetricData": metrics.data,
    "GetModelInvocationLoggingConfiguration": governance.logging,
    "GetProducts": pricing.products,
    "GetRoleCredentials": sign_in.role_credentials,
    "ListAWSDefaultServiceQuotas": quotas.listed,
    "ListCustomModelDeployments": own.deployments,
    "ListCustomModels": own.custom_models,
    "ListGuardrails": governance.guardrails,
    "ListImportedModels": own.imported_models,
    "ListMetrics": metrics.listed,
    "ListPromptRouters": own.routers,
    "ListProvisionedModelThroughputs": own.throughputs,
    "ListServiceQuotas": quotas.listed,
    "RegisterClient": sign_in.register_client,
    "StartDeviceAuthorization": sign_in.start,
}
"""What is a JSON object, in either of the two protocols that speak JSON."""

_FORMS: dict[str, Callable[[Exchange, Memory], str]] = {
    "AssumeRole": roles.assume,
    "GetAccessKeyLastUsed": identity.last_used,
    "GetCallerIdentity": identity.caller,
    "GetRole": identity.role,
    "GetUser": identity.user,
    "ListAccessKeys": identity.access_keys,
    "SimulatePrincipalPolicy": simulator.simulate,
}
"""What is the inside of an XML result."""


def answer(
    exchange: Exchange, memory: Memory, request_id: str
) -> Answer | Broken | Plan:
    """What a request gets."""
    try:
        operation = operations.read(exchange)
        if operation.service in memory.account.all("hang"):
            return Broken("silence")
        access.check(operation, exchange, memory)
        if (trouble := regional.trouble(operation, exchange, memory)) is not None:
            return trouble
        return _serve(operation, exchange, memory, request_id)
    except Refusal as refused:
        if exchange.is_form and exchange.path == "/":
            return query.refuse(exchange.service, refused, request_id)
        if exchange.target:
            return jsonrpc.refuse(exchange, refused)
        return refused.as_json()


def _serve(
    operation: Operation, exchange: Exchange, memory: Memory, request_id: str
) -> Answer | Broken | Plan:
    name = operation.name
    if operation.service == "bedrock-runtime":
        return _invoke(operation, exchange, memory)
    if operation.protocol == "query":
        inner = _FORMS[name](exchange, memory)
        return query.result(operation.service, name, inner, request_id)
    if name in _READS:
        return _READS[name](exchange.region, exchange.query)
    if name in _DETAILS:
        return _DETAILS[name](exchange.region, operation.subject)
    body = _OBJECTS[name](exchange, memory)
    return ok(body) if operation.protocol == "rest" else jsonrpc.result(exchange, body)


def _invoke(
    operation: Operation, exchange: Exchange, memory: Memory
) -> Answer | Broken | Plan:
    if operation.name == "CountTokens":
        return runtime.count_tokens(exchange, operation.subject)
    streaming = operation.name == "ConverseStream"
    return runtime.invoke(exchange, memory, operation.subject, streaming=streaming)
