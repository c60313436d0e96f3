from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedrock_tui import paths
from bedrock_tui.core.comparison import MOST_LANES
from bedrock_tui.settings import Flags, Settings, resolve
from bedrock_tui.settings_fields import (
    ALIASES,
    CONFIRM_DOLLARS,
    CONFIRM_LANES,
    CRITERIA,
    DEFAULT_MODEL,
    FAVOURITE_REGIONS,
    FIELDS,
    LANES,
    MAX_RETRIES,
    RATE_LIMIT,
    SCAN_HOURS,
)
from bedrock_tui.settings_fields import MOST_LANES as MOST_OF_A_SET
from bedrock_tui.settings_file import SettingsFile, read
from tests.support import write_settings

ALL = """\
default_model = "sonnet@eu-west-1"
max_retries = 0
rate_limit_per_minute = 9

[models]
scan_hours = 1.5
favourite_regions = ["eu-west-1", "us-east-1", "eu-west-1"]

[compare]
confirm_above_usd = 0.25
confirm_above_lanes = 8

[aliases]
fast = "us.amazon.nova-lite-v1:0@us-east-1"
"größer" = " titan-express "

[lanes]
daily = ["fast", "sonnet@eu-west-1"]
"two words" = [
    "a",  # first
    "b",
]
"""


def told(text: str | bytes) -> tuple[SettingsFile, list[str]]:
    """What is taken of a file, and its problems without the path that leads each."""
    path = write_settings(text)
    found = read(path)
    assert all(each.startswith(f"{path}: ") for each in found.problems)
    return found, [each.removeprefix(f"{path}: ") for each in found.problems]


def test_the_file_lies_beside_the_prices_in_the_home_of_the_test() -> None:
    path = paths.settings_file()
    assert path == Path(os.environ["XDG_CONFIG_HOME"]) / "bedrock-tui/settings.toml"
    assert path.parent == paths.prices_file().parent


def test_every_field_is_read() -> None:
    found, problems = told(ALL)
    assert problems == []
    assert found.get(DEFAULT_MODEL) == "sonnet@eu-west-1"
    assert found.get(MAX_RETRIES) == 0
    assert found.get(RATE_LIMIT) == 9
    assert found.get(SCAN_HOURS) == 1.5
    assert found.get(FAVOURITE_REGIONS) == ("eu-west-1", "us-east-1")
    assert (found.get(CONFIRM_DOLLARS), found.get(CONFIRM_LANES)) == (0.25, 8)
    assert found.entries(ALIASES) == {
        "fast": "us.amazon.nova-lite-v1:0@us-east-1",
        "größer": "titan-express",
    }
    assert found.entries(LANES) == {
        "daily": ("fast", "sonnet@eu-west-1"),
        "two words": ("a", "b"),
    }


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "[models]\n[aliases]\n[lanes]"])
def test_a_file_that_says_nothing_leaves_the_defaults(text: str) -> None:
    found, problems = told(text)
    assert problems == []
    assert resolve(Flags(), {}, found) == Settings()
    assert found.get(SCAN_HOURS) == 24
    assert (found.entries(ALIASES), found.entries(LANES)) == ({}, {})


