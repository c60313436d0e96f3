from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.cli.listing import cells
from bedrock_tui.cli.models.columns import Column, table
from bedrock_tui.cli.models.shapes import as_csv
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.store.database import Database
from bedrock_tui.store.models import ModelStore
from tests.cli.conftest import Run, Start
from tests.support import FAST, MICRO, PRO, connections, until, write_prices

SONNET = "anthropic.claude-sonnet-5-5"
ROW = {
    *("model_id", "name", "provider", "region", "call_ids", "input_modalities"),
    *("output_modalities", "streaming", "lifecycle", "price", "verdict", "limits"),
    "public_list_of",
}
LONG = "anthropic.claude-haiku-5-5"
"""Prompts above 100,000 tokens have rates of their own."""
FEW = ("-r", "us-east-1", "-r", "eu-west-1", "-r", "sa-east-1")
LINUX = sys.platform == "linux"


def at(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign in at a sandbox with faults of its own."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("AWS_REGION", "us-east-1")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bedrock_tui.aws.catalogue.Catalogue.__init__.__kwdefaults__",
        {"patience": 2.0, "grace": 2.0},
    )


def told(run: Run, *words: str, code: int = 0) -> dict[str, Any]:
    result = run("models", "--json", *words)
    assert result.exit_code == code, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def one(found: dict[str, Any], model_id: str) -> dict[str, Any]:
    (row,) = (row for row in found["models"] if row["model_id"] == model_id)
    return dict(row)


def calls(sandbox: Sandbox) -> list[str]:
    return [each.path for each in sandbox.requests if "/converse" in each.path]


def test_json_has_a_shape_to_rely_on(run: Run, aws: Sandbox) -> None:
    found = told(run)
    assert list(found) == ["models", "regions"]
    region = found["regions"]["us-east-1"]
    assert (region["status"], region["reason"], region["public"]) == ("ok", None, False)
    assert region["models"] == len(found["models"]) > 100
    for row in found["models"]:
        assert row.keys() == ROW
        assert row["lifecycle"].keys() == {
            *("status", "started", "legacy", "extended_access", "ended")
        }
        assert row["verdict"].keys() == {"call", "reason", "evidence", "remedy"}
        assert row["verdict"]["call"] in ("yes", "no", "unknown")
        for call in row["call_ids"]:
            assert call.keys() == {"id", "kind", "destinations", "price"}
        prices = [row["price"], *(call["price"] for call in row["call_ids"])]
        for price in filter(None, prices):
            assert price.keys() == {
                *("input_usd_per_mtok", "output_usd_per_mtok"),
                *("confidence", "source", "as_of", "note", "steps"),
            }
        assert row["limits"].keys() == {
            *("context_tokens", "output_tokens", "quota_tokens_per_output_token"),
        }
        assert prices[:1] == prices[1:2] or not row["call_ids"]


def test_what_no_region_told_of_says_so_with_a_date(run: Run, aws: Sandbox) -> None:
    row = one(told(run), "xai.grok-4.3")
    public = row["public_list_of"]
    assert row["verdict"]["evidence"] == "public"
    assert f"the public list of {public}" in row["verdict"]["reason"]
    assert one(told(run), SONNET)["public_list_of"] is None
    table = run("models", "--search", "grok-4.3").stdout
    assert f"mantle, public list {public}" in table
    shown = run("models", "show", "xai.grok-4.3").stdout
    assert f"Public list of      {public}" in shown
    assert "no (public)" in shown
    (line,) = csv.DictReader(
        io.StringIO(run("models", "--csv", "--search", "grok-4.3").stdout)
    )
    assert (line["evidence"], line["public_list_of"]) == ("public", public)


def test_a_row_says_what_the_region_does(run: Run, aws: Sandbox) -> None:
    row = one(told(run), SONNET)
    geo, anywhere = row["call_ids"]
    assert geo == {
        "id": f"us.{SONNET}",
        "kind": "geo",
        "destinations": ["us-east-1", "us-east-2", "us-west-2"],
        "price": row["price"],
    }
    assert (anywhere["id"], anywhere["kind"]) == (f"global.{SONNET}", "global")
    assert anywhere["destinations"] == ["*"]
    assert anywhere["price"]["input_usd_per_mtok"] == 2
    assert row["input_modalities"] == ["TEXT", "IMAGE"]
    assert row["streaming"] is True
    assert row["price"]["input_usd_per_mtok"] == 2.2
    legacy = one(told(run), "ai21.jamba-1-5-mini-v1:0")["lifecycle"]
    assert legacy["status"] == "LEGACY"
    assert legacy["legacy"] == "2026-05-26"


def test_the_table_is_one_line_a_model(run: Run, aws: Sandbox) -> None:
    result = run("models")
    assert (result.exit_code, result.stderr) == (0, "")
    head, *lines = result.stdout.splitlines()
    names = "id call $/M in $/M out life context called by name"
    assert " ".join(head.split()) == names
    assert len(lines) == len(told(run)["models"])
    (line,) = (line for line in lines if line.startswith(f"us.{SONNET} "))
    assert line.split() == [
        *(f"us.{SONNET}", "?", "~$2.20", "~$11.00", "active", "1,000,000"),
        *("geo,", "global", "Claude", "Sonnet", "5.5"),
    ]
    assert line.index("Claude Sonnet") == head.index("name")


def test_a_misspelt_facet_says_what_to_write_instead(run: Run, aws: Sandbox) -> None:
    result = run("models", "--search", "in:imge price<abc")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "in:imge: imge is not known; image is" in result.stderr
    assert "price<abc: a number is wanted, such as price<3" in result.stderr


