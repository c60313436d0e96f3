from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from bedrock_tui.core.phase import Phase, phase_of
from tests.support import write_prices, write_settings

NOVA = "amazon.nova-pro-v1:0"
SONNET = "us.anthropic.claude-sonnet-5-5"
OSS = "openai.gpt-oss-120b-1:0"
IMPORTED = "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc123def456"
ACTIONS = {"x": "remove", "y": "copy", "s": "stop", "r": "retry", "z": "zoom"}
QUICK = "pace:900 ttft:0.02 tokens:40"


async def test_three_lanes_stream_at_once_and_end_with_numbers(launch):
    async with launch() as desk:
        await desk.ask("Explain queues pace:100 ttft:0.05 tokens:150")
        await desk.until(
            lambda: all(phase_of(v.reply) is Phase.STREAMING for v in desk.lanes)
        )
        await desk.until_seen("tok/s")
        await desk.until_idle()
        assert all(phase_of(view.reply) is Phase.DONE for view in desk.lanes)
        await desk.until(lambda: desk.seen().count("✓") == 3)
        await desk.until_called((NOVA, "ok"), (SONNET, "ok"), (OSS, "ok"))


async def test_what_is_shown_is_what_was_sent(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        assert desk.lanes[0].view.reply_text == desk.lanes[0].reply.text


async def test_a_lane_that_is_done_says_what_it_cost(launch):
    write_prices(f'[[price]]\nid = "{NOVA}"\ninput = 0\noutput = 900\n')
    async with launch(NOVA, IMPORTED) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.until_seen("$0.036 · 40 out")
        await desk.until_seen("unpriced · 40 out")


def said(request) -> list[tuple[str, str]]:
    """The conversation of a request, as roles and texts."""
    return [(m["role"], m["content"][0]["text"]) for m in request.body["messages"]]


async def test_a_follow_up_goes_to_every_lane_with_its_own_past(launch):
    async with launch(NOVA, OSS) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        first = {view.lane.target.id: view.reply.text for view in desk.lanes}
        await desk.until_seen("Follow up (turn 2)")
        await desk.ask(f"Shorter, please. {QUICK}")
        await desk.until_idle()
        for request in desk.prompts()[2:]:
            assert said(request) == [
                ("user", f"Explain queues {QUICK}"),
                ("assistant", first[request.model_id].rstrip()),
                ("user", f"Shorter, please. {QUICK}"),
            ]
        await desk.until(lambda: desk.seen().count("❯ Shorter, please.") == 3)
        calls = await desk.bench.history.newest(9)
        assert len({call.comparison_id for call in calls}) == 1
        assert len({call.turn_id for call in calls}) == 2
        by_id = {call.id: call for call in calls}
        for call in calls[:2]:
            assert by_id[call.previous_id].target == call.target
        assert [call.previous_id for call in calls[2:]] == ["", ""]


async def test_both_turns_can_be_read_and_a_retry_asks_the_last_again(launch):
    async with launch(NOVA, size=(100, 60)) as desk:
        await desk.ask(f"First question {QUICK}")
        await desk.until_idle()
        await desk.ask(f"Second question {QUICK}")
        await desk.until_idle()
        await desk.until_seen("❯ First question")
        await desk.until_seen("❯ Second question")
        assert desk.lanes[0].view.reply_text == desk.lanes[0].reply.text
        await desk.pilot.press("alt+right", "r")
        await desk.until(lambda: len(desk.prompts()) == 3)
        await desk.until_idle()
        assert said(desk.prompts()[2]) == said(desk.prompts()[1])
        assert desk.seen().count("❯ First question") == 1


async def test_ctrl_n_begins_a_conversation_without_a_past(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.pilot.press("ctrl+n")
        await desk.until_seen("Ask every lane the same")
        assert "❯" not in desk.seen()
        await desk.ask(f"Something else {QUICK}")
        await desk.until_idle()
        assert said(desk.prompts()[1]) == [("user", f"Something else {QUICK}")]
        newest, before = await desk.bench.history.newest(2)
        assert newest.comparison_id != before.comparison_id


async def test_the_last_prompt_is_edited_and_asked_in_its_place(launch):
    async with launch(NOVA, size=(100, 60)) as desk:
        await desk.ask(f"One {QUICK}")
        await desk.until_idle()
        await desk.ask(f"Two {QUICK}")
        await desk.until_idle()
        await desk.type("typed")
        await desk.pilot.press("alt+up")
        assert desk.compare.prompt.text == f"Two {QUICK}"
        await desk.pilot.press("home")
        await desk.type("Not ")
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.prompts()) == 3)
        await desk.until_idle()
        third = said(desk.prompts()[2])
        assert [text for role, text in third if role == "user"] == [
            f"One {QUICK}",
            f"Not Two {QUICK}",
        ]
        await desk.until_seen("❯ Not Two")
        assert "❯ Two" not in desk.seen()
        await desk.pilot.press("up", "up")
        assert desk.compare.prompt.text == "typed"


