from __future__ import annotations

import pytest
from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from bedrock_tui.ui.markdown.copying import selected_text
from bedrock_tui.ui.markdown.highlight import START, State, colour
from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.spans import Line
from bedrock_tui.ui.markdown.stream import MarkdownStream, render_document


def shown(text: str, width: int = 30) -> list[str]:
    return [line.text for line in render_document(text, width, Palette())]


def streamed(text: str, width: int = 30) -> list[Line]:
    stream = MarkdownStream(width, Palette())
    for char in text:
        stream.feed(char)
    return stream.committed + stream.tail


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# One\ntext\n\nSetext\n===\n", [" One", " text", "", " Setext"]),
        ("a\nb  \nc", [" a b", " c"]),
        ("- a\n- b\n\n- c", ["  • a", "  • b", "", "  • c"]),
        (
            "- a\n  - b\n    - c\n      - d",
            ["  • a", "     ◦ b", "        ▪ c", "           ▪ d"],
        ),
        ("9. a\n9. b\n9. c", [" 9. a", " 10. b", " 11. c"]),
        ("1) a\n\n   b\n2) c", [" 1) a", "", "    b", " 2) c"]),
        ("Steps:\n- a\n\nEnd", [" Steps:", "  • a", "", " End"]),
        ("- [ ] open\n- [x] done", ["  • ☐ open", "  • ☑ done"]),
        ("- \n- a", ["  •", "  • a"]),
        ("> a\nlazy\n>\n> - b", [" ▌ a lazy", " ▌", " ▌  • b"]),
        ("a\n\n---\nb", [" a", "", " " + "─" * 28, "", " b"]),
        ("```py x\nif a:\n\tb\n```", ["  py", "  if a:", "      b"]),
        ("```\nopen", ["", "  open"]),
        ("    in\n\n     dented", ["", "  in", "", "   dented"]),
        ("1. a\n   ```sh\n   ls\n   ```", [" 1. a", "     sh", "     ls"]),
        ("<b>x</b> &copy; &lt;", [" <b>x</b> © <"]),
        ("<div>\nx\n</div>", [" <div> x </div>"]),
        ("[a](http://b) <http://c>", [" a (http://b) http://c"]),
        ("![alt](http://i)", [" ▣ alt (http://i)"]),
        ("[r]: /url\n\nsee [r]", [" see r (/url)"]),
        ("~~a~~ **b** *c* `d  e`", [" a b c d  e"]),
        ("|aaa|b|\n|:-:|--:|\n|1|20|", [" aaa │  b", " ────┼───", "  1  │ 20"]),
        ("word " * 8, [" word word word word word", " word word word"]),
        ("x" * 40, [" " + "x" * 28, " " + "x" * 12]),
        ("漢" * 20, [" " + "漢" * 14, " " + "漢" * 6]),
        ("[/foo] [@click=app.quit]x[/]", [" [/foo] [@click=app.quit]x[/]"]),
    ],
)
def test_how_it_looks(text: str, lines: list[str]) -> None:
    assert shown(text) == lines


def test_a_table_shares_the_room_and_falls_back_to_a_list() -> None:
    text = "| name | remark |\n|---|---|\n| a | one two three four five |\n| b | x |"
    assert shown(text, 26) == [
        " name │ remark",
        " ─────┼──────────────────",
        " a    │ one two three",
        "      │ four five",
        " b    │ x",
    ]
    wide = "| aaaaaaaa | bbbbbbbb | cccccccc |\n|---|---|---|\n| 1 | 2 | |"
    assert shown(wide, 20) == [
        " " + "─" * 18,
        " aaaaaaaa: 1",
        " bbbbbbbb: 2",
        " cccccccc:",
    ]


def test_a_row_that_is_being_written_does_not_widen_the_table() -> None:
    lines = [line.text for line in streamed("| a | b |\n|---|---|\n| 1 | long te")]
    assert lines[:2] == [" a │ b", " ──┼──"]
    lines = [line.text for line in streamed("| a | b |\n|---|---|\n| 1 | long te |\n")]
    assert lines == [" a │ b", " ──┼────────", " 1 │ long te"]


