"""A call as a promptfoo configuration.

Members: https://promptfoo.dev/docs/providers/aws-bedrock ("Converse API") and
https://promptfoo.dev/config-schema.json.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from textwrap import indent
from typing import Any

from bedrock_tui.core.plain import clean
from bedrock_tui.core.snippets.sent import Sent, as_json, as_literal

_TEMPLATE = re.compile(r"\{(?=[{%#])|#(?=\})")
"""What begins a template in Nunjucks, with which promptfoo reads prompts, and what it
refuses outside of one."""

_CONFIG = """\
# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json
# {run}
description: {description}
prompts:
  - |-
{prompt}
providers:
  - id: {id}
    config:
{config}
tests:
  - vars: {{}}
"""


def promptfoo(sent: Sent) -> str:
    """Return a configuration with this one prompt and provider.

    The prompt is a chat in JSON: plain text that begins with `user:`, or looks like a
    file's name, would be taken for something else.
    """
    parameters = sent.arguments.get("inferenceConfig", {})
    members = {"region": sent.target.region, **parameters}
    if sent.endpoint:
        members["endpoint"] = sent.endpoint
    config = "\n".join(f"{name}: {_scalar(v)}" for name, v in members.items())
    return _CONFIG.format(
        run=_run(sent),
        description=_scalar(f"{sent.target.name} in {sent.target.region}"),
        prompt=indent(as_json(_chat(sent.arguments)), " " * 4),
        id=_scalar(f"bedrock:converse:{sent.target.id}"),
        config=indent(config, " " * 6),
    )


def _scalar(value: object) -> str:
    """Return a text, a number or a list of them in YAML's flow style."""
    if isinstance(value, list):
        return f"[{', '.join(map(_scalar, value))}]"
    return as_literal(value) if isinstance(value, str) else json.dumps(value)


def _run(sent: Sent) -> str:
    """Return how to run it: promptfoo's own `profile` knows those of SSO alone."""
    profile = " ".join(clean(sent.target.aws_profile).split())
    chosen = f"AWS_PROFILE={shlex.quote(profile)} " if profile else ""
    return f"{chosen}npx promptfoo@latest eval -c promptfooconfig.yaml"


def _chat(arguments: Mapping[str, Any]) -> list[dict[str, str]]:
    system = arguments.get("system")
    messages = [{"role": "system", "content": system}] if system else []
    messages += arguments["messages"]
    return [{"role": m["role"], "content": _text(m["content"])} for m in messages]


def _text(blocks: Sequence[Mapping[str, str]]) -> str:
    """Return the text of a message's blocks, with nothing in it that is a template."""
    text = "".join(block["text"] for block in blocks)
    return _TEMPLATE.sub(r"{{ '\g<0>' }}", text)
