from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.aws.readiness import HistoryPlace
from bedrock_tui.core.checks import CHECKS, Check, CheckStatus
from bedrock_tui.core.identity import Identity
from bedrock_tui.core.permissions import Permission, Verdict
from bedrock_tui.core.target import Target
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services import access as module
from bedrock_tui.services.access import Access
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings
from tests.support import MICRO, clients_of, eventually, threads

TARGETS = [Target(MICRO, "us-east-1")]
IDS = [check_id for check_id, _ in CHECKS]


def access_of(sandbox: Sandbox, **options: object) -> Access:
    return Access(clients_of(sandbox), lambda: HistoryPlace(None), **options)  # type: ignore[arg-type]  # as the test names them


async def known(access: Access) -> Identity:
    return await access.identity("", "us-east-1", "--region")


async def checked(
    access: Access, identity: Identity | None = None, **options: bool
) -> dict[str, Check]:
    who = identity or await known(access)
    everything = [each async for each in access.examine(who, TARGETS, **options)]
    found = [each for each in everything if isinstance(each, Check)]
    assert sorted(check.id for check in found) == sorted(IDS)
    return {check.id: check for check in found}


async def test_every_check_is_told_once(sandbox: Sandbox) -> None:
    found = await checked(access_of(sandbox))
    assert not [each for each in found.values() if each.status is CheckStatus.FAIL]
    for check_id in ("model", "streaming"):
        assert found[check_id].status is CheckStatus.PASS


async def test_the_identity_is_told_in_two_halves(sandbox: Sandbox) -> None:
    access = access_of(sandbox)
    first = await access.resolve("", "us-east-1", "--region")
    assert (first.source is None, first.arn) == (False, "")
    whole = await access.ask_sts(first)
    assert ":assumed-role/" in whole.arn
    assert whole == await known(access)


async def test_permissions_come_beside_the_checks_and_by_themselves(
    sandbox: Sandbox,
) -> None:
    access = access_of(sandbox)
    identity = await known(access)
    alone = [each async for each in access.permissions(identity, TARGETS)]
    both = [each async for each in access.examine(identity, TARGETS)]
    beside = [each for each in both if isinstance(each, Permission)]
    assert {each.action for each in alone} == {each.action for each in beside}
    assert {each.verdict for each in alone} == {Verdict.YES}


async def test_services_that_hang_leave_their_own_checks_unknown() -> None:
    hanging = ["health", "cloudtrail", "cloudwatch"]
    with Sandbox([f"account:hang={service}" for service in hanging]) as sandbox:
        access = access_of(sandbox, patience=5)
        started = time.monotonic()
        found = await checked(access)
        assert time.monotonic() - started < 9
    late = {key for key, check in found.items() if "No answer" in check.detail}
    assert late == {"health", "trail", "alarms"}
    for key in late:
        assert found[key].status is CheckStatus.UNKNOWN
        assert (found[key].detail, bool(found[key].remedy)) == (
            "No answer within 5 s.",
            True,
        )
    await eventually(lambda: not threads("check "))


async def test_bedrock_hanging_leaves_the_other_services_known() -> None:
    with Sandbox(["account:hang=bedrock"]) as sandbox:
        found = await checked(access_of(sandbox, patience=2.5))
    known_ones = {k for k, c in found.items() if c.status is CheckStatus.PASS}
    assert {"credentials", "trail", "alarms", "clock"} <= known_ones
    assert found["catalogue"].status is CheckStatus.UNKNOWN


async def test_where_nothing_answers_at_all_one_check_fails() -> None:
    services = ("sts", "iam", "bedrock", "cloudtrail", "cloudwatch", "health")
    with Sandbox([f"account:hang={each}" for each in services]) as sandbox:
        access = access_of(sandbox, patience=1)
        found = await checked(access, await known(access))
    failed = [each.id for each in found.values() if each.status is CheckStatus.FAIL]
    assert failed == ["catalogue"]


