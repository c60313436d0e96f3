from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bedrock_tui.errors import CallFailed
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.models import Models, Situation
from bedrock_tui.store.database import Database
from bedrock_tui.store.models import ModelStore
from tests.support import MICRO, clients_of


def models_of(sandbox: Sandbox, database: Database | None = None) -> Models:
    store = ModelStore(database) if database else None
    return Models(clients_of(sandbox), store, Situation)


def asked(sandbox: Sandbox) -> int:
    return sum(seen.path == "/foundation-models" for seen in sandbox.requests)


async def test_a_region_is_asked_once(sandbox: Sandbox) -> None:
    catalogue = models_of(sandbox).catalogue
    for _ in range(2):
        for region in ("us-east-1", "eu-west-1"):
            found = await catalogue.callable_ids(region)
            assert found
            assert [each.id for each in found] == sorted(each.id for each in found)
    assert MICRO in {each.id for each in await catalogue.callable_ids("us-east-1")}
    assert asked(sandbox) == 2


async def test_another_run_shows_what_was_kept(
    sandbox: Sandbox, database: Database, tmp_path: Path
) -> None:
    before = models_of(sandbox, database)
    found = await before.catalogue.callable_ids("us-east-1")
    await before.changes()
    again = models_of(sandbox, database)
    while not await again.last():
        pass
    assert await again.catalogue.callable_ids("us-east-1") == found
    assert asked(sandbox) == 1


async def test_an_old_list_is_made_anew_and_better_than_none(
    sandbox: Sandbox, database: Database
) -> None:
    models = models_of(sandbox, database)
    found = await models.catalogue.callable_ids("us-east-1")
    models.ttl = timedelta()
    assert await models.catalogue.callable_ids("us-east-1") == found
    assert asked(sandbox) == 2
    sandbox.stop()
    assert await models.catalogue.callable_ids("us-east-1") == found


async def test_a_failure_is_told_and_not_kept() -> None:
    with Sandbox(["account:region-deny=eu-west-3"]) as sandbox:
        catalogue = models_of(sandbox).catalogue
        for _ in range(2):
            with pytest.raises(CallFailed) as error:
                await catalogue.callable_ids("eu-west-3")
            assert error.value.failure.category == "permission"
            assert "eu-west-3 told nothing of its models: denied" in str(error.value)
        assert asked(sandbox) == 2
    assert replace(error.value.failure, code="x")
