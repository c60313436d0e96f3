from __future__ import annotations

import pytest

from bedrock_tui.core.criteria import Judgement, Result
from bedrock_tui.core.reply import Judged, Status
from tests.ui import scripted
from tests.ui.scripted import NOW, Script, Stage, ended, sent, text, usage


def judged(*results: Result) -> Script:
    """A reply that came out like this."""
    found = (
        ("ttft < 400ms", "0.42 s"),
        ('contains "queue"', "found"),
        ("cost < 0.01", "unpriced"),
    )
    judgements = tuple(
        Judgement(criterion, result, measured)
        for (criterion, measured), result in zip(found, results, strict=True)
    )
    reply = sent(*text(scripted.ANSWER), *usage(212), Judged(NOW, judgements))
    return Script(reply, ended(Status.OK))


MET = judged(Result.PASS, Result.PASS, Result.PASS)
FAILED = judged(Result.FAIL, Result.PASS, Result.UNKNOWN)
UNKNOWN = judged(Result.PASS, Result.PASS, Result.UNKNOWN)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "small"])
def test_criteria(snap_compare, size):
    stage = Stage(sonnet=FAILED, nova=MET, oss=UNKNOWN)
    assert snap_compare(stage.app, terminal_size=size, run_before=stage.asked)


def test_criteria_of_eight_lanes(snap_compare):
    names = ("sonnet", "nova", "oss", "deepseek", "llama", "mistral", "haiku")
    lanes = dict(zip(names, (MET, FAILED, UNKNOWN) * 3, strict=False))
    stage = Stage(**lanes, kimi=scripted.STREAMING)
    assert snap_compare(stage.app, terminal_size=(120, 36), run_before=stage.asked)