async def test_sts_hanging_is_told_as_the_identitys_failure() -> None:
    with Sandbox(["account:hang=sts"]) as sandbox:
        access = access_of(sandbox, patience=0.5)
        identity = await known(access)
        assert identity.failure is not None
        assert identity.failure.title == "STS did not answer"
        assert identity.source is not None
        await eventually(lambda: not threads("caller"))
        found = await checked(access_of(sandbox, patience=2), identity)
    assert found["credentials"].status is CheckStatus.UNKNOWN
    assert found["catalogue"].status is CheckStatus.PASS
    assert found["clock"].status is CheckStatus.PASS


async def test_credentials_that_do_not_come_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile slow]\ncredential_process = sleep 300\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    clients = Clients()
    access = Access(clients, lambda: HistoryPlace(None), sign_in_patience=3)
    identity = await access.identity("slow", "us-east-1", "--region")
    assert identity.failure is not None
    assert identity.failure.title == "The credential process did not answer"
    assert "credential_process of the AWS profile slow" in identity.failure.remedy
    assert identity.source is not None
    assert identity.source.where.startswith("sleep, named in [profile slow]")
    names = [each.name for each in identity.overrides]
    assert names == ["AWS_CONFIG_FILE", "HTTPS_PROXY"]
    await eventually(lambda: not threads("credentials"))
    found = await checked(access, identity)
    assert found["credentials"].status is CheckStatus.FAIL
    assert found["credentials"].detail == (
        "The credential process did not answer: Nothing came within 3 s."
    )
    assert found["catalogue"].status is CheckStatus.SKIPPED
    assert found["endpoint"].status is CheckStatus.PASS
    assert "bedrock-runtime.us-east-1" in found["endpoint"].detail


async def test_the_event_loop_goes_on_while_a_service_hangs() -> None:
    with Sandbox(["account:hang=bedrock"]) as sandbox:
        access = access_of(sandbox, patience=0.6)
        identity = await known(access)
        longest, at = 0.0, time.monotonic()

        async def tick() -> None:
            nonlocal longest, at
            while True:
                await asyncio.sleep(0.005)
                longest, at = max(longest, time.monotonic() - at), time.monotonic()

        ticking = asyncio.create_task(tick())
        await checked(access, identity)
        ticking.cancel()
    assert longest < 0.5


async def test_leaving_early_ends_the_threads() -> None:
    with Sandbox(["account:hang=health"]) as sandbox:
        access = access_of(sandbox)
        identity = await known(access)
        async with aclosing(access.examine(identity, TARGETS)) as found:
            async for _ in found:
                break
        await eventually(lambda: not threads("check health"))


@pytest.mark.parametrize(("read_only", "sent"), [(False, True), (True, False)])
async def test_a_probe_is_sent_only_when_asked_for_and_never_read_only(
    sandbox: Sandbox, read_only: bool, sent: bool
) -> None:
    access = access_of(sandbox, read_only=read_only)
    identity = await known(access)

    def called() -> list[str]:
        paths = [each.path for each in sandbox.requests if "/model/" in each.path]
        return sorted(path.rpartition("/")[2] for path in paths)

    await checked(access, identity)
    assert called() == []
    await checked(access, identity, probe=True)
    assert called() == (["converse", "converse-stream"] if sent else [])


async def test_read_only_is_heeded_from_the_moment_it_is_chosen(
    sandbox: Sandbox,
) -> None:
    settings = Settings(region="us-east-1")
    bench = Workbench(settings, sandbox_url=lambda: sandbox.url, keep_history=False)
    bench.open()
    bench.set_read_only(True)
    await checked(bench.access, probe=True)
    assert not [each for each in sandbox.requests if "/model/" in each.path]
    bench.close()


