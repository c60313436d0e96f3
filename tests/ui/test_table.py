from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from textual.app import App, ComposeResult

from bedrock_tui.core.reach import Reach, ReachRow
from bedrock_tui.ui.screens.models.signs import LETTERS, REACH, glyphs
from bedrock_tui.ui.screens.models.titles import distinct
from bedrock_tui.ui.widgets.columns import Cell, Column, arrange, fit, fit_apart
from bedrock_tui.ui.widgets.matrix import Matrix, split_region
from bedrock_tui.ui.widgets.table import Rows, VirtualTable

MILLION = 1_000_000
COLUMNS = [
    Column("name", "name", 10, lambda row: Cell(f"row {row}"), most=20),
    Column("square", "square", 16, lambda row: Cell(f"{row * row:,}"), True, 2),
    Column("double", "double", 12, lambda row: Cell(f"{row * 2:,}"), True, 1),
    Column("half", "half", 12, lambda row: Cell(f"{row // 2:,}", "dim"), True, 3),
]


@dataclass
class Numbers:
    """A million rows that exist only when they are asked for."""

    count: int = MILLION
    asked: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return self.count

    def row(self, index: int) -> int:
        self.asked.add(index)
        return index

    def key(self, index: int) -> int:
        return index

    def find(self, key: object) -> int | None:
        return key if isinstance(key, int) and key < self.count else None


class Shown(App[None]):
    def __init__(self, widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        self.widget.focus()

    def seen(self) -> list[str]:
        strips = self.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]


