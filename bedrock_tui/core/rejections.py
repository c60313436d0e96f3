"""Sampling settings that models refuse, and requests without them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.request import Parameters


class Setting(StrEnum):
    """What a model may refuse, in the words that people read."""

    TEMPERATURE = "temperature"
    TOP_P = "top p"
    TOP_P_BESIDE_TEMPERATURE = "top p beside a temperature"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A model refused a setting."""

    model_id: str
    """Without the prefix of an inference profile: what holds for the model holds
    wherever it is called."""
    setting: Setting
    at: datetime


def refused(failure: Failure, sent: Parameters) -> Setting | None:
    """Return which of the settings that were sent a failure is about, if any."""
    if failure.category != Category.PARAMETER:
        return None
    if failure.change == "temperature" and sent.temperature is not None:
        return Setting.TEMPERATURE
    if failure.change != "top-p" or sent.top_p is None:
        return None
    both = "both" in failure.message and sent.temperature is not None
    return Setting.TOP_P_BESIDE_TEMPERATURE if both else Setting.TOP_P


def without(
    parameters: Parameters, refusals: Collection[Setting]
) -> tuple[Parameters, tuple[Setting, ...]]:
    """Return the parameters less what is refused, and what was left out."""
    left_out: list[Setting] = []
    if Setting.TEMPERATURE in refusals and parameters.temperature is not None:
        parameters = replace(parameters, temperature=None)
        left_out.append(Setting.TEMPERATURE)
    if Setting.TOP_P in refusals and parameters.top_p is not None:
        parameters = replace(parameters, top_p=None)
        left_out.append(Setting.TOP_P)
    beside = parameters.top_p is not None and parameters.temperature is not None
    if Setting.TOP_P_BESIDE_TEMPERATURE in refusals and beside:
        parameters = replace(parameters, top_p=None)
        left_out.append(Setting.TOP_P_BESIDE_TEMPERATURE)
    return parameters, tuple(left_out)