def test_of_several_regions_each_line_is_a_target(run: Run, aws: Sandbox) -> None:
    result = run("models", *FEW, "--search", f"{PRO} callable")
    targets = [line.split()[0] for line in result.stdout.splitlines()]
    assert targets == ["target", f"{PRO}@us-east-1", f"eu.{PRO}@eu-west-1"]


def test_regions_are_told_in_the_order_they_were_named(run: Run, aws: Sandbox) -> None:
    found = told(run, "-r", "sa-east-1", "-r", "eu-west-1", "-r", "sa-east-1")
    assert list(found["regions"]) == ["sa-east-1", "eu-west-1"]
    order = [row["region"] for row in found["models"]]
    assert order == sorted(order, reverse=True)


def test_all_regions_are_asked(run: Run, aws: Sandbox) -> None:
    found = told(run, "--all-regions", "--search", MICRO)
    assert len(found["regions"]) >= 33
    assert {row["model_id"] for row in found["models"]} >= {MICRO}
    assert {each["status"] for each in found["regions"].values()} == {"ok"}


def test_the_region_of_the_settings_is_asked_where_none_is_named(
    run: Run, aws: Sandbox
) -> None:
    assert list(told(run)["regions"]) == ["us-east-1"]
    result = run("--region", "eu-west-1", "models", "--json")
    assert list(json.loads(result.stdout)["regions"]) == ["eu-west-1"]


def test_search_and_callable_leave_out_the_rest(run: Run, aws: Sandbox) -> None:
    found = told(run, "--search", "nova !lite in:image")
    ids = {row["model_id"] for row in found["models"]}
    assert PRO in ids
    assert MICRO not in ids
    assert not any("lite" in each for each in ids)
    able = told(run, "--callable")["models"]
    assert 0 < len(able) < len(told(run)["models"])
    assert all(row["call_ids"] for row in able)
    assert all(row["verdict"]["call"] != "no" for row in able)


def test_list_is_the_listing(run: Run, aws: Sandbox) -> None:
    plain = run("models", "--search", "nova", "-r", "eu-west-1")
    named = run("models", "list", "--search", "nova", "-r", "eu-west-1")
    assert (named.stdout, named.exit_code) == (plain.stdout, 0)
    before = run("models", "-r", "eu-west-1", "list", "--search", "nova")
    assert before.stdout == plain.stdout


def test_regions_may_be_joined_by_commas(run: Run, aws: Sandbox) -> None:
    found = told(run, "-r", "sa-east-1, eu-west-1", "-r", "us-east-1")
    assert list(found["regions"]) == ["sa-east-1", "eu-west-1", "us-east-1"]


def test_rows_are_in_the_order_that_the_help_tells_of(run: Run, aws: Sandbox) -> None:
    rows = told(run, "-r", "us-east-1,eu-west-1")["models"]
    places = [(row["region"] != "us-east-1", row["provider"]) for row in rows]
    known = [each for each in places if each[1]]
    assert known == sorted(known, key=lambda each: (each[0], each[1].casefold()))
    found = told(run, "--search", "claude active")["models"]
    names = [row["name"] for row in found]
    in_order = [
        *("Claude Opus 5.5", "Claude Opus 5", "Claude Opus 4.8", "Claude Opus 4.7"),
        *("Claude Sonnet 5.5", "Claude Sonnet 5", "Claude Sonnet 4.6"),
    ]
    assert [name for name in names if name in in_order] == in_order


def test_rows_are_sorted_and_limited_as_wanted(run: Run, aws: Sandbox) -> None:
    def column(*words: str) -> list[float | None]:
        rows = told(run, *words)["models"]
        return [each["price"] and each["price"]["input_usd_per_mtok"] for each in rows]

    prices = column("--sort", "price")
    known = [each for each in prices if each is not None]
    assert known == sorted(known)
    assert None in prices
    assert all(each is None for each in prices[len(known) :])
    dearest = column("--sort", "price-in", "--reverse", "--limit", "3")
    assert dearest == sorted(known, reverse=True)[:3]
    result = run("models", "--sort", "context", "--reverse", "--limit", "2")
    lines = result.stdout.splitlines()
    assert len(lines) == 3
    assert "10,000,000" in lines[1]
    assert re.fullmatch(r"The first 2 of \d+\.\n", result.stderr)
    assert len(column("-r", "us-east-1,eu-west-1", "--limit", "1")) == 1


def test_what_only_resembles_the_words_comes_last(run: Run, aws: Sandbox) -> None:
    ids = [row["model_id"] for row in told(run, "--search", "opus")["models"]]
    have = ["opus" in each for each in ids]
    assert have == sorted(have, reverse=True)


def test_a_long_filter_is_not_repeated_in_full(run: Run, aws: Sandbox) -> None:
    result = run("models", "--search", "x" * 100_000)
    assert result.exit_code == 1
    assert "Nothing found: like" in result.stderr
    assert len(result.stderr) < 500


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("show", "gibberish"), 1),
        (("show", "gibberish", "--offline"), 1),
        (("resolve", "gibberish"), 0),
    ],
)
def test_a_region_that_nobody_knows_is_named_with_the_nearest(
    run: Run, aws: Sandbox, words: tuple[str, ...], code: int
) -> None:
    for _ in range(2):
        result = run("models", *words, "-r", "us-east-99")
        assert result.exit_code == code
        assert "No region us-east-99 of Bedrock is known." in result.stderr
        assert "lists no" not in result.stderr
    if not code:
        return
    assert "us-east-1" in result.stderr
    if "--offline" not in words:
        assert any(each.region == "us-east-99" for each in aws.requests)


