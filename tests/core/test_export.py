from __future__ import annotations

import json

import pytest

from bedrock_tui.core.export import markdown, shapes
from bedrock_tui.core.export.formats import Format, format_of, render
from bedrock_tui.core.export.transcript import Transcript
from tests.core.saved import call, saved, two_turns


def test_a_comparison_without_calls_cannot_be_saved() -> None:
    with pytest.raises(ValueError, match="without calls"):
        Transcript("id", ())


def test_turns_are_in_the_order_they_began_and_lanes_as_they_stand() -> None:
    first, second = two_turns().turns
    assert first.prompt == "Explain queues"
    assert [each.text for each in first.calls] == ["First, pro", "First, micro"]
    assert second.prompt == "And stacks?"
    assert [each.text for each in second.calls] == ["Second, pro", "Second, micro"]


def test_markdown_of_several_turns_numbers_them() -> None:
    page = markdown.page(two_turns())
    heads = [line for line in page.splitlines() if line.startswith("#")]
    assert heads == [
        "# Comparison 01COMPARISON",
        "## Turn 1",
        "### amazon.nova-pro-v1:0@us-east-1",
        "### amazon.nova-micro-v1:0@us-east-1",
        "## Turn 2",
        "### amazon.nova-pro-v1:0@us-east-1",
        "### amazon.nova-micro-v1:0@us-east-1",
    ]
    assert page.index("> Explain queues") < page.index("## Turn 2")
    assert page.endswith("Second, micro\n")


def test_markdown_says_that_replies_are_simulated() -> None:
    assert "*Simulated replies: " in markdown.page(saved(simulated=True))
    assert "imulated" not in markdown.page(saved())


def test_saved_json_has_the_lanes_of_compare_and_what_was_asked() -> None:
    transcript = saved(call(system="Be brief."), simulated=True)
    page = json.loads(shapes.page(transcript))
    [lane] = page.pop("lanes")
    assert page == {
        "comparison_id": "01COMPARISON",
        "started_at": "2026-03-01T12:30:15.000+00:00",
        "simulated": True,
        "system": "Be brief.",
    }
    assert (lane.pop("turn"), lane.pop("prompt")) == (1, "Explain queues")
    printed = shapes.comparison(transcript)
    assert set(printed) == {"comparison_id", "lanes"}
    assert [lane] == printed["lanes"]


def test_saved_json_tells_the_turn_of_every_lane() -> None:
    lanes = json.loads(shapes.page(two_turns()))["lanes"]
    assert [(each["turn"], each["text"]) for each in lanes] == [
        (1, "First, pro"),
        (1, "First, micro"),
        (2, "Second, pro"),
        (2, "Second, micro"),
    ]


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        (".md", Format.MARKDOWN),
        (".Markdown", Format.MARKDOWN),
        (".HTML", Format.HTML),
        (".htm", Format.HTML),
        (".json", Format.JSON),
        (".txt", None),
        ("", None),
    ],
)
def test_the_end_of_a_name_tells_the_format(suffix: str, form: Format | None) -> None:
    assert format_of(suffix) is form


def test_every_format_has_its_page() -> None:
    begins = {form.label: render(saved(), form)[:9] for form in Format}
    assert begins == {
        "Markdown": "# Compari",
        "HTML": "<!doctype",
        "JSON": '{\n  "comp'[:9],
    }