def test_a_link_defined_later_is_known_at_the_end() -> None:
    stream = MarkdownStream(40, Palette())
    stream.feed("see [ref]\n\nmore\n\n[ref]: /url\n")
    assert stream.committed[0].text == " see [ref]"
    stream.finish()
    assert stream.committed[0].text == " see ref (/url)"


def test_finished_lines_are_the_same_objects_from_then_on() -> None:
    stream = MarkdownStream(40, Palette())
    stream.feed("- one\n- two\n- three\n- fo")
    done = list(stream.committed)
    assert [line.text for line in done] == ["  • one", "  • two"]
    stream.feed("ur\n\n```py\nx = 1\ny =")
    assert all(a is b for a, b in zip(done, stream.committed, strict=False))
    assert stream.committed[-1].text == "  x = 1"


def test_a_fence_that_may_be_closing_is_not_shown_as_code() -> None:
    assert [line.text for line in streamed("```\na\n``")] == ["", "  a"]


def test_very_long_open_text_loses_nothing() -> None:
    text = "some **words** of a line without an end " * 400
    stream = MarkdownStream(40, Palette())
    stream.feed(text)
    assert "*" not in "".join(line.text for line in stream.tail[:20])
    stream.finish()
    assert stream.committed == stream.committed[:]
    words = " ".join(line.text for line in stream.committed).split()
    assert len(words) == len(text.split())


def roles(language: str, *lines: str) -> list[list[tuple[str, str]]]:
    state: State = START
    rows = []
    for line in lines:
        spans, state = colour(language, line, state)
        rows.append([(text.strip(), role[-1]) for text, role in spans if text.strip()])
    return rows


def test_a_string_over_several_lines_stays_a_string() -> None:
    rows = roles("python", "x = '''It's", "def not code", "'''", "return 1")
    assert rows[1] == [("def not code", "string")]
    assert rows[3] == [("return", "keyword"), ("1", "number")]


@pytest.mark.parametrize("language", ["c", "js", "java", "css", "go", "rust"])
def test_a_comment_over_several_lines_stays_a_comment(language: str) -> None:
    rows = roles(language, "/* one", "return 1 '", "end */", "return")
    assert [row[0][1] for row in rows[:3]] == ["comment"] * 3
    assert rows[3][0][1] != "comment"


def test_a_comment_sign_in_a_string_opens_no_comment() -> None:
    assert roles("js", 'let a = "/*";', "return 1")[1][0] == ("return", "keyword")


@pytest.mark.parametrize(
    "language", ["", "no-such-language", "json", "yaml", "console"]
)
def test_code_of_any_language_keeps_its_text(language: str) -> None:
    for line in ('{"a": [1, "b"]}', "$ ls -l", "- a: 'b", "x" * 900, "\ta"):
        spans, _ = colour(language, line, START)
        assert "".join(span.text for span in spans) == line.expandtabs(4)


def test_a_copy_joins_what_was_wrapped_and_drops_the_frame() -> None:
    text = "> one two three four five six\n\n- a b c d e f g h i j k\n\n```\n  x\n```\n"
    lines = render_document(text, 20, Palette())
    assert selected_text(lines, SELECT_ALL) == (
        "▌ one two three four five six\n\n • a b c d e f g h i j k\n\n\n  x"
    )
    part = Selection(Offset(7, 0), Offset(7, 1))
    assert selected_text(lines, part) == "two three four"
    assert selected_text(lines, Selection(Offset(3, 90), None)) == ""
    assert selected_text([], SELECT_ALL) == ""


@pytest.mark.parametrize("text", ["[a{}]: /b\n", "\n", "[", "> ", "a\n", "*a ", "|a"])
def test_very_much_of_the_same_ends_as_the_whole(text: str) -> None:
    whole = "".join(text.replace("{}", str(n)) for n in range(800)) + "\n\nend [a7]"
    stream = MarkdownStream(40, Palette())
    for at in range(0, len(whole), 300):
        stream.feed(whole[at : at + 300])
    stream.finish()
    lines = [line.text for line in stream.committed]
    assert lines == [line.text for line in render_document(whole, 40, Palette())]


def test_text_of_any_length_keeps_its_words() -> None:
    text = "a *b* c " * 3000
    lines = render_document(text, 40, Palette())
    assert len(" ".join(line.text for line in lines).split()) == 9000