async def test_what_was_not_answered_is_asked_again_with_the_next_prompt(launch):
    async with launch(NOVA) as desk:
        await desk.ask("Explain queues fault:access-denied")
        await desk.until_idle()
        await desk.ask(f"Shorter {QUICK}")
        await desk.until_idle()
        [(role, text)] = said(desk.prompts()[1])
        assert role == "user"
        assert text == f"Explain queues fault:access-denied\n\nShorter {QUICK}"


async def test_a_lane_that_comes_later_has_no_past(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.pilot.press("ctrl+t")
        await desk.until_seen("callable in us-east-1")
        await desk.type(OSS)
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.lanes) == 2)
        await desk.ask(f"Shorter {QUICK}")
        await desk.until_idle()
        lengths = {r.model_id: len(said(r)) for r in desk.prompts()[1:]}
        assert lengths == {NOVA: 3, OSS: 1}


async def test_the_rate_limit_holds_a_lane_back_and_says_so(launch, monkeypatch):
    write_settings("rate_limit_per_minute = 1")
    async with launch(NOVA, OSS) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_seen("rate limit: goes in 5")
        await desk.until(lambda: any(not lane.running for lane in desk.lanes))
        [held] = [lane for lane in desk.lanes if lane.running]
        assert held.reply.sent_at is None
        await desk.pilot.press("escape")
        await desk.until_idle()
        assert len(desk.prompts()) == 1
        statuses = sorted(status for _, status in await desk.calls())
        assert statuses == ["cancelled", "ok"]


async def test_a_refused_temperature_is_left_out_the_next_time(launch):
    async with launch(SONNET) as desk:
        await desk.pilot.press("ctrl+o")
        desk.app.screen.query_one("#temperature", Input).value = "0.5"
        await desk.pilot.press("ctrl+s")
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_seen("The model refuses this temperature")
        await desk.until_idle()
        await desk.pilot.press("alt+right", "r")
        await desk.until_idle()
        await desk.until_seen("temperature left out: anthropic.claude-sonnet-5-5 refus")
        first, second = desk.prompts()
        assert first.body["inferenceConfig"]["temperature"] == 0.5
        assert "temperature" not in second.body["inferenceConfig"]
        await desk.until_called((SONNET, "failed"), (SONNET, "ok"))
        newest, before = await desk.bench.history.newest(2)
        assert (newest.parameters.temperature, before.parameters.temperature) == (
            None,
            0.5,
        )
    async with launch(SONNET) as desk:
        await desk.pilot.press("ctrl+o")
        desk.app.screen.query_one("#temperature", Input).value = "0.5"
        await desk.pilot.press("ctrl+s")
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_seen("temperature left out")
        await desk.until_idle()
        assert "temperature" not in desk.prompts()[-1].body["inferenceConfig"]


