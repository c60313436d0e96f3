from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message

from bedrock_tui.core.plain import clean
from bedrock_tui.ui.widgets.reply_view import ReplyView

LONG = "".join(f"line {n}\n\n" for n in range(60))


class OneView(App[None]):
    CSS = "ReplyView { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.quit_by_text = False

    def compose(self) -> ComposeResult:
        yield ReplyView(placeholder="Nothing [b]yet[/b].")

    @property
    def view(self) -> ReplyView:
        return self.query_one(ReplyView)

    def action_boom(self) -> None:
        self.quit_by_text = True


def screen_text(app: App[None]) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips]


def text_of(view: ReplyView) -> list[str]:
    strips = view.render_lines(Region(0, 0, view.size.width, view.size.height))
    return [strip.text.rstrip() for strip in strips]


async def test_what_is_appended_is_shown_after_a_flush() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.append_text("Hello **wor")
        assert app.view.lines == 1  # still the placeholder
        assert app.view.flush()
        assert not app.view.flush()
        app.view.append_text("\x1b[3")
        assert not app.view.flush()
        app.view.append_text("1m")
        app.view.append_text("ld**")
        app.view.flush()
        await pilot.pause()
        assert screen_text(app)[0] == " Hello world"
        assert app.view.reply_text == "Hello **world**"


async def test_the_placeholder_is_plain_and_leaves_with_the_first_text() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert screen_text(app)[0] == " Nothing [b]yet[/b]."
        app.view.placeholder = "Waiting for [us-east-1]"
        await pilot.pause()
        assert screen_text(app)[0] == " Waiting for [us-east-1]"
        app.view.append_text("text")
        app.view.flush()
        await pilot.pause()
        assert screen_text(app)[0] == " text"
        app.view.clear()
        await pilot.pause()
        assert screen_text(app)[0] == " Waiting for [us-east-1]"
        assert app.view.reply_text == ""


async def test_a_reader_at_the_end_follows() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        for n in range(60):
            app.view.append_text(f"line {n}\n\n")
            app.view.flush()
            assert app.view.at_end
        await pilot.pause()
        assert any("line 59" in line for line in screen_text(app))
        app.view.finish()
        await pilot.pause()
        assert screen_text(app)[-1] == " line 59"


async def test_a_reader_who_scrolled_up_is_left_alone() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.focus()
        app.view.append_text(LONG)
        app.view.flush()
        await pilot.press("pageup", "up", "k")
        await pilot.pause()
        before = screen_text(app)
        assert not app.view.at_end
        for n in range(60):
            app.view.append_text(f"more {n}\n\n")
            app.view.flush()
        await pilot.pause()
        assert screen_text(app) == before
        await pilot.press("G")
        app.view.append_text("the last one")
        app.view.finish()
        await pilot.pause()
        assert screen_text(app)[-1] == " the last one"


async def test_the_keys_move_through_the_text() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.focus()
        app.view.append_text(LONG)
        app.view.finish()
        await pilot.press("home")
        assert app.view.scroll_offset.y == 0
        await pilot.press("j", "down", "pagedown")
        assert app.view.scroll_offset.y == 11
        await pilot.press("g", "pagedown", "pageup", "end")
        assert app.view.at_end


async def test_moving_is_told_but_following_is_not() -> None:
    told: list[Message] = []

    def hook(message: Message) -> None:
        if isinstance(message, ReplyView.Scrolled):
            told.append(message)

    app = OneView()
    async with app.run_test(size=(40, 10), message_hook=hook) as pilot:
        app.view.focus()
        for n in range(60):
            app.view.append_text(f"line {n}\n\n")
            app.view.flush()
        await pilot.pause()
        assert told == []
        await pilot.press("home")
        await pilot.pause()
        last = told[-1]
        assert isinstance(last, ReplyView.Scrolled)
        assert (last.top, last.lines, last.at_end) == (0, app.view.lines, False)
        await pilot.press("end")
        await pilot.pause()
        last = told[-1]
        assert isinstance(last, ReplyView.Scrolled)
        assert last.at_end


