"""The models of one region while its lists are read, and which ids reach them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bedrock_tui.core.catalogue import CallId, CallKind, Model

_ORDER = {kind: place for place, kind in enumerate(CallKind)}


class Shelf:
    """Collects models by id; an id that is called is kept once, under one model."""

    def __init__(self, region: str) -> None:
        self.region = region
        self._models: dict[str, Model] = {}
        self._calls: dict[str, list[CallId]] = {}
        self._known: dict[str, CallId] = {}
        """What is called, by its id and by its ARN."""
        self._makers: dict[str, str] = {}
        """Names of providers by the first word of their models' ids."""

    def add(self, model: Model) -> None:
        """Add a model with its ids, unless it is there."""
        if model.id in self._models:
            return
        self._models[model.id] = replace(model, calls=()) if model.calls else model
        self._makers.setdefault(model.id.partition(".")[0], model.provider)
        for call in model.calls:
            self._put(model.id, call)

    def find(self, model_id: str) -> Model | None:
        """Return a model, without its ids."""
        return self._models.get(model_id)

    def call(self, name: str) -> CallId | None:
        """Return what an id or ARN calls, if it is known."""
        return self._known.get(name)

    def attach(self, call: CallId, models: Sequence[str]) -> None:
        """Let an id reach the first listed one of `models`, or the first at all.

        Where none is listed, a model is made up that says so.
        """
        listed = (each for each in models if each in self._models)
        model_id = next(listed, models[0])
        if model_id not in self._models:
            self.add(self._unlisted(model_id, call))
        self._put(model_id, call)

    def add_mantle(self, model: Model) -> None:
        """Add a model that is not here otherwise, or mark the one that is no use."""
        there = self._models.get(model.id)
        if there is None:
            self._models[model.id] = replace(model, listed=False, mantle_only=True)
        elif not self._calls.get(model.id):
            self._models[model.id] = replace(there, mantle_only=True)

    def models(self) -> tuple[Model, ...]:
        """Return the models in the order they came, their best ids first."""
        return tuple(
            replace(model, calls=tuple(sorted(calls, key=_place))) if calls else model
            for model in self._models.values()
            for calls in (self._calls.get(model.id),)
        )

    def _put(self, model_id: str, call: CallId) -> None:
        if call.id in self._known:
            return
        self._known[call.id] = call
        if call.arn:
            self._known.setdefault(call.arn, call)
        self._calls.setdefault(model_id, []).append(call)

    def _unlisted(self, model_id: str, call: CallId) -> Model:
        maker = self._makers.get(model_id.partition(".")[0], "")
        name = call.name
        if call.kind in (CallKind.GEO, CallKind.GLOBAL):
            # The profile's name is the model's after the prefix: `US Anthropic Claude…`
            first, _, rest = name.partition(" ")
            if rest and call.id.startswith(f"{first.lower()}."):
                name = rest.removeprefix(f"{maker} ") if maker else rest
        elif model_id != call.id:
            name = ""
        return Model(model_id, self.region, name, maker, listed=False)


def _place(call: CallId) -> int:
    return _ORDER[call.kind]
