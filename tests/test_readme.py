from __future__ import annotations

from pathlib import Path

from bedrock_tui import settings_fields, settings_file
from bedrock_tui.ui.key_tables import key_table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
TEST_LINE = (
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'"
    " && .venv/bin/python -m pytest -q"
)


def test_the_readme_lists_the_keys_that_are_bound():
    assert key_table() in README


def test_ci_runs_the_readmes_test_line_to_the_letter():
    assert TEST_LINE in README.splitlines()
    assert TEST_LINE in (ROOT / ".ci" / "run").read_text().splitlines()


def test_every_dependency_is_explained():
    project = (ROOT / "pyproject.toml").read_text()
    listed = project.split("dependencies = [", 1)[1].split("]", 1)[0]
    names = [line.strip(' ",').split(">")[0] for line in listed.strip().splitlines()]
    assert len(names) >= 9
    for name in names:
        assert f"\n| {name} | " in README


def test_the_example_of_the_settings_has_every_field_and_no_mistake(tmp_path):
    example = README.split("```toml\n", 1)[1].split("```", 1)[0]
    path = tmp_path / "settings.toml"
    path.write_text(example)
    found = settings_file.read(path)
    assert found.problems == ()
    assert set(found.values) == {each.key for each in settings_fields.FIELDS}
