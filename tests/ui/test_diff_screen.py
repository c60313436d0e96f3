from __future__ import annotations

import asyncio

import pytest

from bedrock_tui.core.phase import Phase, phase_of
from tests.ui.scripted import Script, Stage, Status, ended, sent, text, usage

NOVA = "amazon.nova-pro-v1:0"
SONNET = "us.anthropic.claude-sonnet-5-5"
OSS = "openai.gpt-oss-120b-1:0"
QUICK = "pace:900 ttft:0.02 tokens:40"


async def compare(desk, lane=0):
    """Go to a lane and press the key of the diff."""
    desk.compare.comparing.deck.current = lane
    desk.compare.comparing.deck.focus_current()
    await desk.pilot.press("d")


async def test_two_replies_are_compared_and_escape_leads_back(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await compare(desk)
        await desk.until_seen("of words alike")
        first = desk.seen().split("\n")[0]
        assert first.startswith(f"- 1 {NOVA} @us-east-1")
        assert f"+ 2 {SONNET} @us-east-1" in first
        left, _, right = desk.seen().split("\n")[2].partition("│")
        assert first.index("+ 2") == len(left) + 1
        assert NOVA in desk.seen().replace(f"1 {NOVA}", "")
        assert left[0] == "-"
        assert right[0] == "+"
        await desk.pilot.press("n")
        await desk.until_seen("1 of ")
        await desk.pilot.press("escape")
        await desk.until_seen("❯ Explain queues")


async def test_tab_swaps_the_sides(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await compare(desk)
        await desk.until_seen("of words alike")
        await desk.pilot.press("tab")
        await desk.until_seen(f"- 2 {SONNET}")
        await desk.until_seen(f"+ 1 {NOVA}")


async def test_of_more_lanes_one_is_chosen_and_the_next_comes_first(launch):
    async with launch(NOVA, SONNET, OSS) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await compare(desk, lane=1)
        await desk.until_seen("Compare this reply with")
        await desk.pilot.press("enter")
        await desk.until_seen("of words alike")
        assert desk.seen().startswith(f"- 2 {SONNET}")
        assert f"+ 3 {OSS}" in desk.seen()
        await desk.pilot.press("tab")
        await desk.until_seen(f"+ 1 {NOVA}")
        await desk.pilot.press("escape")
        await compare(desk, lane=1)
        await desk.until_seen("Compare this reply with")
        await desk.pilot.press("escape")
        await desk.until_seen("❯ Explain queues")


async def test_without_two_replies_it_says_so(launch):
    async with launch(NOVA, SONNET) as desk:
        await compare(desk)
        await desk.until_seen("This lane has no reply to compare yet.")
        await desk.pilot.press("ctrl+l")
        await desk.ask(f"hi fault:access-denied@nova {QUICK}")
        await desk.until_idle()
        await compare(desk, lane=1)
        await desk.until_seen("No other lane has a reply to compare with.")


async def test_replies_that_still_come_are_compared_as_they_stand(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask("Explain queues pace:40 ttft:0.02 tokens:400")
        await desk.until(lambda: all(lane.reply.text for lane in desk.lanes))
        await compare(desk)
        await desk.until_seen("spaces ignored")
        assert desk.seen().split("\n")[0].count("so far") == 2
        assert phase_of(desk.lanes[0].reply) is Phase.STREAMING


async def test_a_unified_diff_is_copied(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await compare(desk)
        await desk.until_seen("of words alike")
        await desk.pilot.press("y")
        await desk.until_seen("Copied a diff of")
        copied = desk.app.clipboard
        assert copied.startswith(
            f"--- 1 {NOVA} @us-east-1\n+++ 2 {SONNET} @us-east-1\n"
        )
        assert "\n@@ -1" in copied


def answering(*replies: str) -> Stage:
    """A program whose lanes answer with these texts."""
    scripts = [
        Script(sent(*text(each), *usage(9)), ended(Status.OK)) for each in replies
    ]
    return Stage(**dict(zip(("sonnet", "nova", "oss"), scripts, strict=False)))


class Looking:
    """A diff on the screen, and what can be seen of it."""

    def __init__(self, stage, pilot):
        self.app, self.pilot = stage.app, pilot

    def strips(self):
        return self.app.screen._compositor.render_strips()

    def seen(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.strips())

    async def until_seen(self, words: str) -> None:
        for _ in range(500):
            if words in self.seen():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"not seen: {words}\n{self.seen()}")

    def styled(self, word: str):
        """The style of a word that stands by itself."""
        found = [
            segment.style
            for strip in self.strips()
            for segment in strip
            if segment.text.strip() == word
        ]
        assert found, self.seen()
        return found[0]


class TestScripted:
    @pytest.fixture
    def look(self):
        async def open_diff(pilot, stage, *keys):
            await stage.asked(pilot)
            stage.compare.comparing.deck.step(1)
            await pilot.press("d")
            looking = Looking(stage, pilot)
            await looking.until_seen("spaces ")
            await pilot.pause(0.1)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.1)
            return looking

        return open_diff

    async def test_white_space_is_ignored_until_it_is_wanted(self, look):
        stage = answering("if x:\n    go  on\n", "if x:\n  go on\n")
        async with stage.app.run_test(size=(120, 36)) as pilot:
            looking = await look(pilot, stage)
            assert "The replies are the same · spaces ignored" in looking.seen()
            await pilot.press("w")
            await looking.until_seen("100% of words alike · 0 words differ")
            await looking.until_seen("1 difference · spaces count")
            await looking.until_seen("- ····go··on")
            await looking.until_seen("+ ··go·on")
            await pilot.press("w")
            await looking.until_seen("The replies are the same · spaces ignored")

    async def test_in_narrow_terminals_the_lines_stand_above_each_other(self, look):
        stage = answering("Same line\nred one here", "Same line\nblue one here")
        async with stage.app.run_test(size=(80, 24)) as pilot:
            looking = await look(pilot, stage)
            rows = looking.seen().split("\n")
            assert rows[0].startswith("- 1 us.anthropic")
            assert rows[1].startswith("+ 2 amazon")
            assert rows[3:6] == ["  Same line", "- red one here", "+ blue one here"]

    @pytest.mark.parametrize("theme", ["bedrock-dark", "ansi-dark"])
    @pytest.mark.parametrize("colour", [True, False])
    async def test_words_are_marked_by_more_than_colour(
        self, look, monkeypatch, theme, colour
    ):
        if not colour:
            monkeypatch.setenv("NO_COLOR", "1")
        stage = answering("the cat sat there", "the dog sat there")
        async with stage.app.run_test(size=(120, 36)) as pilot:
            stage.app.theme = theme
            looking = await look(pilot, stage)
            for word in ("cat", "dog"):
                assert looking.styled(word).bold
                assert looking.styled(word).underline
            assert not looking.styled("sat there").underline

    async def test_what_a_reply_says_does_nothing(self, look):
        nasty = "[red]x[/] \x1b]52;c;QUJD\x07\x1b[2J[/foo] \u202etxt.exe\ta\x9b31m"
        stage = answering(f"{nasty} one", f"{nasty} two")
        async with stage.app.run_test(size=(120, 36)) as pilot:
            looking = await look(pilot, stage, "n", "y")
            shown = looking.seen()
            assert "[red]x[/] [/foo] txt.exe" in shown
            assert not set(shown) & set("\x1b\x07\x9b\u202e\t")
            assert not set(stage.app.clipboard) & set("\x1b\x07\x9b\u202e")

    async def test_next_and_previous_go_round_and_bring_into_view(self, look):
        lines = [f"line number {n} of the reply" for n in range(100)]
        other = list(lines)
        for n in (10, 50, 90):
            other[n] = lines[n].replace("number", "no.")
        stage = answering("\n".join(lines), "\n".join(other))
        async with stage.app.run_test(size=(120, 36)) as pilot:
            looking = await look(pilot, stage, "n", "n")
            assert "2 of 3 differences" in looking.seen()
            assert "line no. 50 of" in looking.seen()
            await pilot.press("n", "n")
            await looking.until_seen("1 of 3")
            await looking.until_seen("line no. 10 of")
            await pilot.press("N")
            await looking.until_seen("3 of 3")
            await looking.until_seen("line no. 90 of")
            await pilot.press("g")
            await looking.until_seen("line number 0 of")
            await pilot.press("n")
            await looking.until_seen("1 of 3")
            await pilot.press("G")
            await looking.until_seen("line number 99 of")
            await pilot.press("N")
            await looking.until_seen("3 of 3")

    async def test_another_width_keeps_the_place(self, look):
        lines = "\n".join(f"line {n}" for n in range(200))
        stage = answering(lines, lines + "\nmore")
        async with stage.app.run_test(size=(120, 36)) as pilot:
            looking = await look(pilot, stage, *["pagedown"] * 3)
            assert "line 99" in looking.seen()
            await pilot.resize_terminal(80, 24)
            await looking.until_seen("+ 2 amazon")
            await looking.until_seen("line 99")

    async def test_help_has_the_keys_of_a_diff(self, look):
        stage = answering("a", "b")
        async with stage.app.run_test(size=(120, 50)) as pilot:
            looking = await look(pilot, stage, "f1", *["pagedown"] * 2)
            assert "Go to the next difference" in looking.seen()
