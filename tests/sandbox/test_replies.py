from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bedrock_tui.sandbox import naming, replies

MICRO = "amazon.nova-micro-v1:0"
KINDS = {"": replies.write, "list": replies.long_list, "code": replies.long_code}


def written(kind, tokens, prompt="Explain queues", model=MICRO):
    return KINDS[kind](model, naming.name(model), prompt, tokens)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(tokens=st.integers(1, 700), prompt=st.sampled_from(["", "Hi", "Why? " * 40]))
def test_a_reply_has_exactly_the_tokens_asked_for(kind, tokens, prompt):
    found = written(kind, tokens, prompt)
    assert len(found) == tokens
    assert replies.pieces("".join(found)) == found


@pytest.mark.parametrize("tokens", [1, 40, 500, 2000])
@pytest.mark.parametrize("kind", KINDS)
def test_the_length_counts_in_deltas(stream, kind, tokens):
    heard = stream(f"text:{kind or 'md'} pace:1e6 tokens:{tokens}")
    assert (len(heard.deltas), heard.stop) == (tokens, "end_turn")
    usage = heard.events[-1]["metadata"]["usage"]
    assert usage["outputTokens"] == tokens


@pytest.mark.parametrize("tokens", [40, 500, 2000])
@pytest.mark.parametrize("kind", KINDS)
def test_max_tokens_cuts_a_reply_of_any_length(stream, kind, tokens):
    config = {"inferenceConfig": {"maxTokens": 25}}
    heard = stream(f"text:{kind or 'md'} tokens:{tokens}", **config)
    assert (len(heard.deltas), heard.stop) == (25, "max_tokens")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prompt", ["Hi", "Explain queues", "Why? " * 40])
def test_a_reply_ends_whole(kind, prompt):
    for tokens in range(60, 400):
        text = "".join(written(kind, tokens, prompt))
        assert text.count("```") % 2 == 0
        tokens_of = MarkdownIt("commonmark").enable("table").parse(text)
        words = [
            child.content
            for token in tokens_of
            for child in token.children or ()
            if child.type == "text"
        ]
        for mark in ("*", "`", "]("):
            assert not any(mark in word for word in words), (tokens, mark, text)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_length_a_reply_has_a_few_hundred_tokens(kind):
    assert 180 <= len(written(kind, None)) < 500
    assert written(kind, None) == written(kind, None)


def test_reasoning_has_its_tokens_too():
    for tokens in (1, 60, 333):
        assert len(replies.reasoning(MICRO, "Hi", tokens)) == tokens