async def test_what_it_will_cost_is_told_before_it_is_sent(launch):
    write_prices(f'[[price]]\nid = "{NOVA}"\ninput = 1000\noutput = 2000\n')
    async with launch(NOVA, IMPORTED) as desk:
        await desk.until_seen("2 lanes · ~$0.00 to $2.05 · 1 unpriced")
        desk.compare.prompt.insert("word " * 800)
        await desk.until_seen("~$1.00 to $3.05 · 1 unpriced · ~1,000 in")
        await desk.pilot.press("ctrl+o")
        desk.app.screen.query_one("#max_tokens", Input).value = "100"
        await desk.pilot.press("ctrl+s")
        await desk.until_seen("~$1.00 to $1.20")
        await desk.until_seen("up to 100 out each")
        desk.compare.prompt.clear()
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.until_seen("❯ Explain queues")
        assert desk.compare.comparing.outlook.forecasts("x")[0].input_tokens > 40
        assert len(desk.prompts()) == 2


async def test_what_will_be_left_out_is_told_before_it_is_sent(launch):
    async with launch(SONNET) as desk:
        await desk.pilot.press("ctrl+o")
        desk.app.screen.query_one("#temperature", Input).value = "0.5"
        await desk.pilot.press("ctrl+s")
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.type("again")
        await desk.until_seen("temperature left out: anthropic.claude-sonnet")


