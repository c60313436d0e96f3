from __future__ import annotations

import base64
import hashlib
import html
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.export import webpage
from bedrock_tui.core.metrics import Metrics, Served, TokenUsage
from bedrock_tui.core.plain import clean, one_line
from bedrock_tui.core.prices import Confidence
from bedrock_tui.core.reply import Status
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.sandbox import hostile
from tests.core.saved import DENIED, Page, call, cost, saved, two_turns
from tests.support import MICRO

OURS = {
    *("html", "head", "meta", "title", "style", "body", "main", "footer", "section"),
    *("h1", "h2", "h3", "p", "div", "span", "article", "code", "bdi"),
    *("dl", "dt", "dd", "details", "summary"),
}
ATTRIBUTES = {"lang", "charset", "name", "http-equiv", "content", "class", "dir"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
EVIL = {
    "script": "<script>alert(1)</script><SCRIPT SRC=//evil.example></SCRIPT>",
    "style": "</style></title></textarea><style>*{display:none}</style>",
    "attribute": "\" onload='alert(1)' x=`y` class=\"",
    "link": "[x](javascript:alert(1)) <a href=javascript:alert(1)>x</a>",
    "entities": "&lt;b&gt; &amp;amp; &#60;script&#62; &#x202e; &nbsp;&copy &",
    "comment": "<!-- --> --!> <![CDATA[ x ]]> <?php x ?> <!doctype html>",
    "frame": "<iframe src='data:text/html,x'></iframe><img src=x onerror=y>",
    "nul": "a\0b\x0c\x0b\x7f\x85c\x1b[31mred\x1b]0;title\x07",
    "surrogates": "\ud83d alone \udc00 \udfff\ud800 \ufffe\uffff",
    "bidi": "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u061c עברית",
    "lines": "\n\n  first lines are kept\r\n\tand\u2028so on\r",
    "everything": hostile.text(),
}


def read(page: str) -> Page:
    """Read a page that has only our own elements and attributes."""
    found = Page(page)
    assert found.odd == []
    assert found.names() <= OURS
    for name, attributes in found.elements:
        assert set(attributes) <= ATTRIBUTES, (name, attributes)
    return found


def every_text(text: str) -> str:
    """The page of a comparison in which every foreign text is this one."""
    failure = replace(DENIED, title=text, message=text, remedy=text)
    everything = call(
        comparison_id=text,
        target=Target(text, text, text),
        prompt=text,
        system=text,
        parameters=Parameters(stop_sequences=(text,)),
        text=text,
        reasoning=text,
        tools=((text, text),),
        notes=(text,),
        stop_reason=text,
        request_id=text,
        served=Served(text, text, text),
        cost=replace(cost(1), source=text, notes=(text,), why=text),
        failure=failure,
    )
    return webpage.page(saved(everything, replace(everything, id="other")))


@pytest.mark.parametrize("what", EVIL)
def test_hostile_text_is_text(what: str) -> None:
    text = EVIL[what]
    page = every_text(text)
    page.encode()  # no half of a surrogate pair is left
    assert (
        re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page) is None
    )
    found = read(page)
    shown = clean(text)
    assert found.of("reply text") == [shown] * 2
    assert found.of("asked text") == [shown] * 2  # system prompt and prompt
    assert [body for _, body in found.texts if body == shown][:1] == [shown]
    assert set(found.of("h3")) == {one_line(text)}
    assert found.of("details")[:2] == [
        "Reasoning" + shown,
        f"Tool use: {one_line(text)}{shown}",
    ]


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_at_all_is_text(text: str) -> None:
    found = read(every_text(f"x{text}"))
    assert found.of("reply text") == [clean(f"x{text}")] * 2


