from __future__ import annotations

import ast
import json
import re
import shlex
from typing import Any

import pytest
import yaml
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.call import Call
from bedrock_tui.core.plain import clean
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.snippets import KINDS, Sent, kind_of
from bedrock_tui.core.target import Target
from bedrock_tui.services.snippets import sent_by

PROFILE = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2"
TEXTS = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    [
        "JSON\n",
        "\nJSON\n",
        "SECRETS",
        "'''",
        '"""',
        "\\",
        "\\'\"",
        "{{ env.HOME }}",
        "{#}}#}{%%}",
    ]
)
"""Any characters, lone surrogates too, and what could end a quotation."""


def sent(
    prompt: str = "Hi", target: Target | None = None, endpoint: str = "", **more: Any
) -> Sent:
    target = target or Target("amazon.nova-micro-v1:0", "eu-west-1")
    call = Call("c", "t", "l", 0, target, prompt, **more)
    return sent_by(call, endpoint_url=endpoint)


def document(text: str) -> Any:
    """The JSON in the last here-document of a command."""
    return json.loads(text[text.index("\n{\n") :].removesuffix("JSON\n"))


def literals(script: str) -> dict[str, Any]:
    """The arguments of `converse_stream` in a script, read without running it."""
    calls = [n for n in ast.walk(ast.parse(script)) if isinstance(n, ast.Call)]
    (call,) = (c for c in calls if ast.unparse(c.func) == "client.converse_stream")
    return {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}


def chat(config: dict[str, Any]) -> list[dict[str, str]]:
    """The chat of a configuration as promptfoo's templates leave it."""
    parsed: list[dict[str, str]] = json.loads(config["prompts"][0])
    for message in parsed:
        data = re.split(r"\{\{ '([{#])' \}\}", message["content"])
        # What Nunjucks acts on, or refuses, in a text that is data.
        assert not re.search(r"\{[{%#]|#\}", "\0".join(data[::2]))
        message["content"] = "".join(data)
    return parsed


@given(prompt=TEXTS, system=TEXTS, stop=TEXTS, model_id=TEXTS.filter(bool))
def test_every_text_comes_through_as_data(prompt, system, stop, model_id):
    target = Target(model_id, "us-east-1")
    parameters = Parameters(77, 0.5, 0.25, (stop,))
    this = sent(prompt, target, system=system, parameters=parameters)
    assert literals(kind_of("boto3").render(this)) == this.arguments
    assert json.loads(kind_of("json").render(this)) == this.arguments
    words = shlex.split(kind_of("aws-cli").render(this))
    assert json.loads(words[-1]) == this.arguments
    for name in ("curl", "curl-key"):
        assert document(kind_of(name).render(this)) == this.body
    config = yaml.safe_load(kind_of("promptfoo").render(this))
    assert config["providers"][0]["id"] == f"bedrock:converse:{model_id}"
    assert config["providers"][0]["config"]["stopSequences"] == [stop]
    said = [("system", system)] if system else []
    said.append(("user", prompt))
    assert [(m["role"], m["content"]) for m in chat(config)] == said


@given(prompt=TEXTS, profile=TEXTS, region=TEXTS, model_id=TEXTS)
def test_nothing_in_a_snippet_acts_on_a_terminal(prompt, profile, region, model_id):
    this = sent(prompt, Target(model_id, region, profile), system=prompt)
    for kind in KINDS:
        text = kind.render(this)
        assert text.endswith("\n")
        assert clean(text) == text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_password_in_the_endpoint_is_left_out(kind):
    text = kind.render(sent(endpoint="https://me:hunter2@proxy.example:8443/base/"))
    assert "hunter2" not in text
    assert "me:" not in text
    if kind.name != "json":
        assert "https://proxy.example:8443/base" in text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_profile_with_a_newline_adds_no_line_of_its_own(kind):
    profile = 'dev\ntouch /tmp/never\n"$(id)'
    text = kind.render(sent(target=Target("a.b", "us-east-1", profile)))
    words = shlex.split(text, comments=True) if kind.extension == "sh" else []
    assert "touch" not in words
    if kind.name == "promptfoo":
        assert yaml.safe_load(text)["providers"][0]["id"] == "bedrock:converse:a.b"


def test_an_arn_is_one_segment_of_the_path():
    path = sent(target=Target(PROFILE, "us-east-1")).path
    assert path == (
        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3A"
        "application-inference-profile%2Fa1b2/converse"
    )


@pytest.mark.parametrize(
    "region",
    [
        *("us-east-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"),
        *("us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"),
    ],
)
def test_curl_goes_where_botocore_goes(region):
    client = get_session().create_client("bedrock-runtime", region_name=region)
    address = sent(target=Target("a.b", region)).address
    assert address == client.meta.endpoint_url


def test_what_was_not_set_is_not_in_the_code():
    for kind in KINDS:
        text = kind.render(sent())
        assert "temperature" not in text
        assert "profile" not in text.lower()
        assert "endpoint" not in text


def test_a_prompt_of_many_lines_is_readable_in_python():
    script = kind_of("boto3").render(
        sent("Explain queues between services.\n\nTwo: «ü»")
    )
    lines = [line.strip() for line in script.splitlines()]
    assert lines[lines.index('"text": (') + 1 :][:3] == [
        '"Explain queues between services.\\n"',
        '"\\n"',
        '"Two: «ü»"',
    ]


TOP = {"description": str, "prompts": list, "providers": list, "tests": list}
CONVERSE = {
    "region": str,
    "endpoint": str,
    "maxTokens": int,
    "temperature": float,
    "topP": float,
    "stopSequences": list,
}
"""The documented members that we use; see `core/snippets/promptfoo.py`."""


def test_the_promptfoo_configuration_keeps_to_the_documented_schema():
    parameters = Parameters(10, 0.1, 0.9, ("END",))
    this = sent("Hi", system="Be brief.", parameters=parameters, endpoint="http://h:1")
    config = yaml.safe_load(kind_of("promptfoo").render(this))
    assert {name: type(value) for name, value in config.items()} == TOP
    (prompt,) = config["prompts"]
    assert "\n" in prompt  # else promptfoo looks for a file of this name
    assert chat(config) == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
    ]
    (provider,) = config["providers"]
    assert provider.keys() == {"id", "config"}
    assert {n: type(v) for n, v in provider["config"].items()} == CONVERSE
    assert config["tests"] == [{"vars": {}}]


def test_a_template_in_a_prompt_reads_no_environment_variable():
    text = kind_of("promptfoo").render(sent("{{ env.AWS_SECRET_ACCESS_KEY }}{% x %}{#"))
    assert "{{ env" not in text
    config = yaml.safe_load(text)
    assert chat(config)[0]["content"] == "{{ env.AWS_SECRET_ACCESS_KEY }}{% x %}{#"