def test_a_region_that_is_not_known_keeps_its_own_reason_and_remedy(run: Run) -> None:
    result = run("models", "-r", "us-east-99")
    assert result.exit_code == 3
    assert "No region us-east-99 of Bedrock is known. No AWS cred" in result.stderr
    assert "aws sso login" in result.stderr


def test_nothing_found_is_an_exit_code(run: Run, aws: Sandbox) -> None:
    result = run("models", "--search", "zzzqqq")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'Nothing found: like "zzzqqq".' in result.stderr
    assert told(run, "--search", "zzzqqq", code=1)["models"] == []


def test_each_trouble_has_its_reason_and_costs_no_other_region(
    run: Run, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    troubles = {
        "eu-west-1": ("hang", "unreachable", "Nothing came within"),
        "eu-west-2": ("deny", "denied", "service control policy"),
        "eu-west-3": ("off", "not enabled", "has not enabled eu-west-3"),
        "sa-east-1": ("garbage", "failed", "not a list"),
        "ap-south-1": ("repeat", "ok", "A page of the list came twice"),
    }
    faults = [f"account:region-{name}={at}" for at, (name, *_) in troubles.items()]
    with Sandbox(faults) as sandbox:
        at(sandbox, monkeypatch)
        names = [word for region in troubles for word in ("-r", region)]
        result = run("models", "--json", "-r", "us-east-1", *names)
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert {row["region"] for row in found["models"]} == {"us-east-1", "ap-south-1"}
    for region, (_, status, reason) in troubles.items():
        said = found["regions"][region]
        assert said["status"] == status
        assert reason in said["reason"]
        assert said["remedy"]
        assert f"{region}: " in result.stderr
        assert reason in result.stderr
    assert found["regions"]["ap-south-1"]["missing"]
    assert found["regions"]["us-east-1"]["reason"] is None
    assert result.stderr.count("  → ") == len(troubles)


def test_regions_that_are_off_are_told_once_and_are_a_part_of_all(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = ("af-south-1", "ap-east-2")
    with Sandbox([f"account:region-off={each}" for each in off]) as sandbox:
        at(sandbox, monkeypatch)
        result = run("models", "--all-regions", "--search", MICRO)
        assert run("models", "-r", off[0]).exit_code == 1
    assert result.exit_code == 0
    assert "af-south-1, ap-east-2: not enabled." in result.stderr
    assert result.stderr.count("aws account enable-region") == 1
    assert "--region-name REGION" in result.stderr


@pytest.mark.parametrize("words", [(), ("--json",), ("--csv",)])
def test_without_credentials_the_way_out_is_told(
    run: Run, words: tuple[str, ...]
) -> None:
    result = run("models", "-r", "us-east-1", *words)
    assert result.exit_code == 3
    assert "aws sso login" in result.stderr
    assert "--offline" in result.stderr
    if words == ("--json",):
        found = json.loads(result.stdout)
        assert found["models"] == []
        assert found["regions"]["us-east-1"]["status"] == "no credentials"
    else:
        assert result.stdout == ""


def test_a_profile_that_does_not_exist_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    here = ("-r", "us-east-1")
    for words in (
        *(("models",), ("models", "resolve", "sonnet"), ("models", *here)),
        ("models", "--all-regions"),
        ("models", "show", SONNET, *here),
        ("models", "probe", "-t", SONNET, "--yes", *here),
        ("compare", "Hi", "-t", SONNET, *here),
        ("doctor", *here),
    ):
        result = run(*words)
        assert result.exit_code == 3, words
        assert "nope" in result.stdout + result.stderr
    assert run("models", "--offline").exit_code == 0
    resolved = run("models", "resolve", "sonnet", *here)
    assert (resolved.exit_code, resolved.stdout) == (0, f"us.{SONNET}\n")
    assert "nope" in resolved.stderr
    assert "public list" in resolved.stderr


def test_offline_asks_nobody(run: Run, aws: Sandbox) -> None:
    result = run("models", "--offline", "--json", "-r", "us-east-1", "-r", "eu-west-1")
    assert result.exit_code == 0
    assert aws.requests == []
    found = json.loads(result.stdout)
    assert {row["verdict"] for row in found["models"]} == {None}
    region = found["regions"]["eu-west-1"]
    assert region["public"] is True
    assert region["at"][:10] in result.stderr
    assert "nobody was asked" in result.stderr
    text = run("models", "--offline")
    assert " call " not in text.stdout.splitlines()[0]


def test_offline_needs_no_settings_at_all(run: Run) -> None:
    result = run("models", "--offline")
    assert result.exit_code == 0
    assert "us-east-1" in result.stderr
    assert SONNET in result.stdout
    everywhere = json.loads(
        run("models", "--offline", "--all-regions", "--json").stdout
    )
    assert len(everywhere["regions"]) > 20
    unknown = run("models", "--offline", "-r", "xx-east-1")
    assert unknown.exit_code == 1
    assert "No region xx-east-1 of Bedrock is known." in unknown.stderr
    assert "nothing of xx-east-1" in unknown.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--json", "--csv"), "--json and --csv"),
        (("--all-regions", "-r", "us-east-1"), "--region and --all-regions"),
        (("-r", "us-east-1,"), "'' is not a region"),
        (("-r", "us-east-1,eu west"), "'eu west' is not a region"),
        (("--json", "list"), "--json is for the list"),
        (("--sort", "price", "show", "x"), "--sort is for the list"),
        (("--reverse",), "--reverse goes with --sort"),
        (("--sort", "size"), "'size' is not one of"),
        (("--limit", "0"), "'--limit'"),
        (("diff", "--json", "--csv"), "--json and --csv"),
        (("show", MICRO, "--offline", "--quotas"), "--quotas asks AWS"),
        (("shwo", "x"), "No such command 'shwo'. Did you mean show?"),
        (("lsit",), "Did you mean list?"),
        (("x" * 100_000,), "No such command 'xxx"),
        (("--json", "show", "x"), "--json is for the list"),
        (("-r", "eu-west-1", "-r", "us-east-1", "diff"), "a second --region"),
        (("claude",), "--search claude"),
        (("diff", "--since", "yesterday"), "'yesterday' is no date"),
        (("probe",), "No target"),
        (("resolve", " "), "No KEY"),
        (("resolve", "nova@@"), "'nova@@' is not a target"),
        (("resolve", "@eu-west-1"), "'@eu-west-1' is not a target"),
        (("resolve", "nova-lite@eu-west-1@us-east-1"), "is not a target"),
        (("resolve", "x" * 10_000 + "@@"), "xxx"),
        (("show", "nova@@"), "'nova@@' is not a target"),
        *(
            ((command, "sonnet@nowhere-1"), "'nowhere-1' is not a region")
            for command in ("resolve", "show")
        ),
        *(
            (words, "'nowhere-1' is not a region")
            for words in (
                ("-r", "nowhere-1"),
                ("resolve", "sonnet", "-r", "nowhere-1"),
                ("show", "sonnet", "-r", "nowhere-1"),
                ("probe", "--yes", "-t", "sonnet@nowhere-1"),
                ("diff", "-r", "nowhere-1"),
                ("prices", "--refresh", "-r", "nowhere-1"),
            )
        ),
    ],
)
def test_wrong_usage_is_told(
    run: Run, aws: Sandbox, words: tuple[str, ...], why: str
) -> None:
    result = run("models", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr
    assert len(result.stderr) < 1000
    assert aws.requests == []


def test_without_a_region_that_is_what_lacks(
    run: Run, aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    for words in ((), ("show", MICRO)):
        result = run("models", *words)
        assert result.exit_code == 2
        assert "No region. Name one with --region" in result.stderr


def test_csv_is_for_spreadsheets(run: Run, aws: Sandbox) -> None:
    result = run("models", "--csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == len(told(run)["models"])
    (sonnet,) = (row for row in rows if row["model_id"] == SONNET)
    assert sonnet["call_ids"] == f"us.{SONNET} global.{SONNET}"
    assert sonnet["kinds"] == "geo global"
    assert (sonnet["input_usd_per_mtok"], sonnet["streaming"]) == ("2.2", "yes")
    assert sonnet["call"] == "unknown"
    assert (sonnet["context_tokens"], sonnet["output_tokens"]) == ("1000000", "128000")
    (long,) = (row for row in rows if row["model_id"] == LONG)
    assert long["price_note"] == "other rates above 100,000 tokens"
    nameless = "moonshotai.kimi-k2-thinking"
    (kimi,) = (row for row in rows if row["model_id"] == nameless)
    assert kimi["name"] == nameless


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" \t=1", "'=1"),
        ("\x1b[2J=1", "'=1"),
        ("a\r\n=b", "a =b"),
        ("a,b", "a,b"),
    ],
)
def test_csv_starts_no_formula_and_moves_no_cursor(name: str, shown: str) -> None:
    text = as_csv([{"model_id": "m", "name": name}])
    assert list(csv.reader(io.StringIO(text)))[1] == ["m", shown]