async def test_the_wheel_scrolls_without_a_scrollbar() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.append_text(LONG)
        app.view.finish()
        wheel = events.MouseScrollUp(app.view, 3, 3, 0, -1, 0, False, False, False)
        app.view.post_message(wheel)
        await pilot.pause()
        assert not app.view.at_end


async def test_reasoning_is_one_line_until_it_is_opened() -> None:
    app = OneView()
    async with app.run_test(size=(40, 12)) as pilot:
        app.view.focus()
        app.view.append_reasoning("first thought\n**second** ")
        app.view.flush()
        await pilot.pause()
        assert screen_text(app)[:2] == [" ▸ reasoning · ~7 tokens", ""]
        app.view.append_reasoning("thought")
        app.view.append_text("Answer.")
        app.view.flush()
        app.view.reasoning_tokens = 1212
        await pilot.press("t")
        await pilot.pause()
        assert screen_text(app)[:5] == [
            " ▾ reasoning · 1,212 tokens",
            " first thought",
            " **second** thought",
            "",
            " Answer.",
        ]
        await pilot.click(ReplyView, offset=(3, 0))
        await pilot.pause()
        assert screen_text(app)[0] == " ▸ reasoning · 1,212 tokens"
        assert screen_text(app)[2] == " Answer."


async def test_open_reasoning_streams_like_closed_reasoning_that_is_opened() -> None:
    app = OneView()
    async with app.run_test(size=(40, 20)) as pilot:
        app.view.toggle_reasoning()
        for piece in ("one\n", "two ", "and more words that wrap at the width", "\n"):
            app.view.append_reasoning(piece)
            app.view.flush()
        app.view.finish()
        opened = text_of(app.view)
        app.view.toggle_reasoning()
        app.view.toggle_reasoning()
        await pilot.pause()
        assert text_of(app.view) == opened
        assert opened[1:4] == [" one", " two and more words that wrap at the", " width"]


async def test_kinds_keep_their_order() -> None:
    app = OneView()
    async with app.run_test(size=(50, 24)) as pilot:
        view = app.view
        view.append_text("before")
        view.append_note("tool use:\nget_weather")
        view.append_tool_input('{"city": ')
        view.append_tool_input('"Paris"}')
        view.append_reasoning("hm")
        view.append_text("after")
        view.append_note("image (png) not shown")
        view.append_note("image (gif) not shown")
        view.finish()
        await pilot.pause()
        assert [line for line in screen_text(app) if line] == [
            " before",
            " tool use: get_weather",
            "  tool input",
            '  {"city": "Paris"}',
            " ▸ reasoning · ~1 tokens",
            " after",
            " image (png) not shown",
            " image (gif) not shown",
        ]
        assert view.reply_text == "before\n\nafter"


async def test_the_mouse_selects_and_copies_text_as_it_was_written() -> None:
    app = OneView()
    async with app.run_test(size=(24, 12)) as pilot:
        text = "one two three four five six seven eight\n\n```\n  code\n```\n"
        app.view.append_text(text)
        app.view.finish()
        await pilot.pause()
        assert screen_text(app)[:2] == [" one two three four", " five six seven eight"]
        await pilot.mouse_down(ReplyView, offset=(5, 0))
        await pilot.hover(ReplyView, offset=(8, 1))
        await pilot.mouse_up(ReplyView, offset=(8, 1))
        await pilot.pause()
        assert app.screen.get_selected_text() == "two three four five six"
        assert app.view.text_selection is not None
        app.view.text_select_all()
        await pilot.pause()
        assert app.screen.get_selected_text() == (
            "one two three four five six seven eight\n\n\n  code"
        )


async def test_selected_cells_are_marked_even_in_wide_text() -> None:
    app = OneView()
    async with app.run_test(size=(24, 6)) as pilot:
        app.view.append_text("漢字 and 漢字")
        app.view.finish()
        app.view.text_select_all()
        await pilot.pause()
        mark = app.screen.get_component_rich_style("screen--selection").bgcolor
        strip = app.view.render_line(0)
        assert {s.style.bgcolor for s in strip if s.style} == {mark}
        assert strip.cell_length == 24


