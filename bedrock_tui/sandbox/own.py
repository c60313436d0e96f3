"""What the account has of its own beside profiles: models, throughput and a router.

Only in the two regions where most accounts customise models. All of them answer as
`catalogue.CUSTOM_MODEL` does.
"""

from __future__ import annotations

from collections.abc import Callable

from bedrock_tui.sandbox.answers import invalid
from bedrock_tui.sandbox.catalogue import ACCOUNT, CUSTOM_MODEL
from bedrock_tui.sandbox.control import page_size
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.pages import page
from bedrock_tui.sandbox.shapes import JsonObject

REGIONS = ("us-east-1", "us-west-2")
CREATED = "2026-04-20T14:00:00Z"


def custom_models(exchange: Exchange, _: Memory) -> JsonObject:
    """ListCustomModels: one that is deployed."""
    return _listed(exchange, "modelSummaries", _custom)


def deployments(exchange: Exchange, _: Memory) -> JsonObject:
    """ListCustomModelDeployments: one that is ready, and one that is being made."""
    return _listed(exchange, "modelDeploymentSummaries", _deployments)


def imported_models(exchange: Exchange, _: Memory) -> JsonObject:
    """ListImportedModels."""
    return _listed(exchange, "modelSummaries", _imported)


def throughputs(exchange: Exchange, _: Memory) -> JsonObject:
    """ListProvisionedModelThroughputs: one for a foundation model."""
    return _listed(exchange, "provisionedModelSummaries", _throughputs)


def routers(exchange: Exchange, _: Memory) -> JsonObject:
    """ListPromptRouters: one of AWS's own kind."""
    return _listed(exchange, "promptRouterSummaries", _routers)


def _listed(
    exchange: Exchange, member: str, rows: Callable[[str], list[JsonObject]]
) -> JsonObject:
    found = rows(exchange.region) if exchange.region in REGIONS else []
    size = page_size(exchange.query.get("maxResults", "1000"))
    wrong = invalid("The provided pagination token is invalid.")
    shown, token = page(found, size, exchange.query.get("nextToken"), wrong)
    return {member: shown, **token}


def _custom(region: str) -> list[JsonObject]:
    return [
        {
            "modelArn": _custom_arn(region),
            "modelName": "support-tone",
            "creationTime": CREATED,
            "baseModelArn": _model_arn(region, CUSTOM_MODEL),
            "baseModelName": "Llama 3.3 70B Instruct",
            "customizationType": "FINE_TUNING",
            "ownerAccountId": ACCOUNT,
            "modelStatus": "Active",
        }
    ]


def _deployments(region: str) -> list[JsonObject]:
    return [
        {
            "customModelDeploymentArn": _arn(
                region, f"custom-model-deployment/sandbox{number:05d}"
            ),
            "customModelDeploymentName": f"support-tone-{status.lower()}",
            "modelArn": _custom_arn(region),
            "createdAt": CREATED,
            "status": status,
            "lastUpdatedAt": CREATED,
        }
        for number, status in enumerate(("Active", "Creating"))
    ]


def _imported(region: str) -> list[JsonObject]:
    return [
        {
            "modelArn": _arn(region, "imported-model/sandbox0impo"),
            "modelName": "llama-house-blend",
            "creationTime": CREATED,
            "instructSupported": True,
            "modelArchitecture": "llama",
        }
    ]


def _throughputs(region: str) -> list[JsonObject]:
    model = _model_arn(region, CUSTOM_MODEL)
    return [
        {
            "provisionedModelName": "llama-reserved",
            "provisionedModelArn": _arn(region, "provisioned-model/sandbox0prov"),
            "modelArn": model,
            "desiredModelArn": model,
            "foundationModelArn": model,
            "modelUnits": 1,
            "desiredModelUnits": 1,
            "status": "InService",
            "creationTime": CREATED,
            "lastModifiedTime": CREATED,
        }
    ]


def _routers(region: str) -> list[JsonObject]:
    models = ("us.meta.llama3-1-8b-instruct-v1:0", f"us.{CUSTOM_MODEL}")
    arns = [_arn(region, f"inference-profile/{model}") for model in models]
    return [
        {
            "promptRouterName": "Meta Prompt Router",
            "routingCriteria": {"responseQualityDifference": 0.0},
            "description": "Routes requests among models in the LLaMA model family",
            "createdAt": CREATED,
            "updatedAt": CREATED,
            "promptRouterArn": _arn(region, "default-prompt-router/meta.llama:1"),
            "models": [{"modelArn": arn} for arn in arns],
            "fallbackModel": {"modelArn": arns[-1]},
            "status": "AVAILABLE",
            "type": "default",
        }
    ]


def _custom_arn(region: str) -> str:
    return _arn(region, f"custom-model/{CUSTOM_MODEL}/sandbox0cust")


def _arn(region: str, resource: str) -> str:
    return f"arn:aws:bedrock:{region}:{ACCOUNT}:{resource}"


def _model_arn(region: str, model_id: str) -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{model_id}"