async def test_a_mistake_in_a_check_ends_that_check(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedrock_tui.aws import readiness

    real: Callable[..., Check] = readiness.examine

    def broken(check_id: str, situation: readiness.Situation) -> Check:
        if check_id == "disk":
            raise ZeroDivisionError
        return real(check_id, situation)

    monkeypatch.setattr(readiness, "examine", broken)
    found = await checked(access_of(sandbox))
    assert found["disk"].detail == "bedrock-tui made a mistake."
    assert found["history"].status is CheckStatus.SKIPPED


async def test_permissions_that_do_not_come_end_with_the_patience(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = threading.Event()

    def silent(*_: object, **__: object) -> Iterator[Permission]:
        hold.wait(10)
        yield from ()

    access = access_of(sandbox, patience=0.3)
    monkeypatch.setattr(access, "_ask", silent)
    identity = await known(access)
    assert [each async for each in access.permissions(identity, TARGETS)] == []
    found = await checked(access, identity)
    for check_id in ("model", "streaming"):
        assert found[check_id].status is CheckStatus.UNKNOWN
    await eventually(lambda: not threads("check model"))
    hold.set()


async def test_a_mistake_in_the_permissions_ends_what_is_judged_by_them(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Iterator[Permission]:
        raise ZeroDivisionError
        yield

    access = access_of(sandbox)
    monkeypatch.setattr(access, "_ask", broken)
    found = await checked(access)
    mistaken = {k for k, c in found.items() if "made a mistake" in c.detail}
    assert mistaken == {"model", "streaming"}


async def test_iam_hanging_leaves_the_permissions_to_be_told_in_time() -> None:
    with Sandbox(["account:hang=iam"]) as sandbox:
        access = access_of(sandbox, patience=4)
        identity = await known(access)
        everything = [each async for each in access.examine(identity, TARGETS)]
    checks = {each.id: each for each in everything if isinstance(each, Check)}
    assert checks["model"].detail == (
        "Listed and available. Nothing tells whether it may be called."
    )
    assert checks["streaming"].detail.startswith("IAM did not answer in time. ")
    told = [each for each in everything if isinstance(each, Permission)]
    assert Verdict.YES in {each.verdict for each in told}
    assert not [each for each in told if "seconds" in each.reason]


async def test_regions_and_profiles_are_listed(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile dev]\nregion = eu-west-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "nope")
    access = Access(Clients(), lambda: HistoryPlace(None))
    assert "dev" in [each.name for each in await access.profiles()]
    regions = await access.regions()
    assert {"us-east-1", "eu-west-1"} <= set(regions)
    assert len(regions) > 30


async def test_credentials_changed_elsewhere_are_noticed(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "credentials"
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    keys = "[default]\naws_access_key_id = {}\naws_secret_access_key = x\n"
    file.write_text(keys.format("EXPIRED"))
    access = Access(Clients(Endpoint(sandbox.url)), lambda: HistoryPlace(None))
    before = await access.fingerprint("")
    assert (await known(access)).failure is not None
    file.write_text(keys.format("AKIAIOSFODNN7EXAMPLE"))
    assert await access.fingerprint("") != before
    access.forget("")
    assert (await known(access)).failure is None


async def test_the_workbench_knows_where_the_history_is(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.db", tmp_path / "bad.db"
    bad.write_text("not a database, and long enough to be taken for none" * 99)
    for file, status in [(good, CheckStatus.PASS), (bad, CheckStatus.FAIL)]:
        bench = Workbench(
            Settings(database=file, region="us-east-1"), sandbox_url=lambda: sandbox.url
        )
        bench.open()
        found = await checked(bench.access)
        assert found["history"].status is status
        bench.close()


async def test_a_bench_that_keeps_no_history_skips_its_checks(sandbox: Sandbox) -> None:
    bench = Workbench(
        Settings(region="us-east-1"),
        sandbox_url=lambda: sandbox.url,
        keep_history=False,
    )
    bench.open()
    found = await checked(bench.access)
    assert found["history"].status is CheckStatus.SKIPPED
    bench.close()


def test_the_checks_are_known_up_front() -> None:
    assert module.CHECKS is CHECKS
    assert len(set(IDS)) == len(IDS)