async def test_of_a_million_rows_only_those_in_view_are_asked_for():
    table, numbers = VirtualTable(COLUMNS), Numbers()
    app = Shown(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(numbers)
        await pilot.pause()
        assert app.seen()[1].startswith(" row 0")
        await pilot.press("end")
        await pilot.pause()
        assert table.cursor == MILLION - 1
        assert "999,998,000,001" in app.seen()[-1]
        await pilot.press("pageup", "home", "pagedown")
        await pilot.pause()
        assert len(numbers.asked) < 200


async def test_rows_that_are_being_fetched_are_dots():
    table, numbers = VirtualTable(COLUMNS), Numbers(5)
    numbers.row = lambda index: None
    app = Shown(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(numbers)
        await pilot.pause()
        assert app.seen()[1].strip() == "…"


async def test_the_cursor_stays_on_its_row_when_rows_change():
    table = VirtualTable(COLUMNS)
    app = Shown(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Rows(range(100), lambda row: row))
        await pilot.press("down", "down", "down")
        table.show(Rows(range(99, -1, -1), lambda row: row), ("name", True))
        await pilot.pause()
        assert table.current == 3
        assert table.cursor == 96
        assert any("row 3" in line for line in app.seen())
        table.show(Rows([7, 8], lambda row: row))
        assert table.current == 8
        table.show(Rows([], lambda row: row))
        assert table.current is None


async def test_no_number_is_shown_in_part_at_any_width():
    for width in range(12, 90):
        arranged = arrange(COLUMNS, width)
        assert arranged.first <= width
        for left in range(len(arranged.columns)):
            used = sum(2 + column.width for column in arranged.window(left))
            assert used <= arranged.room
    assert fit("123,456,789", 8, right=True) == "       …"
    assert fit("12", 4, right=True) == "  12"


def test_what_matters_most_is_in_view_first():
    keys = [column.key for column in arrange(COLUMNS, 26).window(0)]
    assert keys == ["double"]
    assert [c.key for c in arrange(COLUMNS, 44).window(0)] == ["square", "double"]


async def test_columns_out_of_view_are_reached_with_the_arrows():
    table = VirtualTable(COLUMNS)
    app = Shown(table)
    async with app.run_test(size=(46, 10)) as pilot:
        table.show(Numbers(30))
        await pilot.pause()
        assert "half" not in app.seen()[0]
        assert app.seen()[0].endswith("›")
        await pilot.press("right", "right", "right", "right")
        await pilot.pause()
        assert "half" in app.seen()[0]
        assert "‹" in app.seen()[0]
        assert app.seen()[1].startswith(" row 0")
        await pilot.resize_terminal(120, 10)
        await pilot.pause()
        assert all(column.title in app.seen()[0] for column in COLUMNS)


async def test_a_click_moves_the_cursor_and_one_on_the_head_asks_to_sort():
    wanted = []

    class Sorting(Shown):
        def on_virtual_table_sort_wanted(self, event: VirtualTable.SortWanted) -> None:
            wanted.append(event.column)

    table = VirtualTable(COLUMNS)
    app = Sorting(table)
    async with app.run_test(size=(80, 24)) as pilot:
        table.show(Numbers(50))
        await pilot.pause()
        await pilot.click(VirtualTable, offset=(3, 5))
        assert table.cursor == 4
        await pilot.click(VirtualTable, offset=(3, 0))
        await pilot.click(VirtualTable, offset=(30, 0))
        await pilot.pause()
        assert wanted == ["name", "square"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain     "),
        ("日本語日本語", "日本語日 …"),
        ("a\nb\tc", "a b c     "),
        ("\x1b[31mred\x1b[0m", "red       "),
        ("left\u202eright", "leftright "),
        ("[bold]x[/]", "[bold]x[/]"),
    ],
)
def test_text_from_outside_fits_its_cells_and_does_nothing(text, shown):
    assert fit(text, 10) == shown


def rows(*cells: tuple[str, str]) -> list[ReachRow]:
    ways = {"d": Reach.ON_DEMAND, "g": Reach.GEO, "?": Reach.UNKNOWN}
    return [
        ReachRow(name, name, "Maker", tuple(ways[each] for each in line))
        for name, line in cells
    ]


def matrix(marked=()) -> Matrix:
    return Matrix(
        REACH,
        signs=lambda row: Cell(""),
        marked=lambda key, region: (key, region) in marked,
    )


REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2")


async def test_a_cell_that_changes_paints_its_own_row_and_no_other():
    painted = []

    class Counting(Matrix):
        def row(self, index, current):
            painted.append(index)
            return super().row(index, current)

    grid = Counting(REACH, signs=lambda row: Cell(""), marked=lambda *_: False)
    app = Shown(grid)
    async with app.run_test(size=(80, 24)) as pilot:
        grid.show(rows(("one", "d??"), ("two", "g??"), ("three", "???")), REGIONS)
        await pilot.pause()
        painted.clear()
        assert grid.set_cell("two", "eu-west-1", Reach.ON_DEMAND)
        await pilot.pause()
        assert painted == [1]
        assert "◆  ●  ?" in app.seen()[4]
        assert not grid.set_cell("four", "eu-west-1", Reach.GEO)


async def test_the_cursor_of_the_matrix_stays_on_its_model_and_region():
    grid = matrix()
    app = Shown(grid)
    async with app.run_test(size=(80, 24)) as pilot:
        grid.show(rows(("one", "d??"), ("two", "g??")), REGIONS)
        await pilot.press("down", "right")
        assert (grid.current_key, grid.current_region) == ("two", "eu-west-1")
        grid.show(rows(("nil", "ddd"), ("two", "gdd")), REGIONS[::-1])
        assert (grid.current_key, grid.current_region) == ("two", "eu-west-1")
        assert grid.value is Reach.ON_DEMAND


async def test_all_regions_are_reached_however_narrow_it_is():
    grid = matrix()
    app = Shown(grid)
    async with app.run_test(size=(36, 10)) as pilot:
        grid.show(rows(("one", "d?g")), REGIONS)
        await pilot.pause()
        assert "1 more ›" in app.seen()[1]
        await pilot.press("right", "right")
        await pilot.pause()
        assert grid.current_region == "ap-southeast-2"
        assert "‹ 1" in app.seen()[1]


async def test_a_mark_is_told_without_colour():
    grid = matrix({("one", "us-east-1")})
    app = Shown(grid)
    async with app.run_test(size=(80, 24)) as pilot:
        grid.show(rows(("one", "d?g")), REGIONS)
        await pilot.pause()
        assert "[●] ?" in app.seen()[3]


def test_every_way_has_a_sign_and_a_letter_of_its_own():
    for table in (REACH, LETTERS):
        assert set(table) == set(Reach)
        assert len({cell.text for cell in table.values()}) == len(Reach)
        assert all(len(cell.text) == 1 for cell in table.values())
    assert all(cell.text.isascii() for cell in glyphs(letters=True).values())


@pytest.mark.parametrize(
    ("region", "parts"),
    [
        ("us-east-1", ("us", "e", "1")),
        ("ap-southeast-2", ("ap", "se", "2")),
        ("us-gov-west-1", ("us-gov", "w", "1")),
        ("eusc-de-east-1", ("eusc-de", "e", "1")),
        ("xx-upward-9", ("xx", "upward", "9")),
        ("odd", ("", "", "odd")),
    ],
)
def test_regions_are_taken_apart_for_the_head(region, parts):
    assert split_region(region) == parts


def test_models_of_one_name_are_told_apart_by_their_ids():
    ids = [
        ("amazon.nova-lite-v1:0", "Nova Lite"),
        ("amazon.nova-lite-v1:0:300k", "Nova Lite"),
        ("anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet"),
        ("anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet"),
        ("x.y", "Alone"),
    ]
    assert list(distinct(ids).values()) == [
        "Nova Lite",
        "Nova Lite 300k",
        "Claude 3.5 Sonnet 20240620",
        "Claude 3.5 Sonnet 20241022",
        "Alone",
    ]


ARN = "arn:aws:bedrock:{}:111122223333:imported-model/{}"


@pytest.mark.parametrize(
    ("ids", "titles"),
    [
        (
            (ARN.format("us-east-1", "abc"), ARN.format("us-west-2", "abc")),
            ["own us-east-1", "own us-west-2"],
        ),
        (
            (ARN.format("us-east-1", "abc"), ARN.format("us-east-1", "xyz")),
            ["own abc", "own xyz"],
        ),
        (
            (
                ARN.format("us-east-1", "abc"),
                ARN.format("us-east-1", "xyz"),
                ARN.format("us-west-2", "abc"),
            ),
            ["own us-east-1 abc", "own us-east-1 xyz", "own us-west-2 abc"],
        ),
    ],
)
def test_own_models_are_told_apart_by_region_or_name_and_not_by_an_arn(ids, titles):
    assert list(distinct((each, "own") for each in ids).values()) == titles


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["Nova Pro"], ["Nova Pro            "]),
        (
            ["Llama 4 Maverick 17B Instruct", "Llama 4 Scout 17B Instruct"],
            ["Llama 4 Maverick 17…", "Llama 4 Scout 17B I…"],
        ),
        (
            ["Claude 3.5 Sonnet 20240620", "Claude 3.5 Sonnet 20241022"],
            ["Claude 3.5…20240620 ", "Claude 3.5…20241022 "],
        ),
        (
            ["anthropic.claude-opus-4-7", "anthropic.claude-opus-4-8"],
            ["…pic.claude-opus-4-7", "…pic.claude-opus-4-8"],
        ),
        (
            [
                "stability.stable-image-control-sketch-v1:0",
                "stability.stable-image-control-structure-v1:0",
            ],
            ["…control-sketch-v1:0", "…trol-structure-v1:0"],
        ),
        (["same", "same"], ["same                "] * 2),
    ],
)
def test_what_is_cut_can_still_be_told_apart(texts, shown):
    assert fit_apart(texts, 20) == shown


