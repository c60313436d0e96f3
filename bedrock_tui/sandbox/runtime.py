"""Calls to models: switches, refusals, and the plan of a reply."""

from __future__ import annotations

from bedrock_tui.sandbox import catalogue, control, refusals, replies, validation
from bedrock_tui.sandbox.answers import Answer, Broken, Refusal, invalid, ok
from bedrock_tui.sandbox.catalogue import Target
from bedrock_tui.sandbox.exchange import Exchange, Memory
from bedrock_tui.sandbox.faults import TABLE, UnknownSwitch
from bedrock_tui.sandbox.script import Asked, compose
from bedrock_tui.sandbox.shapes import JsonObject, as_list, as_object, as_text
from bedrock_tui.sandbox.stream import Plan
from bedrock_tui.sandbox.usage import input_tokens, usage
from bedrock_tui.sandbox.words import Active, Word, read_prompt

TINY_PACE = 1000.0
"""Tokens per second of the tiny deltas, so that they end in three seconds."""


def invoke(
    exchange: Exchange, memory: Memory, given: str, *, streaming: bool
) -> Plan | Answer | Broken:
    """What a Converse or ConverseStream request gets; raises Refusal."""
    body = exchange.body()
    words, prompt = _words(body)
    base = _base(exchange.region, given)
    faults = Active((*memory.options, *words), (given, base))
    if broken := _broken(faults, streaming=streaming):
        return broken
    _refuse(exchange, memory, faults, given, prompt, streaming=streaming)
    target = catalogue.resolve(exchange.region, given)
    validation.check(target.model, body, streaming=streaming)
    return _plan(exchange, target, Asked(target.model.model_id, prompt, body, faults))


def count_tokens(exchange: Exchange, given: str) -> Answer:
    """CountTokens: foundation models only, neither profiles nor profile-only ones."""
    unsupported = invalid("The provided model doesn't support counting tokens.")
    identifier = given.rpartition("/")[2]
    model = catalogue.models().get(identifier)
    if model is None and catalogue.split_profile(identifier)[0]:
        raise unsupported
    if model is None or exchange.region not in model.regions:
        raise catalogue.wrong_id()
    if exchange.region not in model.on_demand or not model.converses:
        raise unsupported
    asked = as_object(exchange.body().get("input"))
    if "converse" in asked:
        return ok({"inputTokens": input_tokens(as_object(asked["converse"]))})
    encoded = as_text(as_object(asked.get("invokeModel")).get("body"))
    return ok({"inputTokens": max(1, len(encoded) * 3 // 4 // 4)})


def _words(body: JsonObject) -> tuple[list[Word], str]:
    asked = [
        message
        for message in map(as_object, as_list(body.get("messages")))
        if message.get("role") == "user"
    ]
    blocks = as_list(asked[-1].get("content")) if asked else []
    text = "\n".join(as_text(as_object(block).get("text")) for block in blocks)
    try:
        return read_prompt(text)
    except UnknownSwitch as error:
        raise invalid(f"bedrock-tui sandbox: {error}") from error


def _base(region: str, given: str) -> str:
    """The id of the model behind the given one, for switches that name it."""
    try:
        return catalogue.resolve(region, given).model.model_id
    except Refusal:
        return given


def _broken(faults: Active, *, streaming: bool) -> Answer | Broken | None:
    foreign = {"html": refusals.PROXY_PAGE, "bearer-expired": refusals.BEARER_EXPIRED}
    for name, page in foreign.items():
        if name in faults:
            return page
    if "no-headers" in faults:
        return Broken("silence")
    whole: dict[str, Broken] = {
        "stall": Broken("silence"),
        "reset": Broken("reset"),
        "cut": Broken("cut"),
        "drop": Broken("drop"),
    }
    broken = [how for name, how in whole.items() if name in faults and not streaming]
    return broken[0] if broken else None


def _refuse(
    exchange: Exchange,
    memory: Memory,
    faults: Active,
    given: str,
    prompt: str,
    *,
    streaming: bool,
) -> None:
    if streaming and "no-stream" in faults:
        raise validation.no_streaming()
    action = "InvokeModelWithResponseStream" if streaming else "InvokeModel"
    arn = control.invoked_arn(exchange.region, given)
    call = refusals.Call(memory.caller(exchange).arn, given, arn, f"bedrock:{action}")
    for switch in TABLE:
        name = switch.name
        if name not in faults:
            continue
        if not streaming:
            name = refusals.CONVERSE_INSTEAD.get(name, name)
        if name not in refusals.NAMES:
            continue
        times = faults.number(switch.name) if name == switch.name else None
        if memory.fails((name, given, exchange.region, prompt), times):
            raise refusals.refusal(name, faults, call)


def _plan(exchange: Exchange, target: Target, asked: Asked) -> Plan:
    model_id, faults, body = target.model.model_id, asked.faults, asked.body
    reply = compose(asked)
    first_token = faults.number("ttft")
    if first_token is None:
        first_token = replies.first_token(model_id)
    if "slow" in faults:
        first_token = faults.number("slow") or 0
    default_pace = TINY_PACE if "tiny" in faults else replies.pace(model_id)
    echoes: JsonObject = {
        name: body[name]
        for name in ("serviceTier", "performanceConfig")
        if name in body
    }
    return Plan(
        reply=reply,
        usage=usage(model_id, input_tokens(body), reply.tokens),
        echoes=echoes,
        started=exchange.arrived,
        first_token=first_token,
        pace=max(faults.number("pace") or default_pace, 0.1),
        faults=faults,
    )
