from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from bedrock_tui.core.checks import CHECKS
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Flags, resolve
from bedrock_tui.ui.app import BedrockTui
from tests.ui.conftest import Desk

NOVA = "amazon.nova-pro-v1:0"
SSO = (
    "[profile dev]\nregion = us-east-1\nsso_session = work\n"
    "sso_account_id = 111122223333\nsso_role_name = Developer\n"
    "[sso-session work]\nsso_region = us-east-1\n"
    "sso_start_url = https://example.awsapps.com/start\n"
    "sso_registration_scopes = sso:account:access\n"
)
SECRETS = ("wJalrXUtnFEMI-SECRET-ONE", "wJalrXUtnFEMI-SECRET-TWO", "SESSION-TOKEN-X")


def write_aws_files(home: Path, *, key: str, secret: str) -> None:
    folder = home / ".aws"
    folder.mkdir(exist_ok=True)
    (folder / "config").write_text(
        "[profile dev]\nregion = eu-west-1\n[profile prod]\nregion = us-west-2\n"
    )
    (folder / "credentials").write_text(
        f"[dev]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
        f"[prod]\naws_access_key_id = AKIDPRODPROD\n"
        f"aws_secret_access_key = {SECRETS[1]}\n"
    )


@asynccontextmanager
async def running(
    sandbox: Sandbox,
    tmp_path: Path,
    monkeypatch,
    *,
    profile: str = "dev",
    size: tuple[int, int] = (120, 36),
) -> AsyncIterator[Desk]:
    """Run the program with AWS settings of files, all services being the sandbox."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
    settings = resolve(
        Flags(aws_profile=profile, database=tmp_path / "calls.db"), os.environ
    )
    bench = Workbench(settings)
    app = BedrockTui(bench, (f"{NOVA}@us-east-1",))
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot, bench, sandbox)
            await desk.until(lambda: desk.compare.opened)
            yield desk
            desk.compare.stop_all()
    finally:
        assert bench.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_aws_files(tmp_path / "home", key="AKIDDEVDEVDEV", secret=SECRETS[0])
    return tmp_path / "home"


async def test_the_screen_says_who_i_am_and_what_i_may(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2")
        await desk.until_seen("111122223333")
        await desk.until_seen("credentials")
        await desk.until_seen("✓ Models can be listed")
        await desk.until_seen("bedrock:ListFoundationModels · sim")
        await desk.pilot.press("escape")
        await desk.until_seen("Ask every lane")


async def test_every_row_is_painted_and_keys_work_while_services_hang(
    tmp_path, monkeypatch, home
):
    with Sandbox(["account:hang=sts", "account:hang=iam"]) as sandbox:
        async with running(sandbox, tmp_path, monkeypatch) as desk:
            await desk.pilot.press("f2")
            await desk.until_seen("✓ History writable")
            await desk.until_seen("✓ Free disk space")
            local = 3
            waiting = len(CHECKS) - local
            await desk.until(lambda: desk.seen().count("checking…") >= waiting)
            await desk.pilot.press("down", "down", "P")
            await desk.until_seen("prod")
            await desk.pilot.press("escape", "escape")
            await desk.until_seen("Ask every lane")


async def test_another_profile_is_used_for_new_lanes_only(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.until_seen("dev · 111122223333")
        await desk.pilot.press("f2", "P")
        await desk.until_seen("AWS profile")
        await desk.type("prod")
        await desk.pilot.press("enter")
        await desk.until_seen("prod · 111122223333 · us-west-2")
        assert desk.bench.settings.aws_profile == "prod"
        assert desk.lanes[0].lane.target.aws_profile == "dev"
        await desk.pilot.press("f4")
        await desk.until_seen("dev · us-east-1")


async def test_keys_after_the_choice_do_not_change_it(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2", "P")
        await desk.until_seen("AWS profile")
        await desk.pilot.press(*"prod", "enter", *"rr")
        await desk.until(lambda: desk.bench.settings.aws_profile == "prod")


async def test_another_region_is_chosen_by_a_few_letters(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.until_seen("eu-west-1")
        await desk.pilot.press("f2", "R")
        await desk.until_seen("ap-northeast-1")
        await desk.type("ca-cent")
        await desk.pilot.press("enter")
        await desk.until_seen("ca-central-1 (chosen here)")


async def test_credentials_renewed_elsewhere_take_effect_without_a_restart(
    sandbox, tmp_path, monkeypatch, home
):
    write_aws_files(home, key="EXPIRED", secret=SECRETS[0])
    monkeypatch.setattr("bedrock_tui.ui.app.POLL", 0.05)
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.ask("hi pace:900 ttft:0.02 tokens:20")
        await desk.until_seen("Your credentials have expired")
        write_aws_files(home, key="AKIDNEWNEWNEW", secret=SECRETS[1])
        await desk.until_seen("dev · 111122223333")
        await desk.pilot.press("ctrl+r")
        await desk.until_called((NOVA, "failed"), (NOVA, "ok"))


BEHIND_ROLE = "[profile dev]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\n"


@pytest.mark.parametrize(
    ("config", "profile"),
    [(SSO, "dev"), (SSO.replace("profile dev", "profile base") + BEHIND_ROLE, "base")],
)
async def test_signing_in_runs_the_aws_cli_and_looks_again(
    config, profile, sandbox, tmp_path, monkeypatch, home
):
    tools = tmp_path / "bin"
    tools.mkdir()
    said = tmp_path / "said"
    aws = tools / "aws"
    aws.write_text(f'#!/bin/sh\necho "$@" >> {said}\n')
    aws.chmod(aws.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    (home / ".aws" / "config").write_text(config)
    (home / ".aws" / "credentials").unlink()
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        monkeypatch.setattr(desk.app, "suspend", _no_terminal)
        await desk.pilot.press("f2", "L")
        await desk.until(lambda: said.exists() and "login" in said.read_text())
        assert said.read_text() == f"--version\nsso login --profile {profile}\n"


async def test_the_policy_for_the_lanes_is_shown(sandbox, tmp_path, monkeypatch, home):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.until_seen("dev · 111122223333")
        await desk.pilot.press("f2", "w")
        await desk.until_seen("The policy these lanes need")
        await desk.until_seen('"2012-10-17"')
        await desk.pilot.press("y")
        assert desk.app.clipboard.startswith('{\n  "Version": "2012-10-17"')


async def test_no_file_of_ours_holds_a_secret(sandbox, tmp_path, monkeypatch, home):
    monkeypatch.setenv("AWS_SESSION_TOKEN", SECRETS[2])
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.ask("hi pace:900 ttft:0.02 tokens:20")
        await desk.until_called((NOVA, "ok"))
        await desk.pilot.press("f2")
        await desk.until_seen("✓ Models can be listed")
    written = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and ".aws" not in path.parts
    ]
    assert written
    for path in written:
        content = path.read_bytes()
        for secret in SECRETS:
            assert secret.encode() not in content, path


@contextmanager
def _no_terminal() -> Iterator[None]:
    """Stand in for handing over a terminal, which a test has none of."""
    yield


async def test_read_only_is_switched_on_and_off(sandbox, tmp_path, monkeypatch, home):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f9")
        await desk.until_seen("read-only")
        await desk.ask("hi")
        await desk.until_seen("nothing that costs is sent")
        assert not [r for r in sandbox.requests if "converse" in r.path]
        await desk.pilot.press("f9", "enter")
        await desk.until_called((NOVA, "ok"))


@pytest.mark.parametrize(("keys", "code"), [("123456", "123456"), ("", "")])
async def test_a_role_with_mfa_asks_in_a_dialog(
    sandbox, tmp_path, monkeypatch, home, keys, code
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        question = "Enter MFA code for arn:aws:iam::111122223333:mfa/me:"
        answer = asyncio.create_task(asyncio.to_thread(desk.bench.ask_mfa, question))
        await desk.until_seen("mfa/me")
        await desk.type(keys)
        assert keys not in desk.seen() or not keys
        await desk.pilot.press("enter" if keys else "escape")
        assert await answer == code


async def test_without_the_aws_cli_a_code_and_a_page_are_shown(
    sandbox, tmp_path, monkeypatch, home
):
    (home / ".aws" / "config").write_text(SSO)
    (home / ".aws" / "credentials").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    # botocore looks up the home when it is imported, which was some tests ago.
    for owner in ("credentials.SSOProvider", "tokens.SSOTokenProvider"):
        cache = str(home / ".aws" / "sso" / "cache")
        monkeypatch.setattr(f"botocore.{owner}._SSO_TOKEN_CACHE_DIR", cache)
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2")
        await desk.until_seen("Not signed in to IAM Identity Center")
        await desk.pilot.press("L")
        await desk.until_seen("Compare the code shown there")
        await desk.until_seen("dev · 111122223333", 25)


async def test_the_paid_probe_asks_first_and_not_at_all_when_read_only(
    sandbox, tmp_path, monkeypatch, home
):
    def calls() -> int:
        return len([r for r in sandbox.requests if "converse" in r.path])

    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.until_seen("dev · 111122223333")
        await desk.pilot.press("f2", "p")
        await desk.until_seen("Probe what the lanes call?")
        await desk.until_seen(f"{NOVA}@us-east-1")
        await desk.pilot.press("escape")
        await desk.until_seen("✓ Models can be listed")
        assert calls() == 0
        await desk.pilot.press("p", "enter")
        await desk.until(lambda: calls() > 0)
        await desk.until_seen("✓ Default model")
        await desk.pilot.press("f9")
        before = calls()
        await desk.pilot.press("p")
        await desk.until_seen("nothing that costs is sent")
        assert calls() == before
    for seen in sandbox.requests:
        if "converse" in seen.path:
            assert seen.body["inferenceConfig"] == {"maxTokens": 1}


async def test_a_region_that_cannot_be_one_is_not_offered(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2", "R")
        await desk.until_seen("Region")
        await desk.type("nowhere")
        await desk.until_seen("no region matches")
        await desk.pilot.press("enter")
        await desk.until_seen("no region matches “nowhere”")
        await desk.pilot.press("down", "enter")
        await desk.until_seen("no region matches")
        for _ in "nowhere":
            await desk.pilot.press("backspace")
        await desk.type("us-moon-1")
        await desk.until_seen("use us-moon-1 as typed")
        await desk.pilot.press("enter")
        await desk.until_seen("us-moon-1")
        assert desk.bench.region == "us-moon-1"


async def test_a_second_escape_does_not_stop_the_lanes(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.ask("hi pace:20 ttft:0.02 tokens:200")
        await desk.until(lambda: desk.lanes[0].running)
        pressed = asyncio.create_task(desk.pilot.press("f2"))
        await desk.until_seen("Credentials found")
        desk.app.simulate_key("escape")
        desk.app.simulate_key("escape")
        await desk.until_seen("Follow up (turn 2)")
        assert desk.lanes[0].running
        desk.compare.stop_all()
        await pressed


async def test_the_identity_scrolls_where_it_does_not_fit(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch, size=(80, 24)) as desk:
        await desk.pilot.press("f2")
        await desk.until_seen("✓ Models can be listed")
        assert "\n ARN" not in desk.seen()
        await desk.pilot.press("shift+tab", "end")
        await desk.until_seen("\n ARN")


async def test_the_first_aws_cli_is_told_apart(sandbox, tmp_path, monkeypatch, home):
    tools = tmp_path / "bin"
    tools.mkdir()
    aws = tools / "aws"
    aws.write_text("#!/bin/sh\necho aws-cli/1.33.0 Python/3.11\n")
    aws.chmod(aws.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    (home / ".aws" / "config").write_text(SSO)
    (home / ".aws" / "credentials").unlink()
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2", "L")
        await desk.until_seen("There is no AWS CLI 2 here")


async def test_signing_in_is_refused_where_it_cannot_help(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch, profile="nope") as desk:
        await desk.pilot.press("f2", "L")
        await desk.until_seen("There is no AWS profile nope")
    async with running(sandbox, tmp_path, monkeypatch, profile="dev") as desk:
        await desk.until_seen("dev · 111122223333")
        await desk.pilot.press("f2", "L")
        await desk.until_seen("dev has keys of its own")
        (home / ".aws" / "config").write_text("[profile dev\n")
        await desk.pilot.press("L")
        await desk.until_seen("The AWS config file is unreadable")


async def test_the_default_credentials_can_be_chosen_again(
    sandbox, tmp_path, monkeypatch, home
):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ASIAENVENVENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRETS[0])
    monkeypatch.setenv("AWS_SESSION_TOKEN", SECRETS[2])
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    async with running(sandbox, tmp_path, monkeypatch, profile="") as desk:
        await desk.until_seen("default credentials · 111122223333")
        await desk.pilot.press("f2", "P", *"prod", "enter")
        await desk.until_seen("prod · 111122223333 · us-east-1")
        await desk.until_seen("AWS_REGION")
        await desk.pilot.press("w")
        await desk.until_seen("those here use another one")
        await desk.pilot.press("P")
        await desk.until_seen("environment, profile default")
        await desk.pilot.press(*"default cred".replace(" ", ""), "enter")
        await desk.until_seen("no AWS profile matches")
        await desk.pilot.press("escape", "P", *"default", "enter")
        await desk.until_seen("default credentials · 111122223333")


async def test_looking_again_reads_rotated_keys(sandbox, tmp_path, monkeypatch, home):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2")
        await desk.until_seen("…VDEV")
        write_aws_files(home, key="AKIDROTATED", secret=SECRETS[1])
        await desk.pilot.press("r")
        await desk.until_seen("…ATED")


async def test_renewed_keys_reach_the_open_screen(sandbox, tmp_path, monkeypatch, home):
    monkeypatch.setattr("bedrock_tui.ui.app.POLL", 0.2)
    kept = (home / ".aws" / "credentials").read_text()
    (home / ".aws" / "credentials").write_text("")
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2")
        await desk.until_seen("✗ Credentials found and valid")
        (home / ".aws" / "credentials").write_text(kept)
        await desk.until_seen("✓ Credentials found and valid", 30)


async def test_the_keys_go_to_a_long_explanation_and_its_fix_is_copied(
    tmp_path, monkeypatch, home
):
    with Sandbox(["account:scp=bedrock:ListFoundationModels"]) as sandbox:
        async with running(sandbox, tmp_path, monkeypatch, size=(80, 24)) as desk:
            await desk.pilot.press("f2")
            await desk.until_seen("✗ Models can be listed")
            await desk.pilot.press("down", "down", "down", "down")
            await desk.until_seen("→ A service control policy")
            await desk.pilot.press("y")
            assert desk.app.clipboard.startswith("A service control policy")
            await desk.pilot.press("enter", "end")
            await desk.until_seen("known from")


async def test_the_program_can_be_left_from_a_dialog(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2", "P")
        await desk.until_seen("AWS profile")
        await desk.pilot.press("ctrl+q")
        assert desk.app._exit


async def test_a_code_has_six_digits(sandbox, tmp_path, monkeypatch, home):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        answer = asyncio.create_task(asyncio.to_thread(desk.bench.ask_mfa, "Code:"))
        await desk.until_seen("enter answers")
        await desk.pilot.press(*"12345", "enter")
        await desk.until_seen("The code has 6 digits")
        await desk.pilot.press("6", "enter")
        assert await answer == "123456"


async def test_what_still_asks_when_the_program_is_left_finds_its_screen_whole(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f2")
        screen = desk.app.screen

        async def ask() -> None:
            while True:
                await asyncio.sleep(0)
                screen.query_one("#rows")

        worker = screen.run_worker(ask())
    assert worker.is_cancelled


async def test_the_model_under_the_cursor_is_judged_by_iam(
    sandbox, tmp_path, monkeypatch, home
):
    async with running(sandbox, tmp_path, monkeypatch) as desk:
        await desk.pilot.press("f3", "slash", *"nova micro", "enter")
        await desk.until_seen("✓ simulated", 30)


async def test_a_model_that_a_policy_denies_is_judged_so(tmp_path, monkeypatch, home):
    with Sandbox(["account:deny=bedrock:InvokeModelWithResponseStream"]) as sandbox:
        async with running(sandbox, tmp_path, monkeypatch) as desk:
            await desk.pilot.press("f3", "slash", *"nova micro", "enter")
            await desk.until_seen("✗ simulated", 30)