def test_show_tells_everything(run: Run, aws: Sandbox, database: Path) -> None:
    db = ("--db", str(database))
    run("compare", f"Hi {FAST}", "-t", MICRO, *db)
    result = run("models", "show", MICRO, *db)
    assert (result.exit_code, result.stderr) == (0, "")
    facts = dict(
        (line[:19].strip(), line[20:])
        for line in result.stdout.splitlines()
        if line[:1] != " "
    )
    assert facts["Name"] == "Nova Micro"
    assert facts["Called by"] == MICRO
    assert facts["Input per M"] == "~$0.035"
    assert facts["My calls"] == "1, 100% ok"
    assert facts["Verdict"] == "yes (seen)"
    assert facts["AWS says"].startswith("agreement available")
    assert "· geo → us-east-1, us-east-2, us-west-2" in result.stdout
    assert "  –" not in result.stdout


@pytest.mark.parametrize(
    ("named", "first", "dollars"),
    [
        (f"us.{SONNET}", f"us.{SONNET}", ("2.20", "2.00")),
        (SONNET, f"us.{SONNET}", ("2.20", "2.00")),
        (f"global.{SONNET}", f"global.{SONNET}", ("2.00", "2.20")),
        (
            f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.{SONNET}",
            f"global.{SONNET}",
            ("2.00", "2.20"),
        ),
    ],
)
def test_the_price_shown_first_is_that_of_the_id_that_was_named(
    run: Run, aws: Sandbox, named: str, first: str, dollars: tuple[str, str]
) -> None:
    lines = run("models", "show", named).stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("Input per M"))
    other = f"us.{SONNET}" if first.startswith("global.") else f"global.{SONNET}"
    assert lines[at].split()[3:] == [f"~${dollars[0]}", first]
    assert lines[at + 1].split() == [f"~${dollars[1]}", other]
    found = json.loads(run("models", "show", named, "--json").stdout)
    assert found["call_ids"][0]["id"] == first
    assert found["price"]["input_usd_per_mtok"] == float(dollars[0])
    assert [call["price"]["input_usd_per_mtok"] for call in found["call_ids"]] == [
        float(each) for each in dollars
    ]


