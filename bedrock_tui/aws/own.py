"""Models of the account's own: customised, imported, with throughput, and routers.

Bedrock API Reference: ListCustomModels, ListCustomModelDeployments, ListImportedModels,
ListProvisionedModelThroughputs, ListPromptRouters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bedrock_tui.aws.members import Row, text
from bedrock_tui.aws.shelf import Shelf
from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.catalogue import CallId, CallKind, Listing, Model

_NOT_READY = ("Creating", "Failed")
"""States in which nothing can be sent; states that are not known are no obstacle."""


def add_own(shelf: Shelf, rows: Mapping[Listing, Sequence[Row]]) -> None:
    """Put what the account has of its own on the shelf, with what reaches it."""
    steps: tuple[tuple[Listing, Callable[[Shelf, Row], None]], ...] = (
        (Listing.CUSTOM, _add_custom),
        (Listing.DEPLOYMENTS, _add_deployment),
        (Listing.IMPORTED, _add_imported),
        (Listing.PROVISIONED, _add_provisioned),
        (Listing.ROUTERS, _add_router),
    )
    for listing, add in steps:
        for row in rows.get(listing, ()):
            add(shelf, row)


def _add_custom(shelf: Shelf, row: Row) -> None:
    arn, name = text(row.get("modelArn")), text(row.get("modelName"))
    if arn:
        base = _model_id(text(row.get("baseModelArn")))
        shelf.add(_made_from(shelf, arn, name, base))


def _add_deployment(shelf: Shelf, row: Row) -> None:
    arn, model_arn = (
        text(row.get("customModelDeploymentArn")),
        text(row.get("modelArn")),
    )
    if not arn or text(row.get("status")) in _NOT_READY:
        return
    name = text(row.get("customModelDeploymentName"))
    custom = shelf.find(model_arn)
    models = (custom.base,) if custom and custom.base else ()
    call = CallId(arn, CallKind.CUSTOM, arn, name, (shelf.region,), models)
    shelf.attach(call, (model_arn or arn,))


def _add_imported(shelf: Shelf, row: Row) -> None:
    arn, name = text(row.get("modelArn")), text(row.get("modelName"))
    if not arn:
        return
    call = CallId(arn, CallKind.IMPORTED, arn, name, (shelf.region,))
    base = text(row.get("modelArchitecture"))
    shelf.add(Model(arn, shelf.region, name, "Imported", arn, calls=(call,), base=base))


def _add_provisioned(shelf: Shelf, row: Row) -> None:
    arn = text(row.get("provisionedModelArn"))
    if not arn or text(row.get("status")) in _NOT_READY:
        return
    served = text(row.get("modelArn")) or text(row.get("foundationModelArn"))
    model_id = _model_id(served)
    name = text(row.get("provisionedModelName"))
    base = _model_id(text(row.get("foundationModelArn"))) or model_id
    models = (base,) if base else ()
    call = CallId(arn, CallKind.PROVISIONED, arn, name, (shelf.region,), models)
    if model_id.startswith("arn:"):
        shelf.add(_made_from(shelf, model_id, "", base))
    shelf.attach(call, (model_id or arn,))


def _add_router(shelf: Shelf, row: Row) -> None:
    arn, name = text(row.get("promptRouterArn")), text(row.get("promptRouterName"))
    if not arn:
        return
    models: list[str] = []
    places: list[str] = []
    behind = row.get("models")
    for each in behind if isinstance(behind, list) else ():
        named = text(each.get("modelArn")) if isinstance(each, Mapping) else ""
        known = shelf.call(named)
        models += known.models if known else filter(None, [_model_id(named)])
        places += known.destinations if known else [shelf.region]
    call = CallId(
        arn,
        CallKind.ROUTER,
        arn,
        name,
        tuple(dict.fromkeys(places)),
        tuple(dict.fromkeys(models)),
    )
    shelf.add(Model(arn, shelf.region, name, "Prompt router", arn, calls=(call,)))


def _made_from(shelf: Shelf, arn: str, name: str, base: str) -> Model:
    """Return a customised model; what it takes and gives is what its base does."""
    known = shelf.find(base) or Model(base, shelf.region)
    return Model(
        id=arn,
        region=shelf.region,
        name=name,
        provider=known.provider,
        arn=arn,
        inputs=known.inputs,
        outputs=known.outputs,
        streams=known.streams,
        base=base,
    )


def _model_id(arn: str) -> str:
    """Return the id in a foundation model's ARN; other ARNs are ids themselves."""
    parsed = parse_arn(arn)
    named = parsed is not None and parsed.kind == "foundation-model"
    return parsed.name if parsed is not None and named else arn