async def test_stopping_one_lane_leaves_the_others_alone(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask("hi fault:stall=5@nova pace:40 tokens:80")
        await desk.until(lambda: phase_of(desk.lanes[0].reply) is Phase.STREAMING)
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("s")
        await desk.until(lambda: not desk.lanes[0].running, 0.5)
        assert desk.lanes[1].running
        await desk.until_seen("stopped")
        await desk.until_idle()
        assert phase_of(desk.lanes[1].reply) is Phase.DONE
        assert desk.lanes[0].reply.text


async def test_escape_at_the_prompt_stops_every_lane(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask("hi fault:no-headers")
        await desk.until(lambda: phase_of(desk.lanes[1].reply) is Phase.WAITING)
        await desk.until_seen("waiting for first token")
        await desk.pilot.press("escape")
        await desk.until(lambda: not any(v.running for v in desk.lanes), 0.5)
        await desk.until_called((NOVA, "cancelled"), (SONNET, "cancelled"))


async def test_a_retry_asks_one_lane_again_and_adds_a_call(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask(f"hi fault:reset=2@nova {QUICK}")
        await desk.until_idle()
        await desk.until_seen("✗")
        first = desk.lanes[0].reply
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("r")
        await desk.until(lambda: desk.lanes[0].reply is not first)
        await desk.until_idle()
        await desk.until_called((NOVA, "failed"), (NOVA, "failed"), (SONNET, "ok"))


async def test_ctrl_r_retries_what_did_not_finish(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask(f"hi fault:internal=1@nova fault:cut=2@sonnet {QUICK}")
        await desk.until(lambda: not desk.lanes[1].running)
        assert phase_of(desk.lanes[1].reply) is Phase.TRUNCATED
        await desk.until_idle()
        assert phase_of(desk.lanes[0].reply) is Phase.DONE
        await desk.pilot.press("ctrl+r")
        await desk.until_idle()
        cut = (SONNET, "truncated")
        await desk.until_called((NOVA, "ok"), cut, cut)


async def test_a_throttled_lane_counts_down_to_its_retry(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"hi fault:throttle=1 {QUICK}")
        await desk.until_seen("retry 1 of 3 in")
        await desk.until_seen("Too many requests")
        await desk.until_idle()
        assert phase_of(desk.lanes[0].reply) is Phase.DONE


async def test_a_failed_lane_says_what_to_do(launch):
    async with launch(NOVA) as desk:
        await desk.ask("hi fault:expired-token")
        await desk.until_idle()
        await desk.until_seen(desk.lanes[0].reply.failure.title)
        await desk.until_seen("aws sso login")


async def test_a_lane_is_added_by_typing_a_few_letters(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+t")
        await desk.until_seen("callable in us-east-1")
        await desk.type("haiku-4-5")
        await desk.until_seen("us.anthropic.claude-haiku-4-5")
        await desk.pilot.press("down", "enter")
        await desk.until(lambda: len(desk.lanes) == 2)
        assert "haiku-4-5" in desk.lanes[1].lane.target.id


async def test_a_region_typed_after_at_lists_that_region(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+t")
        await desk.until_seen("callable in us-east-1")
        await desk.type("nova-pro@eu-west-1")
        await desk.until_seen("callable in eu-west-1")
        await desk.until_seen("eu.amazon.nova-pro")
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.lanes) == 2)
        assert desk.lanes[1].lane.target.region == "eu-west-1"


async def test_any_id_can_be_typed(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+t")
        await desk.until_seen("callable in us-east-1")
        desk.app.screen.query_one(Input).insert_text_at_cursor("my.model-9@eu-foo-1")
        await desk.until_seen("as typed")
        options = desk.app.screen.query_one(OptionList)
        await desk.until(lambda: options.option_count >= 1)
        await desk.pilot.press(*["down"] * options.option_count, "enter")
        await desk.until(lambda: len(desk.lanes) == 2)
        assert str(desk.lanes[1].lane.target) == "my.model-9@eu-foo-1"


async def test_escape_leaves_the_picker_without_a_lane(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+t")
        await desk.until_seen("callable in us-east-1")
        await desk.pilot.press("escape")
        await desk.until_seen("Ask every lane")
        assert len(desk.lanes) == 1


async def test_a_lane_is_removed_also_while_it_streams(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask("hi fault:stall=3@nova pace:200 tokens:20")
        await desk.until(lambda: not desk.lanes[1].running)
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("x")
        await desk.until(lambda: len(desk.lanes) == 1)
        assert desk.lanes[0].lane.target.id == SONNET
        await desk.until_called((NOVA, "cancelled"), (SONNET, "ok"))


async def test_without_lanes_the_screen_says_how_to_add_one(launch):
    async with launch(NOVA) as desk:
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("x")
        await desk.until_seen("ctrl+t adds one")
        await desk.ask("hello")
        await desk.until_seen("There is no lane to ask")
        assert "hello" in desk.compare.prompt.text


async def test_zoom_shows_one_lane_alone_and_back(launch):
    async with launch(NOVA, SONNET) as desk:
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("z")
        await desk.pilot.pause()
        assert [view.display for view in desk.lanes] == [True, False]
        await desk.pilot.press("z")
        await desk.pilot.pause()
        assert [view.display for view in desk.lanes] == [True, True]


async def test_below_100_columns_lanes_are_tabs(launch):
    async with launch(size=(80, 24)) as desk:
        await desk.ask(f"hi {QUICK}")
        await desk.until_idle()
        assert [view.display for view in desk.lanes] == [True, False, False]
        await desk.until_seen("1 ✓")
        await desk.until_seen("3 ✓")
        await desk.pilot.press("alt+right", "alt+right")
        await desk.pilot.pause()
        assert [view.display for view in desk.lanes] == [False, True, False]


async def test_a_click_on_a_tab_shows_its_lane(launch):
    async with launch(size=(80, 24)) as desk:
        await desk.pilot.click("LaneStrip", offset=(60, 0))
        await desk.pilot.pause()
        assert [view.display for view in desk.lanes] == [False, False, True]


async def test_copying_takes_the_reply(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"hi {QUICK}")
        await desk.until_idle()
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("y")
        assert desk.app.clipboard == desk.lanes[0].reply.text


async def test_enter_sends_and_ctrl_j_starts_a_new_line(launch):
    async with launch(NOVA) as desk:
        await desk.type("one")
        await desk.pilot.press("ctrl+j")
        await desk.type("two")
        assert desk.compare.prompt.text == "one\ntwo"
        await desk.pilot.press("enter")
        await desk.until_idle()
        body = desk.prompts()[-1].body
        assert body["messages"][0]["content"] == [{"text": "one\ntwo"}]


async def test_an_empty_prompt_is_not_sent(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("enter", "space", "enter")
        await desk.pilot.pause()
        assert desk.prompts() == []


async def test_the_arrow_up_recalls_what_was_sent(launch):
    async with launch(NOVA) as desk:
        for prompt in (f"first {QUICK}", f"second {QUICK}"):
            await desk.ask(prompt)
            await desk.until_idle()
        await desk.pilot.press("up", "up")
        assert desk.compare.prompt.text.startswith("first")
        await desk.pilot.press("down", "down")
        assert desk.compare.prompt.text == ""


async def test_while_lanes_answer_a_second_prompt_is_kept_not_sent(launch):
    async with launch(NOVA) as desk:
        await desk.ask("hi fault:stall=2")
        await desk.until(lambda: phase_of(desk.lanes[0].reply) is Phase.STREAMING)
        await desk.ask("again")
        await desk.until_seen("still answering")
        assert desk.compare.prompt.text == "again"
        assert len(await desk.calls()) == 1


async def test_read_only_sends_nothing_and_keeps_the_prompt(launch):
    async with launch(NOVA, read_only=True) as desk:
        await desk.ask("hi")
        await desk.until_seen("Read-only")
        assert desk.compare.prompt.text == "hi"
        assert desk.prompts() == []


async def test_reading_back_is_not_pulled_down_by_new_text(launch):
    async with launch(NOVA, size=(100, 24)) as desk:
        await desk.ask("hi pace:200 ttft:0.02 tokens:1000")
        view = desk.lanes[0].view
        await desk.until(lambda: view.lines > 30)
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("g")
        await desk.pilot.pause()
        top = view.scroll_offset.y
        lines = view.lines
        await desk.until(lambda: view.lines > lines + 10)
        assert view.scroll_offset.y == top == 0
        await desk.pilot.press("G")
        await desk.until_idle()
        assert view.at_end


async def test_hostile_text_reaches_the_screen_as_text_only(launch):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask("hi fault:hostile@nova pace:2000 ttft:0.02 tokens:30")
        await desk.until_idle()
        await desk.pilot.pause()
        rows = desk.app.screen._compositor.render_strips()
        assert {row.cell_length for row in rows} == {120}
        for row in rows:
            for character in row.text:
                assert character.isprintable()
            for segment in row:
                assert segment.style is None or segment.style.link is None


async def test_a_hostile_target_name_is_text_only(launch):
    async with launch("[/foo]\x1b[31m[bold red]x[/]") as desk:
        await desk.ask("hi")
        await desk.until_idle()
        assert "[/foo][bold red]x[/]" in desk.seen()
        assert "\x1b" not in desk.seen()


async def test_eight_lanes_all_stream(launch):
    ids = [NOVA, SONNET, OSS, "amazon.nova-lite-v1:0"] * 2
    async with launch(*ids, size=(160, 45)) as desk:
        await desk.ask("hi pace:100 ttft:0.05 tokens:60")
        await desk.until_seen("It goes to 8 lanes.")
        await desk.agree()
        await desk.until(
            lambda: all(phase_of(v.reply) is Phase.STREAMING for v in desk.lanes)
        )
        assert all(view.display for view in desk.lanes)
        await desk.until_idle()
        await desk.until_called(*[(target, "ok") for target in ids])


async def test_what_may_cost_much_is_asked_about_first(launch):
    write_settings("compare.confirm_above_usd = 0.5")
    write_prices(f'[[price]]\nid = "{NOVA}"\ninput = 0\noutput = 900\n')
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_seen("It may cost $0.92.")
        await desk.pilot.press("escape")
        await desk.until(lambda: desk.compare.prompt.has_focus)
        assert desk.compare.prompt.text == f"Explain queues {QUICK}"
        assert not desk.prompts()
        await desk.pilot.press("enter")
        await desk.until_seen("It may cost $0.92.")
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.prompts()) == 1)
        await desk.until_idle()
        assert not desk.compare.prompt.text


async def test_the_next_start_brings_the_same_lanes(launch):
    async with launch(SONNET, NOVA, OSS) as desk:
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("x")
        await desk.until(lambda: len(desk.lanes) == 2)
    async with launch(lanes=2) as desk:
        assert [view.lane.target.id for view in desk.lanes] == [NOVA, OSS]


@pytest.mark.parametrize("keys", ["xx", "xy", "xs", "xr", "xz"])
async def test_keys_for_a_lane_that_is_going_are_ignored(launch, keys):
    async with launch(NOVA, SONNET) as desk:
        await desk.ask("hi fault:stall=2")
        await desk.until(lambda: phase_of(desk.lanes[0].reply) is Phase.STREAMING)
        lane = desk.lanes[0]
        for key in keys:
            getattr(lane, f"action_{ACTIONS[key]}")()
        await desk.until(lambda: len(desk.lanes) == 1)
        await desk.pilot.press("escape")
        await desk.until_idle()
        assert desk.lanes[0].lane.target.id == SONNET


async def test_enter_before_the_regions_list_waits_for_it(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+t")
        await desk.until_seen("callable in us-east-1")
        desk.app.screen.query_one(Input).value = "nova-pro@eu-west-1"
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.lanes) == 2)
        target = desk.lanes[1].lane.target
        assert (target.id, target.region) == ("eu.amazon.nova-pro-v1:0", "eu-west-1")


async def test_keys_after_a_change_of_focus_arrive_at_the_new_place(launch):
    async with launch(NOVA) as desk:
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press(*"ixyz")
        assert desk.compare.prompt.text == "xyz"
        await desk.pilot.press("alt+right", "k", "k")
        assert desk.compare.prompt.text == "xyz"


async def test_a_mistake_of_ours_is_in_the_log(launch, tmp_path):
    class Mistake(Exception):
        pass

    def fail() -> None:
        raise Mistake("of ours")

    async def make_it() -> None:
        async with launch(NOVA) as desk:
            desk.app.call_later(fail)
            await desk.until(lambda: False, 2)

    with pytest.raises(Mistake):
        await make_it()
    [log] = (tmp_path / "home").rglob("bedrock-tui.log")
    assert "Mistake: of ours" in log.read_text()


async def test_help_lists_every_key(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("f1")
        await desk.until_seen("Send the prompt")
        await desk.pilot.press("escape")
        await desk.until_seen("Ask every lane")


async def test_reasoning_is_folded_and_counted_apart(launch):
    async with launch(NOVA) as desk:
        await desk.ask("hi fault:reasoning=40 pace:900 ttft:0.02 tokens:20")
        await desk.until_idle()
        await desk.until_seen("▸ reasoning")
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("t")
        await desk.until_seen("▾ reasoning")


async def test_a_theme_switch_repaints_everything(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"hi {QUICK}")
        await desk.until_idle()
        before = desk.seen()
        for theme in ("bedrock-light", "nord", "ansi-dark", "textual-light"):
            desk.app.theme = theme
            await desk.pilot.pause()
            assert desk.seen() == before


async def test_parameters_go_with_the_next_prompt(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+o")
        await desk.until_seen("System prompt")
        await desk.type("Be brief.")
        await desk.pilot.press("tab", "ctrl+a", "ctrl+k")
        await desk.type("64")
        await desk.pilot.press("tab")
        await desk.type("0.5")
        await desk.pilot.press("enter")
        await desk.until_seen("up to 64 tokens · temperature 0.5 · system prompt")
        await desk.ask(f"hi {QUICK}")
        await desk.until_idle()
        body = desk.prompts()[-1].body
        assert body["inferenceConfig"] == {"maxTokens": 64, "temperature": 0.5}
        assert body["system"] == [{"text": "Be brief."}]


async def test_parameters_that_make_no_sense_are_not_kept(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("ctrl+o", "tab", "ctrl+a", "ctrl+k")
        await desk.type("many")
        await desk.pilot.press("enter")
        await desk.until_seen("'many': write a whole number from 1.")
        await desk.pilot.press("escape")
        await desk.ask(f"hi {QUICK}")
        await desk.until_idle()
        body = desk.prompts()[-1].body
        assert body["inferenceConfig"] == {"maxTokens": 1024}
