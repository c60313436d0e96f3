"""The models of a scan as a compact blob, and back.

One blob holds a region: JSON without names, compressed, because all regions are read
at once before the first list can be shown.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bedrock_tui.core.catalogue import CallId, CallKind, Lifecycle, Model
from bedrock_tui.store.rows import clean

_VERSION = 2
"""Blobs of another version are not read: the region is asked again."""
_KINDS = {str(kind): kind for kind in CallKind}


def pack(models: Iterable[Model]) -> bytes:
    """Return the models of one region as a blob."""
    content = [_VERSION, [_from_model(model) for model in models]]
    text = clean(json.dumps(content, separators=(",", ":"), ensure_ascii=False))
    return zlib.compress(text.encode(), 6)


def unpack(blob: bytes, region: str) -> tuple[Model, ...]:
    """Return the models of a blob. Raises ValueError for what `pack` did not make."""
    try:
        version, rows = json.loads(zlib.decompress(blob))
        if version != _VERSION:
            raise ValueError(f"version {version}")
        return tuple(_to_model(row, region) for row in rows)
    except (zlib.error, TypeError, KeyError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error


def _from_model(model: Model) -> list[Any]:
    life = model.lifecycle
    days = (life.started, life.legacy, life.extended_access, life.ended)
    return [
        model.id,
        model.name,
        model.provider,
        model.arn,
        model.inputs,
        model.outputs,
        model.streams,
        model.customizations,
        model.inference_types,
        [life.status, *(day and day.isoformat() for day in days)],
        [_from_call(call) for call in model.calls],
        model.listed,
        model.mantle_only,
        model.public_at and model.public_at.isoformat(),
        model.base,
    ]


def _to_model(row: list[Any], region: str) -> Model:
    (model_id, name, provider, arn, inputs, outputs, streams, customizations) = row[:8]
    kinds, life, calls, listed, mantle_only, public_at, base = row[8:]
    return Model(
        model_id,
        region,
        name,
        provider,
        arn,
        tuple(inputs),
        tuple(outputs),
        streams,
        tuple(customizations),
        tuple(kinds),
        Lifecycle(life[0], *map(_moment, life[1:])),
        tuple([_to_call(call) for call in calls]),
        listed,
        mantle_only,
        _moment(public_at),
        base,
    )


def _from_call(call: CallId) -> list[Any]:
    return [
        call.id,
        str(call.kind),
        call.arn,
        call.name,
        call.destinations,
        call.models,
    ]


def _to_call(row: list[Any]) -> CallId:
    call_id, kind, arn, name, destinations, models = row
    places = tuple(destinations), tuple(models)
    return CallId(call_id, _KINDS[kind], arn, name, *places)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