def test_each_id_says_where_its_price_is_from(run: Run, aws: Sandbox) -> None:
    path = write_prices(f'[[price]]\nid = "us.{PRO}"\ninput = 0.8\noutput = 3.2\n')
    result = run("models", "show", PRO)
    assert result.exit_code == 0
    lines = [line[20:] for line in result.stdout.splitlines()]
    assert f"~$0.80 {PRO}" in lines
    assert f"$0.80 us.{PRO}" in lines
    assert any(each.startswith(f"{PRO}: estimate, genai-prices") for each in lines)
    assert any(each.startswith(f"us.{PRO}: exact, {path.name},") for each in lines)
    named = run("models", "show", SONNET).stdout
    assert named.count("genai-prices") == 1


def test_what_long_prompts_cost_is_told(run: Run, aws: Sandbox) -> None:
    row = one(told(run), LONG)
    (step,) = row["price"]["steps"]
    assert step["above_tokens"] == 100_000
    assert step["input_usd_per_mtok"] > row["price"]["input_usd_per_mtok"]
    text = run("models", "show", LONG).stdout
    amounts = [step[f"{each}_usd_per_mtok"] for each in ("input", "output")]
    shown = "~${:.2f} in, ~${:.2f} out above 100,000 tokens".format(*amounts)
    assert shown in text
    assert one(told(run), SONNET)["price"]["steps"] == []


def test_show_asks_the_simulator(run: Run, aws: Sandbox) -> None:
    result = run("models", "show", f"{MICRO}@us-west-2", "--json", "--quotas")
    found = json.loads(result.stdout)
    assert found.keys() > ROW
    assert found["region"] == "us-west-2"
    assert found["verdict"]["call"] == "yes"
    assert found["verdict"]["evidence"] == "simulated"
    assert found["limits"]["context_tokens"] == 128_000
    assert found["price"]["source"]
    assert found["availability"]["region"] == "AVAILABLE"
    assert found["quotas"]
    assert found["history"]["calls"] == 0
    assert calls(aws) == []


def test_show_says_that_iam_may_not_be_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(["account:deny=iam:SimulatePrincipalPolicy"]) as sandbox:
        at(sandbox, monkeypatch)
        result = run("models", "show", MICRO, "--json")
        profile = run("models", "show", f"us.{SONNET}")
    verdict = json.loads(result.stdout)["verdict"]
    assert verdict["reason"] == (
        "Listed; whether you may call it was not tried. You may not ask IAM "
        "(iam:SimulatePrincipalPolicy)."
    )
    assert verdict["call"] == "unknown"
    assert "You may not ask IAM" in " ".join(profile.stdout.split())


@pytest.mark.parametrize(
    "text", [f"us.{SONNET}", SONNET, "claude-sonnet-5-5", f"global.{SONNET}@us-east-1"]
)
def test_show_takes_any_name_of_a_model(run: Run, aws: Sandbox, text: str) -> None:
    result = run("models", "show", text, "--json")
    assert json.loads(result.stdout)["model_id"] == SONNET
    assert bool(result.stderr) == (text == "claude-sonnet-5-5")


def test_show_tells_which_successor_a_legacy_model_has(run: Run, aws: Sandbox) -> None:
    text = run("models", "show", "claude-opus-4-1").stdout
    assert "Successor           us.anthropic.claude-opus-5-5" in text


def test_show_of_what_is_not_there(run: Run, aws: Sandbox) -> None:
    result = run("models", "show", "no.such-model")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "us-east-1 lists no no.such-model." in result.stderr
    elsewhere = run("models", "show", "mistral.pixtral-large-2502-v1:0@ap-south-1")
    assert elsewhere.exit_code == 1
    assert "us-west-2" in elsewhere.stderr
    misspelt = run("models", "show", "sonet")
    assert "us-east-1 lists no sonet. Did you mean sonnet?" in misspelt.stderr


def test_show_of_a_variant_is_no_failure(run: Run, aws: Sandbox) -> None:
    result = run("models", "show", f"{PRO}:24k")
    assert (result.exit_code, result.stderr) == (0, "")
    said = " ".join(result.stdout.split())
    assert "AWS says bedrock does not know this id" in said


def test_show_offline_has_no_verdict(run: Run, aws: Sandbox) -> None:
    result = run("models", "show", MICRO, "--offline")
    assert result.exit_code == 0
    assert "Verdict" not in result.stdout
    assert "Public list of" in result.stdout
    found = json.loads(run("models", "show", MICRO, "--offline", "--json").stdout)
    assert found["verdict"] is None
    assert aws.requests == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("claude-v2", f"us.{SONNET}"),
        ("claude-instant", "us.anthropic.claude-haiku-5-5"),
        ("titan-express", "us.amazon.nova-2-lite-v1:0"),
        ("claude-sonnet-4-5", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
        ("llama3-70b", "meta.llama3-70b-instruct-v1:0"),
        ("sonnet@eu-west-1", f"eu.{SONNET}@eu-west-1"),
        ("sonnet4.5", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
        ("llama3@us-east-1", "us.meta.llama3-3-70b-instruct-v1:0@us-east-1"),
    ],
)
def test_a_key_is_resolved_with_a_note(
    run: Run, aws: Sandbox, key: str, expected: str
) -> None:
    result = run("models", "resolve", key)
    assert (result.exit_code, result.stdout) == (0, f"{expected}\n")
    assert result.stderr.count("\n") == 1


