"""From the rows of a region's lists to its models with the ids that reach them.

Shapes of the Bedrock API Reference and of recorded answers. Rows come from outside:
what a row lacks is left empty, and what cannot be read at all is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bedrock_tui.aws.members import Row, moment, text, texts
from bedrock_tui.aws.own import add_own
from bedrock_tui.aws.shelf import Shelf
from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.catalogue import (
    ANYWHERE,
    CallId,
    CallKind,
    Lifecycle,
    Listing,
    Model,
)

Rows = Mapping[Listing, Sequence[Row]]

_GLOBAL = "global."


def merge(region: str, rows: Rows, mantle: Iterable[Model] = ()) -> tuple[Model, ...]:
    """Return the models of a region, each once, as its lists tell of them.

    `mantle` are models known to be served there by the bedrock-mantle endpoint alone;
    those that the region lists with an id to call them by are not.
    """
    shelf = Shelf(region)
    for row in rows.get(Listing.MODELS, ()):
        if (model := _model(region, row)) is not None:
            shelf.add(model)
    for listing in (Listing.PROFILES, Listing.OWN_PROFILES):
        for row in rows.get(listing, ()):
            _add_profile(shelf, row, own=listing is Listing.OWN_PROFILES)
    add_own(shelf, rows)
    for model in mantle:
        shelf.add_mantle(model)
    return shelf.models()


def account_in(rows: Rows) -> str:
    """Return the account that the ARNs of inference profiles name; empty if none."""
    for listing in (Listing.PROFILES, Listing.OWN_PROFILES):
        for row in rows.get(listing, ()):
            arn = parse_arn(text(row.get("inferenceProfileArn")))
            if arn is not None and arn.account.isdigit():
                return arn.account
    return ""


def _model(region: str, row: Row) -> Model | None:
    model_id = text(row.get("modelId")) or text(row.get("modelArn")).rpartition("/")[2]
    if not model_id:
        return None
    name, arn = text(row.get("modelName")), text(row.get("modelArn"))
    kinds = texts(row.get("inferenceTypesSupported"))
    streams = row.get("responseStreamingSupported")
    model = Model(
        id=model_id,
        region=region,
        name=name,
        provider=text(row.get("providerName")),
        arn=arn,
        inputs=texts(row.get("inputModalities")),
        outputs=texts(row.get("outputModalities")),
        streams=streams if isinstance(streams, bool) else None,
        customizations=texts(row.get("customizationsSupported")),
        inference_types=kinds,
        lifecycle=_lifecycle(row.get("modelLifecycle")),
    )
    if CallKind.ON_DEMAND.name not in kinds:
        return model
    here = (region,)
    call = CallId(model_id, CallKind.ON_DEMAND, arn, name, here, (model_id,))
    return replace(model, calls=(call,))


def _lifecycle(value: object) -> Lifecycle:
    row = value if isinstance(value, Mapping) else {}
    return Lifecycle(
        status=text(row.get("status")),
        started=moment(row.get("startOfLifeTime")),
        legacy=moment(row.get("legacyTime")),
        extended_access=moment(row.get("publicExtendedAccessTime")),
        ended=moment(row.get("endOfLifeTime")),
    )


def _add_profile(shelf: Shelf, row: Row, *, own: bool) -> None:
    profile_id, arn = (
        text(row.get("inferenceProfileId")),
        text(row.get("inferenceProfileArn")),
    )
    # An application profile is called by its ARN; its id alone is not known.
    call_id = (arn or profile_id) if own else (profile_id or arn)
    if not call_id:
        return
    behind = list(_arns(row.get("models")))
    models = tuple(dict.fromkeys(model_id for _, model_id in behind))
    destinations = tuple(dict.fromkeys(region for region, _ in behind))
    kind = CallKind.APPLICATION if own else _kind(profile_id, destinations)
    name = text(row.get("inferenceProfileName"))
    call = CallId(call_id, kind, arn, name, destinations, models)
    shelf.attach(call, models or (call_id,))


def _kind(profile_id: str, destinations: tuple[str, ...]) -> CallKind:
    """Prefixes alone do not tell (Bedrock User Guide, "Supported Regions and models for
    inference profiles"); a new one is a geography unless it may run anywhere.
    """
    anywhere = ANYWHERE in destinations or profile_id.startswith(_GLOBAL)
    return CallKind.GLOBAL if anywhere else CallKind.GEO


def _arns(value: object) -> Iterator[tuple[str, str]]:
    """Return region and id of each model; the region of a global one is empty."""
    for each in value if isinstance(value, list) else ():
        arn = parse_arn(text(each.get("modelArn")) if isinstance(each, Mapping) else "")
        if arn is not None:
            yield arn.region, arn.name