def test_the_page_needs_nothing_and_may_do_nothing() -> None:
    page = webpage.page(saved())
    found = read(page)
    policy = next(
        attributes["content"]
        for _, attributes in found.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    [style] = found.of("style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'none'"
    )
    assert "unsafe" not in page
    assert "url(" not in style
    assert "@import" not in style
    assert "prefers-color-scheme: dark" in style
    assert "://" not in page
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert page.startswith('<!doctype html>\n<html lang="en"><head><meta charset=')


def test_the_numbers_are_told_in_words() -> None:
    found = read(webpage.page(saved()))
    assert found.facts() == [
        ("Time to first token", "0.42 s"),
        ("Total (latency)", "3.30 s"),
        ("Latency told by AWS", "3.20 s"),
        ("Speed", "71 tokens/s"),
        ("Tokens", "24 in, 212 out, 900 read from the cache, 30 written to the cache"),
        ("Cost", "$0.0081 · exact · prices.toml · 2026-02-01"),
        ("Stop reason", "end_turn"),
        ("Attempts", "1"),
        ("Request id", "req-1"),
        ("Asked for", "at most 1,024 tokens"),
    ]
    assert found.of("h1") == ["Comparison"]
    assert "2026-03-01 12:30:15 UTC · 01COMPARISON" in found.of("soft")
    assert found.of("title") == ["Explain queues · bedrock-tui"]


def test_unknown_numbers_are_dashes_and_rare_ones_are_told() -> None:
    bare = call(
        usage=TokenUsage(),
        metrics=Metrics(wait_ms=1500.0),
        cost=None,
        stop_reason="",
        request_id="",
        served=Served("flex", "", "arn:router"),
        parameters=Parameters(9, 0.5, 1.0, ("A", "B")),
    )
    facts = dict(read(webpage.page(saved(bare))).facts())
    assert facts["Time to first token"] == facts["Cost"] == facts["Request id"] == "–"
    assert facts["Tokens"] == "– in, – out"
    assert facts["Waited before"] == "1.50 s"
    assert facts["Answered by"] == "arn:router"
    assert facts["Service tier"] == "flex"
    asked = "at most 9 tokens · temperature 0.5 · top p 1 · stops at 'A' 'B'"
    assert facts["Asked for"] == asked


def test_estimates_and_unknown_costs_are_told_as_such() -> None:
    guessed = call(cost=cost(8_100_000, Confidence.ESTIMATE))
    unknown = call(cost=cost(None))
    found = read(webpage.page(saved(guessed, unknown)))
    costs = [value for name, value in found.facts() if name == "Cost"]
    assert costs[0].startswith("~$0.0081 · estimate · ")
    assert costs[1] == "unpriced · nobody knows its price"


def test_failures_say_what_to_do_and_lanes_that_run_say_so() -> None:
    failed = call(status=Status.FAILED, text="", failure=DENIED)
    running = call(status=Status.RUNNING, text="half")
    found = read(webpage.page(saved(failed, running)))
    assert found.of("failure") == [
        "No policy allows thisUser is not authorizedAdd it to your policy."
    ]
    assert found.of("failed") == ["failed"]
    assert found.of("running") == ["running, as it stood when saved"]
    assert found.of("reply text") == ["half"]


def test_marks_and_simulated_replies_are_shown() -> None:
    slow = call(metrics=Metrics(100.0, 9000.0, None, 0.0, 5.0))
    page = webpage.page(saved(call(), slow, simulated=True))
    found = read(page)
    badges = [text for key, text in found.texts if key == "state"]
    assert badges == ["okfastestsimulated", "okfirstsimulated"]
    assert found.of("notice") == [
        "Simulated replies: this comparison was made with the demo, not with AWS."
    ]
    assert "imulated" not in webpage.page(saved()).replace(".simulated", "")


def test_turns_come_one_after_the_other_each_with_its_lanes() -> None:
    found = read(webpage.page(two_turns()))
    assert found.of("h2") == ["Prompt 1 of 2", "Prompt 2 of 2"]
    assert found.of("asked text") == ["Explain queues", "And stacks?"]
    replies = ["First, pro", "First, micro", "Second, pro", "Second, micro"]
    assert found.of("reply text") == replies


def test_profiles_are_named_where_they_tell_lanes_apart() -> None:
    alike = read(webpage.page(saved(call(), call())))
    assert alike.of("soft")[1:] == ["us-east-1"] * 2
    other = call(target=Target(MICRO, "us-east-1"))
    found = read(webpage.page(saved(call(), other)))
    assert "us-east-1 · dev" in found.of("soft")
    assert "us-east-1 · default credentials" in found.of("soft")


@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="no Chromium here")
def test_a_browser_shows_the_texts_and_runs_nothing(tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    text = "<script>document.title = 'owned'</script></style>" + EVIL["bidi"]
    path = tmp_path / "page.html"
    path.write_text(every_text(text), encoding="utf-8")
    command = [
        *(browser, "--headless", "--disable-gpu", "--no-sandbox"),
        *(f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    dom = done.stdout.decode()
    assert "<title>owned" not in dom
    assert "<script" not in dom
    assert html.escape(clean(text), quote=False) in dom