def test_an_id_that_is_offered_needs_no_note(run: Run, aws: Sandbox) -> None:
    result = run("models", "resolve", f"us.{SONNET}")
    assert (result.stdout, result.stderr) == (f"us.{SONNET}\n", "")


def test_an_unknown_id_is_passed_through(run: Run, aws: Sandbox) -> None:
    result = run("models", "resolve", "my.own-model\x1b[2J")
    assert (result.exit_code, result.stdout) == (0, "my.own-model\n")
    assert "passed on as it is" in result.stderr
    misspelt = run("models", "resolve", "sonet", "--json")
    found = json.loads(misspelt.stdout)
    assert (misspelt.exit_code, found["id"], found["known"]) == (0, "sonet", False)
    assert found["did_you_mean"] == ["sonnet"]
    assert "Did you mean sonnet?" in run("models", "resolve", "sonet").stderr


def test_a_young_list_is_not_asked_for_again(
    run: Run, aws: Sandbox, database: Path
) -> None:
    words = ("models", "resolve", "sonnet", "--db", str(database))
    run(*words)
    asked = len(aws.requests)
    assert asked
    run(*words)
    assert len(aws.requests) == asked


def test_resolve_without_credentials_looks_into_the_public_list(run: Run) -> None:
    result = run("models", "resolve", "sonnet", "-r", "us-east-1")
    assert result.exit_code == 0
    assert result.stdout.endswith(f"{SONNET}\n")
    assert "Looked up in the public list of" in result.stderr
    for words in ((), ("--offline",)):
        nowhere = run("models", "resolve", "sonnet", *words)
        assert nowhere.stdout == f"us.{SONNET}\n"
        assert "No region is chosen: this is us-east-1." in nowhere.stderr


def test_resolve_tells_a_script_why(run: Run, aws: Sandbox) -> None:
    result = run("models", "resolve", "claude-v2@eu-west-1", "--json")
    assert result.stderr == ""
    assert json.loads(result.stdout) == {
        "key": "claude-v2",
        "id": f"eu.{SONNET}",
        "region": "eu-west-1",
        "note": f"claude-v2 is gone; eu.{SONNET} takes its place.",
        "known": True,
        "did_you_mean": [],
    }
    found = json.loads(run("models", "resolve", MICRO, "--json").stdout)
    assert (found["id"], found["region"], found["note"]) == (MICRO, "us-east-1", None)


def test_diff_tells_what_changed(run: Run, aws: Sandbox, database: Path) -> None:
    db = ("--db", str(database))
    empty = run("models", "diff", *db)
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "No changes are known" in empty.stderr
    run("models", *db)
    keep_without(database, MICRO)
    run("models", *db)
    asked = len(aws.requests)
    found = json.loads(run("models", "diff", "--json", *db).stdout)["changes"]
    assert [(each["kind"], each["model_id"]) for each in found] == [
        ("new", MICRO),
        ("gone", MICRO),
    ]
    assert found[0]["region"] == "us-east-1"
    assert len(aws.requests) == asked
    head, *lines = run("models", "diff", "--since", "1h", *db).stdout.splitlines()
    assert head.split() == ["when", "what", "region", "model", "detail"]
    assert len(lines) == 2
    for words in (("--since", "2999-01-01"), ("-r", "eu-west-1")):
        result = run("models", "diff", *words, *db)
        assert (result.exit_code, result.stdout) == (0, "")
        assert "None matches: 2 changes are known, in us-east-1," in result.stderr
        assert "No changes are known" not in result.stderr
    text = run("models", "diff", "--csv", *db).stdout
    table_ = list(csv.DictReader(io.StringIO(text)))
    assert [(each["kind"], each["model_id"]) for each in table_] == [
        ("new", MICRO),
        ("gone", MICRO),
    ]


def keep_without(path: Path, model_id: str) -> None:
    """Keep a scan that lacks a model."""
    database = Database(path)
    database.open()
    store = ModelStore(database)
    scan = store.last("")["us-east-1"]
    left = tuple(each for each in scan.models if each.id != model_id)
    store.keep("", replace(scan, models=left, at=datetime.now(UTC))).result(10)
    database.close()


def test_diff_without_a_store_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    result = run("models", "diff", "--db", str(tmp_path / "file" / "x.db"))
    assert (result.exit_code, result.stdout) == (1, "")


