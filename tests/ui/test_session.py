"""Whose session it is, seen on the screen: codes that are asked for, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Flags, resolve
from bedrock_tui.ui.app import BedrockTui
from tests.aws.people import (
    ENV_KEYS,
    MFA,
    TOKEN,
    Home,
    Services,
    home,
    services,
    stamp,
    sts,
)
from tests.situations import QUESTION
from tests.support import PRO
from tests.ui.conftest import Desk

__all__ = ["home", "services"]

PATIENCE = 30
SOON = "The AWS credentials run out: "
ENDED = "The AWS credentials have expired. f2, then L renews them."


@asynccontextmanager
async def running(
    sandbox: Sandbox, home: Home, folder: Path, profile: str | None = None
) -> AsyncIterator[Desk]:
    """The program with the AWS settings of a home."""
    home.set({"AWS_ENDPOINT_URL": sandbox.url})
    flags = Flags(aws_profile=profile, region="us-east-1", database=folder / "calls.db")
    bench = Workbench(resolve(flags, {}))
    app = BedrockTui(bench, (f"{PRO}@us-east-1",))
    try:
        async with app.run_test(size=(160, 40), notifications=True) as pilot:
            desk = Desk(app, pilot, bench, sandbox)
            await desk.until(lambda: desk.compare.opened, PATIENCE)
            yield desk
    finally:
        assert bench.close()


async def polls(desk: Desk, times: int) -> None:
    """Look at clock and files so many times; what waits for a person fails."""
    for _ in range(times):
        async with asyncio.timeout(PATIENCE):
            await desk.app._session.poll()


def warnings(desk: Desk) -> list[str]:
    """Return the notifications on the screen, each as if it were not wrapped."""
    lines = desk.seen().split("\n")
    shown = []
    for toast in desk.app.screen.query("Toast"):
        place = toast.content_region
        rows = (line[place.x : place.right] for line in lines[place.y : place.bottom])
        shown.append(" ".join(" ".join(rows).split()))
    return [text for text in shown if text]


def head(desk: Desk) -> str:
    return desk.seen().split("\n")[0]


async def asked(desk: Desk) -> None:
    await desk.until_seen(QUESTION, PATIENCE)


async def answer(desk: Desk, *keys: str) -> None:
    await desk.pilot.press(*keys)
    await desk.until(lambda: QUESTION not in desk.seen(), PATIENCE)


def ends_in(time: timedelta) -> dict[str, str]:
    """Return keys of the environment that end so much later."""
    end = stamp(datetime.now(UTC) + time)
    return {
        **ENV_KEYS,
        "AWS_SESSION_TOKEN": TOKEN,
        "AWS_CREDENTIAL_EXPIRATION": end,
    }


async def test_who_left_the_mfa_dialog_is_asked_again_only_when_they_look(
    sandbox: Sandbox, home: Home, services: Services, tmp_path: Path
) -> None:
    services.answers["/"] = sts
    home.write(config=MFA)
    async with running(sandbox, home, tmp_path, "dev") as desk:
        await asked(desk)
        await answer(desk, "escape")
        await desk.until(lambda: desk.app._session.identity is not None, PATIENCE)
        await polls(desk, 3)
        assert QUESTION not in desk.seen()
        assert services.bodies == []
        await desk.pilot.press("f2")
        await asked(desk)
        await answer(desk, *"123456", "enter")
        await desk.until_seen("444455556666", PATIENCE)


async def test_good_keys_of_an_mfa_code_are_kept_when_files_change(
    sandbox: Sandbox, home: Home, services: Services, tmp_path: Path
) -> None:
    services.answers["/"] = sts
    home.write(config=MFA)
    async with running(sandbox, home, tmp_path, "dev") as desk:
        await asked(desk)
        await answer(desk, *"123456", "enter")
        await desk.until(lambda: "dev · 444455556666" in head(desk), PATIENCE)
        home.write(config=f"{MFA}[profile other]\nregion = eu-west-1\n")
        await polls(desk, 3)
        await desk.pilot.press("f2")
        await desk.until_seen("✓ Credentials found and valid", PATIENCE)
        assert QUESTION not in desk.seen()
        roles = [body for body in services.bodies if "Action=AssumeRole" in body]
        assert len(roles) == 1


async def test_a_warning_comes_once_before_the_end_and_the_header_counts_down(
    sandbox: Sandbox, home: Home, tmp_path: Path
) -> None:
    home.set(ends_in(timedelta(minutes=12)))
    async with running(sandbox, home, tmp_path) as desk:
        await desk.until(lambda: "111122223333" in head(desk), PATIENCE)
        assert "11m left" in head(desk) or "10m left" in head(desk)
        await polls(desk, 1)
        await desk.until(lambda: warnings(desk) != [], PATIENCE)
        [warning] = warnings(desk)
        assert warning.startswith(SOON)
        assert warning.endswith("m left. f2, then L renews them.")
        await polls(desk, 5)
        await desk.pilot.pause()
        assert warnings(desk) == [warning]


async def test_nobody_is_warned_long_before_the_end(
    sandbox: Sandbox, home: Home, tmp_path: Path
) -> None:
    home.set(ends_in(timedelta(minutes=50)))
    async with running(sandbox, home, tmp_path) as desk:
        await desk.until(lambda: "m left" in head(desk), PATIENCE)
        await polls(desk, 3)
        await desk.pilot.pause()
        assert warnings(desk) == []


async def test_keys_that_end_while_the_program_runs_are_told(
    sandbox: Sandbox, home: Home, tmp_path: Path
) -> None:
    home.set(ends_in(timedelta(hours=3)))
    async with running(sandbox, home, tmp_path) as desk:
        await desk.until(lambda: "2h59m left" in head(desk), PATIENCE)
        home.set(ends_in(timedelta(seconds=1)))
        home.write(config="[default]\nregion = us-east-1\n")
        await polls(desk, 1)
        await desk.until(lambda: "2h59m left" not in head(desk), PATIENCE)
        await asyncio.sleep(1)
        await polls(desk, 1)
        await desk.until(lambda: ENDED in warnings(desk), PATIENCE)
        await desk.until(lambda: "· expired" in head(desk), PATIENCE)
        await polls(desk, 3)
        await desk.pilot.pause()
        assert warnings(desk).count(ENDED) == 1
        await desk.pilot.press("f2")
        await desk.until_seen("Your credentials have expired", PATIENCE)


async def test_a_dialog_that_is_open_is_not_opened_again(
    sandbox: Sandbox,
    home: Home,
    services: Services,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bedrock_tui.ui.app.POLL", 0.05)
    services.answers["/"] = sts
    home.write(config=MFA.replace("aws_secret_access_key", "mislaid"))
    async with running(sandbox, home, tmp_path, "dev") as desk:
        await desk.pilot.press("f2")
        await desk.until_seen("The credentials are incomplete", PATIENCE)
        await desk.pilot.press("f4")
        home.write(config=MFA)
        await asked(desk)
        await asyncio.sleep(0.5)  # ten polls
        await desk.pilot.press(*"123456", "enter")
        await desk.until(lambda: "dev · 444455556666" in head(desk), PATIENCE)
        assert QUESTION not in desk.seen()
