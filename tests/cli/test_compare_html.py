from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Run
from tests.core.saved import Page
from tests.support import FAST, MICRO, PRO

HI = f"Hi {FAST}"


@pytest.mark.parametrize("form", [[], ["--json"], ["--markdown"]])
def test_a_web_page_is_written_beside_what_is_printed(
    aws: Sandbox, run: Run, tmp_path: Path, form: list[str]
) -> None:
    path = tmp_path / "page.html"
    path.write_text("from before " * 9999)
    words = ("compare", HI, "-t", MICRO, "-t", PRO, "-s", "Be brief.")
    result = run(*words, "--html", str(path), *form)
    assert result.exit_code == 0
    assert "simulated reply" in result.stdout
    assert result.stderr.endswith(f"Saved as {path}.\n")
    found = Page(path.read_text(encoding="utf-8"))
    assert found.of("asked text") == ["Be brief.", HI]
    assert found.of("h3") == [MICRO, PRO]
    assert [text[:9] for text in found.of("reply text")] == ["This is a"] * 2
    assert found.of("notice") == []  # not the demo: nothing is known of who answered


def test_the_page_has_failures_and_the_exit_code_stays(
    aws: Sandbox, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    prompt = f"{HI} fault:access-denied@nova-micro"
    result = run("compare", prompt, "-t", MICRO, "-t", PRO, "--html", str(path))
    assert result.exit_code == 1
    [failure] = Page(path.read_text(encoding="utf-8")).of("failure")
    assert failure.startswith("Your IAM policy does not allow this")
    assert "Allow bedrock:InvokeModelWithResponseStream on" in failure


@pytest.mark.parametrize(
    ("where", "words"), [("none/page.html", "There is no folder"), ("", "is a folder")]
)
def test_a_place_that_cannot_be_is_told_before_anything_is_sent(
    aws: Sandbox, run: Run, tmp_path: Path, where: str, words: str
) -> None:
    result = run("compare", HI, "-t", MICRO, "--html", str(tmp_path / where))
    assert result.exit_code == 2
    assert words in result.stderr
    assert aws.requests == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is full")
def test_a_page_that_cannot_be_written_leaves_the_answer(
    aws: Sandbox, run: Run
) -> None:
    result = run("compare", HI, "-t", MICRO, "--json", "--html", "/dev/full")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["lanes"][0]["status"] == "ok"
    assert "/dev/full could not be written: No space left" in result.stderr


def test_the_demo_says_that_it_is_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    result = run("compare", HI, "-t", MICRO, "--demo", "--html", str(path))
    assert result.exit_code == 0
    assert len(Page(path.read_text(encoding="utf-8")).of("simulated")) == 1