def test_the_list_needs_no_store(run: Run, aws: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    result = run("models", "--db", str(tmp_path / "file" / "x.db"))
    assert result.exit_code == 0
    assert MICRO in result.stdout
    assert "is not kept" in result.stderr


def test_probe_calls_each_target_once(run: Run, aws: Sandbox, database: Path) -> None:
    words = ("-t", MICRO, "-t", f"us.{PRO}@us-west-2", "-t", MICRO, "--yes")
    result = run("models", "probe", *words, "--db", str(database))
    assert result.exit_code == 0
    assert f"{MICRO}@us-east-1: about $0.00000049" in result.stderr
    assert "Together about $0.0000" in result.stderr
    lines = [line for line in result.stdout.splitlines() if line[:1] != " "]
    assert lines == [f"yes      {MICRO}@us-east-1", f"yes      us.{PRO}@us-west-2"]
    assert len(calls(aws)) == 2
    row = one(told(run, "--db", str(database)), MICRO)
    assert (row["verdict"]["call"], row["verdict"]["evidence"]) == ("yes", "probed")


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("amazon.titan-embed-text-v2:0", "It gives embedding"),
        ("stability.stable-image-inpaint-v1:0@us-west-2", "It gives image"),
        ("cohere.rerank-v3-5:0", "It ranks documents"),
        ("xai.grok-4.3", "Only the bedrock-mantle endpoint serves it"),
    ],
)
def test_what_answers_no_prompt_is_left_out_of_a_probe(
    run: Run, aws: Sandbox, target: str, why: str
) -> None:
    result = run("models", "probe", "-t", target, "-t", MICRO, "--yes")
    assert result.exit_code == 1
    left = target if "@" in target else f"{target}@us-east-1"
    assert f"Left out: {left}. {why}" in result.stderr
    assert "price unknown" not in result.stderr
    assert result.stdout.startswith(f"yes      {MICRO}@us-east-1\n")
    assert len(calls(aws)) == 1
    alone = run("models", "probe", "-t", target, "--yes")
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert alone.stderr.endswith("Nothing was sent.\n")
    assert len(calls(aws)) == 1


def test_a_probe_of_a_long_id_is_told_in_short(run: Run, aws: Sandbox) -> None:
    long = f"amazon.{'x' * 10_000}"
    result = run("models", "probe", "-t", long, "--yes")
    assert result.exit_code == 1
    assert len(result.stdout) + len(result.stderr) < 2000
    as_json = run("models", "probe", "-t", long, "--yes", "--json")
    (probed,) = json.loads(as_json.stdout)["probes"]
    assert probed["target"]["id"] == long
    short = run("models", "probe", "-t", "x" * 10_000, "--yes")
    assert len(short.stdout) + len(short.stderr) < 2000


def test_a_refused_probe_has_its_remedy(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(["account:deny=bedrock:InvokeModel"]) as sandbox:
        at(sandbox, monkeypatch)
        result = run("models", "probe", "-t", MICRO, "--yes")
        as_json = run("models", "probe", "-t", MICRO, "--yes", "--json")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"no       {MICRO}@us-east-1\n")
    assert "→ " in result.stdout
    (probed,) = json.loads(as_json.stdout)["probes"]
    assert probed["target"]["id"] == MICRO
    assert probed["verdict"]["evidence"] == "probed"
    assert probed["verdict"]["remedy"]


@pytest.mark.parametrize("read_only", [("--yes", "--read-only"), ("--read-only",)])
def test_read_only_probes_nothing(
    run: Run, aws: Sandbox, read_only: tuple[str, ...]
) -> None:
    result = run("models", "probe", "-t", MICRO, *read_only)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--read-only sends nothing that costs" in result.stderr
    assert aws.requests == []


def test_nobody_to_say_yes_is_wrong_usage(run: Run, aws: Sandbox) -> None:
    result = run("models", "probe", "-t", MICRO, stdin="y\n")
    assert result.exit_code == 2
    assert "add --yes" in result.stderr
    assert aws.requests == []


def test_a_probe_without_credentials(run: Run) -> None:
    result = run("models", "probe", "-t", f"{MICRO}@us-east-1", "--yes")
    assert result.exit_code == 3
    assert "aws sso login" in result.stderr


