"""The control plane: lists of models and profiles, and their details.

Shapes as recorded from ListFoundationModels, ListInferenceProfiles and
GetFoundationModelAvailability; paths as in botocore's ``bedrock`` service model.
"""

from __future__ import annotations

from bedrock_tui.sandbox import catalogue, naming
from bedrock_tui.sandbox.answers import Answer, Refusal, invalid, ok
from bedrock_tui.sandbox.catalogue import ACCOUNT, Model
from bedrock_tui.sandbox.pages import page
from bedrock_tui.sandbox.shapes import JsonObject

CREATED = "2026-01-15T00:00:00Z"
APPLICATION_PROFILE = "sandbox00app"
"""The one application inference profile that the account owns."""

Query = dict[str, str]


def list_models(region: str, query: Query) -> Answer:
    """ListFoundationModels with its four filters; it is not paginated."""
    found = [
        row
        for model in catalogue.models().values()
        if region in model.regions
        for row in _rows(region, model)
        if _fits(row, query)
    ]
    return ok({"modelSummaries": found})


def get_model(region: str, identifier: str) -> Answer:
    """GetFoundationModel by id or ARN."""
    model_id = identifier.rpartition("foundation-model/")[2]
    model = catalogue.models().get(model_id)
    if model is None or region not in model.regions:
        raise _missing("The model you specified does not exist.")
    return ok({"modelDetails": _summary(region, model)})


def availability(region: str, identifier: str) -> Answer:
    """GetFoundationModelAvailability: it takes a model id, never a profile id."""
    model_id = identifier.rpartition("foundation-model/")[2]
    model = catalogue.models().get(model_id)
    if model is None:
        raise catalogue.wrong_id()
    needs_agreement = naming.provider(model_id) in {"Anthropic", "OpenAI", "Cohere"}
    agreed = not needs_agreement or model.status == "ACTIVE"
    offered = region in model.regions
    return ok(
        {
            "modelId": model_id.removesuffix(":0"),
            "agreementAvailability": {
                "status": "AVAILABLE" if agreed else "NOT_AVAILABLE"
            },
            "authorizationStatus": "AUTHORIZED",
            "entitlementAvailability": "AVAILABLE",
            "regionAvailability": "AVAILABLE" if offered else "NOT_AVAILABLE",
        }
    )


def list_profiles(region: str, query: Query) -> Answer:
    """ListInferenceProfiles, in pages of ``maxResults``."""
    found = _profiles(region)
    kind = query.get("type")
    if kind:
        found = [profile for profile in found if profile["type"] == kind]
    wrong = invalid("The provided pagination token is invalid.")
    size = page_size(query.get("maxResults", "1000"))
    shown, token = page(found, size, query.get("nextToken"), wrong)
    return ok({"inferenceProfileSummaries": shown, **token})


def get_profile(region: str, identifier: str) -> Answer:
    """GetInferenceProfile by id or ARN."""
    for profile in _profiles(region):
        if identifier in {
            profile["inferenceProfileId"],
            profile["inferenceProfileArn"],
        }:
            return ok(profile)
    raise _missing("The inference profile you specified does not exist.")


def invoked_arn(region: str, given: str) -> str:
    """The ARN of what a call names: an ARN, a profile's id or a model's."""
    if given.startswith("arn:"):
        return given
    prefix, model_id = catalogue.split_profile(given)
    if prefix:
        return f"arn:aws:bedrock:{region}:{ACCOUNT}:inference-profile/{given}"
    return _model_arn(region, model_id)


def _rows(region: str, model: Model) -> list[JsonObject]:
    summary = _summary(region, model)
    rows = [summary] if summary["inferenceTypesSupported"] else []
    for size in catalogue.PROVISIONED_VARIANTS.get(model.model_id, ()):
        variant = f"{model.model_id}:{size}"
        rows.append(
            summary
            | {
                "modelArn": _model_arn(region, variant),
                "modelId": variant,
                "inferenceTypesSupported": ["PROVISIONED"],
            }
        )
    return rows