@pytest.mark.parametrize(("falling", "sign"), [(False, "▲"), (True, "▼")])
@pytest.mark.parametrize("key", ["name", "square", "half", "long"])
async def test_the_head_of_the_sorted_column_keeps_its_title(key, falling, sign):
    wide = Column("long", "lifecycle", 9, lambda row: Cell(str(row)))
    table = VirtualTable([*COLUMNS, wide])
    app = Shown(table)
    async with app.run_test(size=(100, 10)) as pilot:
        table.show(Numbers(5), (key, falling))
        await pilot.pause()
        head = app.seen()[0]
        title = "lifecycle" if key == "long" else key
        assert f"{title}{sign}" in head if key == "name" else f" {sign}{title}" in head


async def test_a_region_that_did_not_speak_for_itself_has_a_sign_and_no_colour():
    grid = Matrix(
        REACH,
        signs=lambda row: Cell(""),
        marked=lambda *_: False,
        notes=lambda region: "!" if region == "eu-west-1" else "",
    )
    app = Shown(grid)
    async with app.run_test(size=(80, 24)) as pilot:
        grid.show(rows(("one", "ddd")), REGIONS)
        await pilot.pause()
        assert " 1  1! 2" in app.seen()[2]
        cells = [each for each in grid.row(0, current=False) if "●" in each.text]
        assert [each.style.color for each in cells[1:]] == [
            grid.style("dim").color,
            grid.style("good").color,
        ]