@pytest.mark.parametrize("key", ["EXPIRED", "INVALID"])
def test_refused_credentials_are_no_credentials(
    run: Run, aws: Sandbox, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    everywhere = run("models", "--all-regions")
    assert everywhere.exit_code == 3
    assert re.match(r"all \d+ regions: no credentials", everywhere.stderr)
    assert run("models", "show", MICRO).exit_code == 3
    assert run("models", "probe", "-t", MICRO, "--yes").exit_code == 3
    assert calls(aws) == []


IN_FORCE = [
    ("--demo",),
    ("--profile", "dev team", "--endpoint-url", "http://127.0.0.1:9/"),
    (),
]


@pytest.mark.parametrize("options", IN_FORCE)
def test_commands_that_are_advised_keep_the_options_in_force(
    run: Run, options: tuple[str, ...]
) -> None:
    words = shlex.join(["bedrock-tui", *options, "models"])
    listed = run(*options, "models", "diff")
    assert f"\n  {words}\n" in listed.stderr
    shown = run("models", "show", "gibberish@eu-west-1", "--offline", *options)
    assert f"→ {words} -r eu-west-1 --offline --search gibberish\n" in shown.stderr


def test_the_advice_of_a_verdict_stays_in_the_demo(run: Run, database: Path) -> None:
    at = ("--demo", "--db", str(database), "models")
    target = "us.anthropic.claude-opus-4-1-20250805-v1:0@us-east-1"
    advice = "bedrock-tui --demo models probe -t"
    rows = json.loads(run(*at, "--json", "--search", "sonnet").stdout)["models"]
    remedies = [row["verdict"]["remedy"] for row in rows]
    assert any(advice in each for each in remedies)
    assert not any("bedrock-tui models" in each for each in remedies)
    refused = run(*at, "show", target).stdout
    assert "bedrock-tui models" not in refused


def test_the_demo_needs_no_account(run: Run) -> None:
    result = run("--demo", "models", "--search", MICRO)
    assert result.exit_code == 0
    assert MICRO in result.stdout


def test_foreign_text_stays_on_its_line() -> None:
    columns: list[Column[str]] = [
        Column("one", lambda each: each),
        Column("two", lambda each: "x"),
    ]
    assert table(["a\nb\x1b[2J"], columns) == ["one  two", "a b  x"]


@pytest.mark.parametrize(
    ("width", "heads"),
    [(None, "a b c d"), (40, "a b c d"), (24, "a b d"), (14, "a d"), (5, "a d")],
)
def test_columns_without_room_are_left_out(width: int | None, heads: str) -> None:
    columns: list[Column[str]] = [
        Column("a", lambda each: each),
        Column("b", lambda each: each, spare=1),
        Column("c", lambda each: each * 2, spare=2),
        Column("d", lambda each: each, right=True),
    ]
    head, line = table(["value"], columns, width)
    assert " ".join(head.split()) == heads
    assert line.split()[0] == "value"
    assert line.endswith("value")


def in_terminal(
    start: Start, columns: int, *words: str, answer: str = ""
) -> tuple[int, list[str]]:
    """Run in a pseudo terminal and return the code and the lines it shows."""
    import fcntl
    import struct
    import termios

    ours, its = os.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = start(*words, stdin=its, stdout=its, stderr=its)
    os.close(its)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
        if answer and seen.endswith(b"[y/N] "):
            os.write(ours, answer.encode())
            answer = ""
    code = process.wait(10)
    os.close(ours)
    text = seen.decode().replace("\r\n", "\n")
    return code, [line.rpartition("\r")[2] for line in text.rstrip("\n").split("\n")]


@pytest.mark.skipif(not LINUX, reason="sizes a pseudo terminal")
@pytest.mark.parametrize("columns", [80, 120])
def test_the_table_keeps_to_the_width_of_its_terminal(
    aws: Sandbox, start: Start, columns: int
) -> None:
    words = ("models", "--search", "!arn:", "--callable")
    code, lines = in_terminal(start, columns, *words)
    assert code == 0
    assert lines[0].startswith("id ")
    assert max(map(cells, lines)) <= columns
    heads = ["context", "called by"] if columns == 120 else ["$/M out"]
    assert all(head in lines[0] for head in heads)


@pytest.mark.skipif(not LINUX, reason="sizes a pseudo terminal")
@pytest.mark.parametrize(("answer", "code", "sent"), [("y\n", 0, 1), ("\n", 1, 0)])
def test_a_terminal_is_asked_before_anything_is_sent(
    aws: Sandbox, start: Start, answer: str, code: int, sent: int
) -> None:
    words = ("models", "probe", "-t", MICRO)
    found, lines = in_terminal(start, 80, *words, answer=answer)
    assert found == code, lines
    assert len(calls(aws)) == sent
    assert any("about $" in line for line in lines)
    assert any("Nothing was sent." in line for line in lines) == (not sent)


@pytest.mark.skipif(os.name != "posix", reason="no SIGINT to send")
@pytest.mark.parametrize(
    ("faults", "words", "waiting"),
    [
        (["account:region-hang=us-east-1"], (), "foundation-models"),
        (["account:region-hang=us-east-1"], ("show", MICRO), "foundation-models"),
        (["account:region-hang=us-east-1"], ("resolve", "opus"), "foundation-models"),
        (["account:hang=sts"], ("probe", "-t", MICRO, "-y"), "/"),
        (["account:hang=bedrock-runtime"], ("probe", "-t", MICRO, "-y"), "/converse"),
    ],
)
def test_an_interrupt_ends_it_at_once(
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    faults: list[str],
    words: tuple[str, ...],
    waiting: str,
) -> None:
    with Sandbox(faults) as sandbox:
        at(sandbox, monkeypatch)
        process = start("models", *words)
        until(lambda: any(waiting in each.path for each in sandbox.requests))
        pressed = time.monotonic()
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=10)
        assert time.monotonic() - pressed < 2
        assert (process.returncode, stdout) == (130, "")
        assert "Traceback" not in stderr
        until(lambda: connections() == 0)


@pytest.mark.skipif(not LINUX, reason="opens a pseudo terminal")
def test_an_interrupt_is_no_answer(aws: Sandbox, start: Start) -> None:
    ours, its = os.openpty()
    pipes = {"stdin": its, "stdout": its, "stderr": its}
    process = start("models", "probe", "-t", MICRO, **pipes)
    os.close(its)
    seen = b""
    while not seen.endswith(b"[y/N] "):
        seen += os.read(ours, 1024)
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 130
    os.close(ours)
    assert calls(aws) == []


@pytest.mark.skipif(os.name != "posix", reason="no SIGPIPE")
@pytest.mark.parametrize("words", [(), ("--json",), ("--csv",)])
def test_a_reader_that_was_never_there_is_no_failure_of_ours(
    aws: Sandbox, start: Start, words: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = start("models", *words, stdout=writer)
    os.close(writer)
    _, stderr = process.communicate(timeout=20)
    assert (process.returncode, stderr) == (141, "")


def test_a_pipe_hears_no_progress(aws: Sandbox, start: Start) -> None:
    stdout, stderr = start("models", *FEW).communicate(timeout=20)
    assert stderr == ""
    assert "\r" not in stdout
    assert stdout.startswith("target ")


def test_every_command_has_its_help(run: Run) -> None:
    for words in ((), ("list",), ("show",), ("resolve",), ("diff",), ("probe",)):
        result = run("models", *words, "--help")
        assert result.exit_code == 0
        assert "Exit codes: 0 " in result.stdout