def _summary(region: str, model: Model) -> JsonObject:
    kinds = ["ON_DEMAND"] if region in model.on_demand else []
    if any(region in sources for sources in model.profiles.values()):
        kinds.append("INFERENCE_PROFILE")
    return {
        "modelArn": _model_arn(region, model.model_id),
        "modelId": model.model_id,
        "modelName": naming.name(model.model_id),
        "providerName": naming.provider(model.model_id),
        "inputModalities": sorted(model.inputs, key=lambda kind: kind != "TEXT"),
        "outputModalities": list(model.outputs),
        "responseStreamingSupported": model.streams,
        "customizationsSupported": [],
        "inferenceTypesSupported": kinds,
        "modelLifecycle": naming.lifecycle(model.model_id, model.status),
    }


def _fits(row: JsonObject, query: Query) -> bool:
    lists = {
        "byOutputModality": "outputModalities",
        "byInferenceType": "inferenceTypesSupported",
        "byCustomizationType": "customizationsSupported",
    }
    provider = query.get("byProvider", "")
    if provider and str(row["providerName"]).lower() != provider.lower():
        return False
    wanted = [
        (query[name], row[field]) for name, field in lists.items() if name in query
    ]
    return all(isinstance(have, list) and value in have for value, have in wanted)


def _profiles(region: str) -> list[JsonObject]:
    found = [
        _profile(region, profile_id, model, destinations)
        for profile_id, model, destinations in catalogue.profiles(region)
    ]
    model = catalogue.models()[catalogue.APPLICATION_MODEL]
    if region in model.regions:
        own = _profile(region, APPLICATION_PROFILE, model, (region,))
        arn = f"arn:aws:bedrock:{region}:{ACCOUNT}:application-inference-profile"
        found.append(
            own
            | {
                "inferenceProfileName": "sandbox-team",
                "inferenceProfileArn": f"{arn}/{APPLICATION_PROFILE}",
                "description": "Costs of the sandbox team",
                "type": "APPLICATION",
            }
        )
    return found


def _profile(
    region: str, profile_id: str, model: Model, destinations: tuple[str, ...]
) -> JsonObject:
    prefix, _ = catalogue.split_profile(profile_id)
    maker, name = naming.provider(model.model_id), naming.name(model.model_id)
    places = [place for place in destinations if place]
    routed = "all supported commercial regions" if prefix == "global" else places
    return {
        "inferenceProfileName": f"{_title(prefix)} {maker} {name}"[:64],
        "description": f"Routes requests to {maker} {name} in {_spoken(routed)}.",
        "createdAt": CREATED,
        "updatedAt": CREATED,
        "inferenceProfileArn": (
            f"arn:aws:bedrock:{region}:{ACCOUNT}:inference-profile/{profile_id}"
        ),
        "models": [
            {"modelArn": _model_arn(place, model.model_id)} for place in destinations
        ],
        "inferenceProfileId": profile_id,
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    }


def _model_arn(region: str, model_id: str) -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{model_id}"


def _title(prefix: str) -> str:
    return "Global" if prefix == "global" else prefix.upper()


def _spoken(places: str | list[str]) -> str:
    if isinstance(places, str):
        return places
    return " and ".join(part for part in (", ".join(places[:-1]), places[-1]) if part)


def page_size(given: str) -> int:
    """The size of a page of a list; raises the refusal of a wrong one."""
    if not given.isdigit() or not 1 <= int(given) <= 1000:
        raise invalid(
            f"1 validation error detected: Value '{given}' at 'maxResults' failed to "
            "satisfy constraint: Member must have value between 1 and 1000"
        )
    return int(given)


def _missing(message: str) -> Refusal:
    return Refusal(404, "ResourceNotFoundException", message)