def test_no_file_says_nothing_and_loads_no_reader() -> None:
    assert read(paths.settings_file()) == SettingsFile()
    code = (
        "import sys; from pathlib import Path; from bedrock_tui import settings_file\n"
        "settings_file.read(Path('nowhere.toml'))\n"
        "assert not {'tomllib', 'difflib'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)


def test_every_field_says_what_it_is_for() -> None:
    for each in FIELDS:
        assert each.help.endswith(".")
        assert each.must
    assert len({each.key for each in FIELDS}) == len(FIELDS)
    assert MOST_OF_A_SET == MOST_LANES


def test_wrong_criteria_leave_the_others_in_force() -> None:
    found, problems = told(
        "[compare]\ncriteria = [\n  'json',\n  'speed',\n  'cost < 1',\n  'x',\n]\n"
    )
    assert [each.text for each in found.get(CRITERIA)] == ["json", "cost < 1"]
    assert len(problems) == 2
    assert all(each.startswith("line 2: compare.criteria: '") for each in problems)
    assert resolve(Flags(), {}, found).criteria == found.get(CRITERIA)


TARGET = "must be a target: ID, ID@REGION, an alias or a short name"
STANDS = "must be a target: ID, ID@REGION or a short name"
HOURS = "must be a number of hours above 0, 1,000,000 at most"
NAME = "a name must be without white space, @ and control characters; this one"
SET = "must be a list of 1 to 8 targets"
REGIONS = "models.favourite_regions: must be a list of regions' names"
KEYS = (
    "default_model, max_retries, rate_limit_per_minute, models.scan_hours, "
    "models.favourite_regions, compare.confirm_above_usd, "
    "compare.confirm_above_lanes, compare.criteria, aliases, lanes"
)

WRONG: dict[str, tuple[str, str]] = {
    "criteria that are no list": (
        "compare.criteria = 'json'",
        '1: compare.criteria: must be a list of criteria such as "ttft < 1s",'
        " not 'json'",
    ),
    "criteria that are no texts": (
        "[compare]\ncriteria = ['json', 1]",
        '2: compare.criteria: must be a list of criteria such as "ttft < 1s",'
        " not a list of 2",
    ),
    "a wrong criterion": (
        "\n[compare]\ncriteria = ['json', 'ttft < 1']",
        "3: compare.criteria: 'ttft < 1': the time needs its unit, one of ms, s and"
        " min, as in: ttft < 1s",
    ),
    "a number for a text": ("default_model = 3", f"1: default_model: {TARGET}, not 3"),
    "an empty text": ("default_model = ' '", f"1: default_model: {TARGET}, not ' '"),
    "half a target": ("default_model = 'm@'", f"1: default_model: {TARGET}, not 'm@'"),
    "two words": ("default_model = 'a b'", f"1: default_model: {TARGET}, not 'a b'"),
    "escapes": (
        'default_model = "\\u001b[2Jx"',
        f"1: default_model: {TARGET}, not '\\x1b[2Jx'",
    ),
    "a turned text": (
        'default_model = "a\\u202Eb"',
        f"1: default_model: {TARGET}, not 'a\\u202eb'",
    ),
    "a long text": (
        f"default_model = '{'a ' * 99}'",
        f"1: default_model: {TARGET}, not '{'a ' * 30}'…",
    ),
    "a text for a number": (
        "\n\n  max_retries = '3'",
        "3: max_retries: must be a whole number from 0, not '3'",
    ),
    "below nothing": (
        "max_retries = -1",
        "1: max_retries: must be a whole number from 0, not -1",
    ),
    "no number": (
        "max_retries = true",
        "1: max_retries: must be a whole number from 0, not true",
    ),
    "half a number": (
        "max_retries = 1.5",
        "1: max_retries: must be a whole number from 0, not 1.5",
    ),
    "a date": (
        "max_retries = 2026-01-01",
        "1: max_retries: must be a whole number from 0, not a date or a time",
    ),
    "one region": (
        "models.favourite_regions = 'eu-west-1'",
        f"1: {REGIONS}, not 'eu-west-1'",
    ),
    "no region": (
        "models.favourite_regions = ['eu-west-1', 'Ireland']",
        f"1: {REGIONS}, but item 2 is 'Ireland'",
    ),
    "no text": (
        "models.favourite_regions = ['eu-west-1', 3]",
        f"1: {REGIONS}, but item 2 is 3",
    ),
    "no regions at all": (
        "models.favourite_regions = ['a', 'b', [], 3]",
        f"1: {REGIONS}, but item 1 is 'a', item 2 is 'b', item 3 is a list of 0, …",
    ),
    "no money": (
        "compare.confirm_above_usd = -1",
        "1: compare.confirm_above_usd: must be a number of US dollars from 0, not -1",
    ),
    "more lanes than there are": (
        "compare.confirm_above_lanes = 9",
        "1: compare.confirm_above_lanes: must be a whole number from 0 to 8, not 9",
    ),
    "no time": ("models.scan_hours = 0", f"1: models.scan_hours: {HOURS}, not 0"),
    "for ever": (
        "[models]\n# never\nscan_hours = inf",
        f"3: models.scan_hours: {HOURS}, not inf",
    ),
    "not a number": (
        "[models]\r\n\r\nscan_hours = nan\r\n",
        f"3: models.scan_hours: {HOURS}, not nan",
    ),
    "a number nobody can write": (
        f"[models]\nscan_hours = 0x{'f' * 9000}",
        f"2: models.scan_hours: {HOURS}, not so large a number",
    ),
    "in a table": (
        "models = { scan_hours = [] }",
        f"1: models.scan_hours: {HOURS}, not a list of 0",
    ),
    "no table": ("\nmodels = 3", "2: models: must be a table: [models]"),
    "a list of tables": (
        "max_retries = 1\n[[models]]\nscan_hours = 3",
        "2: models: must be a table: [models]",
    ),
    "aliases that are none": (
        "aliases = 'x'",
        "1: aliases: must be a table: [aliases]",
    ),
    "an alias of a number": ("[aliases]\na = 1", f"2: aliases.a: {STANDS}, not 1"),
    "an alias of a table": (
        "[aliases.a]\nb = 'x'",
        f"1: aliases.a: {STANDS}, not a table",
    ),
    "an alias with a dot": (
        "aliases.a.b = 'x'",
        f"1: aliases.a: {STANDS}, not a table",
    ),
    "an alias with a space": (
        "[aliases]\n'a b' = 'x'",
        f"2: aliases.a b: {NAME} has a blank",
    ),
    "an alias with a region": (
        "[aliases]\n'a@b' = 'x'",
        f"2: aliases.a@b: {NAME} has an @",
    ),
    "an alias without a name": (
        "[aliases]\n'' = 'x'",
        f"2: aliases.'': {NAME} is empty",
    ),
    "an alias that rings": (
        '[aliases]\n"a\\u0007" = "x"',
        f"2: aliases.'a\\x07': {NAME} has U+0007, which cannot be shown",
    ),
    "an alias of itself": (
        "[aliases]\nloop = 'loop'",
        f"2: aliases.loop: {STANDS}, not an alias, as 'loop' is",
    ),
    "an alias of an alias": (
        "[aliases]\nfast = 'amazon.nova-lite-v1:0'\nagain = 'fast@eu-west-1'",
        f"3: aliases.again: {STANDS}, not an alias, as 'fast' is",
    ),
    "a set that rings": (
        '[lanes]\n"a\\u0007" = ["x"]',
        "2: lanes.'a\\x07': a name must be text on one line; this one has U+0007, "
        "which cannot be shown",
    ),
    "lanes that are none": ("lanes = ['a']", "1: lanes: must be a table: [lanes]"),
    "a set that is none": ("[lanes]\na = 'x'", f"2: lanes.a: {SET}, not 'x'"),
    "an empty set": ("[lanes]\na = []", f"2: lanes.a: {SET}, not a list of 0"),
    "nine lanes": (
        "[lanes]\na = [\n 'x', 'x', 'x',\n\n 'x', 'x', 'x',\n 'x', 'x', 'x' ]",
        f"2: lanes.a: {SET}, not a list of 9",
    ),
    "a lane that is none": (
        "[lanes]\nok = ['x']\n\nb = [\n'x',\n3]",
        f"4: lanes.b: {SET}, but item 2 is 3",
    ),
    "a misspelt key": (
        "# first\nmax_retrys = 3",
        "2: max_retrys: not known; did you mean max_retries?",
    ),
    "a key without its table": (
        "scan_hours = 3",
        "1: scan_hours: not known; did you mean models.scan_hours?",
    ),
    "a misspelt table": (
        "[alias]\na = 'x'",
        "1: alias: not known; did you mean aliases?",
    ),
    "a misspelt key in a table": (
        "[models]\nscan_hour = 3",
        "2: models.scan_hour: not known; did you mean models.scan_hours?",
    ),
    "a key like no other": ("zzz = 3", f"1: zzz: not known; the keys are {KEYS}"),
    "a dotted key in quotes": (
        "'models.scan_hours' = 3",
        "1: models.scan_hours: not known; did you mean models.scan_hours?",
    ),
    "a key of many letters": (
        f"{'z' * 99} = 3",
        f"1: {'z' * 60}…: not known; the keys are {KEYS}",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_its_line(what: str) -> None:
    text, problem = WRONG[what]
    _, problems = told(text)
    assert problems == [f"line {problem}"]
    assert problems[0].isprintable()


def test_what_a_text_of_many_lines_says_is_no_key() -> None:
    found, problems = told('zzz = """\nmax_retries = "x"\n"""\nmax_retries = "x"')
    assert [each.split(": ")[:2] for each in problems] == [
        ["line 1", "zzz"],
        ["line 4", "max_retries"],
    ]
    assert found.values == {}


def test_only_the_entries_concerned_are_left_out() -> None:
    wrong = "max_retries = -1\nzzz = 1\n" + ALL.replace("max_retries = 0\n", "")
    wrong = wrong.replace('daily = ["fast"', 'bad = [1]\ndaily = ["fast"')
    found, problems = told(wrong)
    assert [each.split(":")[0] for each in problems] == ["line 1", "line 2", "line 19"]
    whole, _ = told(ALL)
    assert found.get(MAX_RETRIES) == 3
    for each in (ALIASES, LANES):
        assert found.entries(each) == whole.entries(each)  # type: ignore[arg-type]
    assert found.get(SCAN_HOURS) == 1.5


def test_the_good_regions_of_a_list_stay() -> None:
    found, problems = told(
        "models.favourite_regions = ['eu-west-1', 'x', 'us-east-1', 3]"
    )
    assert found.get(FAVOURITE_REGIONS) == ("eu-west-1", "us-east-1")
    assert problems == [f"line 1: {REGIONS}, but item 2 is 'x', item 4 is 3"]


def test_aliases_that_go_round_are_left_out() -> None:
    found, problems = told("[aliases]\na = 'b'\nb = 'a@us-east-1'\nok = 'sonnet'")
    assert [each.split(":")[1] for each in problems] == [" aliases.a", " aliases.b"]
    assert found.entries(ALIASES) == {"ok": "sonnet"}


def test_a_models_name_may_be_an_alias_and_stand_for_itself_elsewhere() -> None:
    found, problems = told(
        "[aliases]\nsonnet = 'sonnet@eu-west-1'\nbest = 'sonnet'\n"
        "'a.b' = 'a.b@us-east-1'"
    )
    assert problems == []
    assert len(found.entries(ALIASES)) == 3


UNREADABLE: dict[str, tuple[str | bytes, str]] = {
    "no TOML": ("max_retries = 3\nmax_retries ? 4", "(at line 2, column 13)"),
    "a key twice": ("max_retries = 3\nmax_retries = 4", "(at line 2, column 16)"),
    "an end too early": ("[lanes]\na = ['x'", "Unclosed array (at end of document)"),
    "not UTF-8": (b"default_model = '\xff'", "is not text in UTF-8"),
    "nested": (f"a = {'[' * 5000}", "is nested too deeply"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_nothing_is_taken_from_a_file_that_is_no_toml(what: str) -> None:
    text, words = UNREADABLE[what]
    found, problems = told(text)
    assert len(problems) == 1
    assert words in problems[0]
    assert found.values == {}


def test_a_folder_in_place_of_the_file_is_told() -> None:
    path = paths.settings_file()
    path.mkdir(parents=True)
    (problem,) = read(path).problems
    assert problem == f"{path}: cannot be read: Is a directory"


def test_a_mark_of_byte_order_does_not_matter() -> None:
    found, problems = told(b"\xef\xbb\xbfmax_retries = 9")
    assert (found.get(MAX_RETRIES), problems) == (9, [])


PIECES = st.sampled_from(
    [
        *("default_model", "max_retries", "[models]", "scan_hours", "[aliases]"),
        *("[lanes]", "[[lanes]]", "a", "a.b", "=", '"x@y"', "'", '"""', "[", "]", "{"),
        *("}", ",", "\n", "\r\n", " ", "#", "1", "-1", "1e999", "nan", "true", "\x1b"),
        *("2026-01-01", "é", "\ud800", "@", "0xffffffffffffffffffff"),
    ]
)
TEXTS = st.text() | st.lists(PIECES).map("".join) | st.lists(PIECES).map(" ".join)


@given(text=TEXTS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_stops_the_program(text: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    found = read(path)
    assert isinstance(resolve(Flags(), {}, found), Settings)
    assert all("\x1b" not in each and "\n" not in each for each in found.problems)


@pytest.mark.parametrize("keys", [2, 3, 5000])
def test_tables_in_tables_in_tables_are_left_out(keys: int) -> None:
    name = ".".join(["max_retries", *"a" * keys])
    _, problems = told(f"{name} = 1\n")
    assert problems == [
        "line 1: max_retries: must be a whole number from 0, not a table"
    ]


BOTH = SettingsFile({"max_retries": 7, "default_model": "of-file"})


@pytest.mark.parametrize(
    ("environment", "file", "retries", "model"),
    [
        ({}, SettingsFile(), 3, ""),
        ({}, BOTH, 7, "of-file"),
        ({"BEDROCK_MAX_RETRIES": "0"}, BOTH, 0, "of-file"),
        ({"BEDROCK_DEFAULT_MODEL": "m"}, BOTH, 7, "m"),
        (
            {"BEDROCK_MAX_RETRIES": " ", "BEDROCK_DEFAULT_MODEL": " "},
            BOTH,
            7,
            "of-file",
        ),
    ],
)
def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    environment: dict[str, str], file: SettingsFile, retries: int, model: str
) -> None:
    found = resolve(Flags(), environment, file)
    assert (found.max_retries, found.default_model) == (retries, model)


def test_settings_take_over_what_the_file_says() -> None:
    found, _ = told(ALL + "\n[zzz]\n")
    settings_ = resolve(Flags(), {}, found)
    expected: dict[str, Any] = {
        "scan_ttl": timedelta(minutes=90),
        "aliases": found.entries(ALIASES),
        "lane_sets": found.entries(LANES),
        "problems": found.problems,
    }
    for name, value in expected.items():
        assert getattr(settings_, name) == value