async def test_a_theme_change_recolours_what_is_there() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        app.theme = "textual-dark"
        app.view.append_text("# Title\n\ntext `code`\n")
        app.view.finish()
        await pilot.pause()
        dark, text = app.view.render_line(0), text_of(app.view)
        for theme in ("textual-light", "nord", "ansi-dark"):
            app.theme = theme
            await pilot.pause()
            assert text_of(app.view) == text
            assert list(app.view.render_line(0)) != list(dark)
        app.theme = "textual-dark"
        await pilot.pause()
        assert list(app.view.render_line(0)) == list(dark)


async def test_another_width_wraps_again_and_keeps_the_place() -> None:
    app = OneView()
    async with app.run_test(size=(60, 10)) as pilot:
        app.view.append_text(LONG + "word " * 40)
        app.view.flush()
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert app.view.at_end
        assert all(cell_len(line) <= 30 for line in screen_text(app))
        app.view.finish()
        app.view.scroll_to(y=40, animate=False)
        await pilot.pause()
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert not app.view.at_end
        assert any("line 1" in line or "line 2" in line for line in screen_text(app))


async def test_what_comes_while_hidden_is_there_when_shown() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.display = False
        await pilot.pause()
        app.view.append_text("early")
        app.view.flush()
        app.view.finish()
        app.view.display = True
        await pilot.pause()
        assert screen_text(app)[0] == " early"


HOSTILE = [
    "\x1b[2J\x1b[31mred\x1b[0m",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\ \x1b]52;c;aGk=\x07",
    "\x9b31m c1 \x85\x90 dcs\x9c",
    "[/foo] [@click=app.boom]x[/] [link=https://evil.example]y[/link]",
    "[x](https://evil.example) <https://evil.example> ![i](http://evil)",
    "&#27;[31m &#x9b;1m &#x202e;abc &#10;&#13;&#0; <http://x/%1B%0A>",
    "user\u202etxt.exe \u2066isolate\u2069 nul\x00bell\x07\x08",
    "x" * 20_000,
    "漢" * 5_000,
    "👩\u200d👩\u200d👧🇩🇪❤\ufe0f" * 200 + "e" + "\u0301" * 3_000,
    "❤*\ufe0f* 👩*\u200d*👩 🇩**🇪** " * 30,
    "> " * 300 + "deep\n" + "- " * 300 + "deep",
    "```\x1b]0;t\x07py\n\tx\x1b[1m\r\n```\n| a |\n|---|\n| \x1b[1m |\n",
    "*" * 3_000 + "[" * 3_000 + "`" * 999,
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_only_text(text: str) -> None:
    app = OneView()
    async with app.run_test(size=(37, 12)) as pilot:
        for append in ("append_text", "append_reasoning", "append_note"):
            getattr(app.view, append)(text)
        app.view.append_tool_input(text)
        app.view.toggle_reasoning()
        app.view.flush()
        app.view.finish()
        await pilot.pause()
        for line in app.view._shown:
            strip = line.strip
            assert sum(cell_len(segment.text) for segment in strip) == 37
            assert clean(strip.text) == strip.text
            assert "\t" not in strip.text
            assert "\n" not in strip.text
            for segment in strip:
                assert segment.control is None
                assert segment.style is not None
                assert not segment.style.meta
                assert segment.style.link is None
        await pilot.click(ReplyView, offset=(4, 3))
        await pilot.pause()
        assert not app.quit_by_text


async def test_lines_that_did_not_change_keep_their_strips() -> None:
    app = OneView()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.append_text("# Title\n\nfirst line of it\nand then some more that ")
        app.view.flush()
        region = Region(0, 0, 40, 10)
        before = app.view.render_lines(region)
        app.view.append_text("wraps")
        app.view.flush()
        after = app.view.render_lines(region)
        assert [a is b for a, b in zip(before, after, strict=True)][:3] == [True] * 3
        await pilot.pause()
