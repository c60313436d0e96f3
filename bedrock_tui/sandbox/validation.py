"""Refusing requests the way the service does, in its own words."""

from __future__ import annotations

from itertools import pairwise

from bedrock_tui.sandbox import limits
from bedrock_tui.sandbox.answers import invalid
from bedrock_tui.sandbox.catalogue import Model
from bedrock_tui.sandbox.shapes import (
    JsonObject,
    as_list,
    as_number,
    as_object,
    as_text,
)
from bedrock_tui.sandbox.usage import input_tokens

FROM_MODEL = "The model returned the following errors: "


def check(model: Model, body: JsonObject, *, streaming: bool) -> None:
    """Raise the refusal that the service would give; return when there is none."""
    if not model.converses:
        raise invalid(
            "This action doesn't support the model that you provided. Try again with "
            "a supported text or chat model."
        )
    if streaming and not model.streams:
        raise no_streaming()
    _check_messages(body)
    _check_features(model, body, streaming=streaming)
    _check_inference(model, as_object(body.get("inferenceConfig")))
    _check_claude(model.model_id, body)
    if input_tokens(body) > limits.window(model.model_id)[0]:
        raise invalid("Input is too long for requested model.")


def no_streaming() -> Exception:
    """A model that only answers in one piece."""
    return invalid(
        "This model doesn't support streaming. Use the Converse operation instead."
    )


def _check_messages(body: JsonObject) -> None:
    messages = [as_object(message) for message in as_list(body.get("messages"))]
    spoken = [message for message in messages if message.get("role") != "system"]
    if not spoken or spoken[0].get("role") != "user":
        raise invalid(
            "A conversation must start with a user message. Try again with a "
            "conversation that starts with a user message."
        )
    roles = [message.get("role") for message in spoken]
    if any(role == following for role, following in pairwise(roles)):
        raise invalid(
            "A conversation must alternate between user and assistant roles. Make "
            "sure the conversation alternates between user and assistant roles and "
            "try again."
        )
    for number, message in enumerate(messages):
        _check_content(number, as_list(message.get("content")))


def _check_content(number: int, content: list[object]) -> None:
    if not content:
        raise invalid(
            f"The content field in the Message object at messages.{number} is empty. "
            "Add a ContentBlock object to the content field and try again."
        )
    for place, block in enumerate(map(as_object, content)):
        if "text" in block and not as_text(block["text"]).strip():
            raise invalid(
                f"The text field in the ContentBlock object at messages.{number}."
                f"content.{place} is blank. Add text to the text field, and try again."
            )


def _check_features(model: Model, body: JsonObject, *, streaming: bool) -> None:
    model_id = model.model_id
    if body.get("system") and limits.NO_SYSTEM.match(model_id):
        raise invalid(
            "This model doesn't support system messages. Try again without a system "
            "message or use a model that supports system messages."
        )
    if body.get("toolConfig") and limits.NO_TOOLS.match(model_id):
        raise invalid("This model doesn't support tool use.")
    if (
        streaming
        and body.get("toolConfig")
        and limits.NO_STREAMED_TOOLS.match(model_id)
    ):
        raise invalid("This model doesn't support tool use in streaming mode.")
    kinds = {
        kind
        for message in map(as_object, as_list(body.get("messages")))
        for block in map(as_object, as_list(message.get("content")))
        for kind in block
    }
    if "document" in kinds and limits.NO_DOCUMENTS.match(model_id):
        raise invalid("This model doesn't support documents.")
    for kind in ("image", "video"):
        if kind in kinds and kind.upper() not in model.inputs:
            raise invalid(
                f"This model doesn't support the {kind} content block that you "
                "provided. Update the content block and try again."
            )


def _check_inference(model: Model, config: JsonObject) -> None:
    for name in ("temperature", "topP"):
        value = as_number(config.get(name))
        if value is not None and not 0 <= value <= 1:
            bound = (
                "less than or equal to 1" if value > 1 else "greater than or equal to 0"
            )
            raise invalid(
                f"1 validation error detected: Value '{value}' at "
                f"'inferenceConfig.{name}' failed to satisfy constraint: Member must "
                f"have value {bound}"
            )
    asked = as_number(config.get("maxTokens"))
    most = limits.window(model.model_id)[1]
    if asked is None or asked <= most:
        return
    if model.model_id.startswith("anthropic."):
        raise invalid(
            f"{FROM_MODEL}max_tokens: {asked:.0f} > {most}, which is the maximum "
            f"allowed number of output tokens for {model.model_id.partition('.')[2]}"
        )
    raise invalid(
        f"The maximum tokens you requested exceeds the model limit of {most}. Try "
        f"again with a maximum tokens value that is lower than {most}."
    )


def _check_claude(model_id: str, body: JsonObject) -> None:
    claude = limits.claude(model_id)
    if claude is None:
        return
    config = as_object(body.get("inferenceConfig"))
    extra = as_object(body.get("additionalModelRequestFields"))
    given = {
        "temperature": config.get("temperature"),
        "top_p": config.get("topP", extra.get("top_p")),
        "top_k": extra.get("top_k"),
    }
    for name, value in given.items():
        if claude.without_sampling and value is not None and value != 1:
            raise invalid(f"{FROM_MODEL}`{name}` is deprecated for this model.")
    both = given["temperature"] is not None and given["top_p"] is not None
    if claude.one_sampling_only and both:
        raise invalid(
            f"{FROM_MODEL}`temperature` and `top_p` cannot both be specified for this "
            "model. Please use only one."
        )
    budget = as_number(as_object(extra.get("thinking")).get("budget_tokens"))
    asked = as_number(config.get("maxTokens"))
    if budget is not None and asked is not None and asked <= budget:
        raise invalid(
            f"{FROM_MODEL}`max_tokens` must be greater than `thinking.budget_tokens`."
        )
