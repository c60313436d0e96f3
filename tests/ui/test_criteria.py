from __future__ import annotations

from tests.support import write_settings

NOVA = "amazon.nova-pro-v1:0"
SONNET = "us.anthropic.claude-sonnet-5-5"
QUICK = "pace:900 ttft:0.02 tokens:40"


def expect(*lines: str) -> None:
    listed = ", ".join(f"'{line}'" for line in lines)
    write_settings(f"[compare]\ncriteria = [{listed}]\n")


async def test_a_lane_tells_how_its_reply_came_out(launch):
    expect("output_tokens < 41", f'contains "{NOVA}"')
    async with launch(NOVA, SONNET) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.until_seen("✓ 2/2")
        await desk.until_seen("✗ 1/2")
        await desk.until_seen("✓ output_tokens < 41 · 40")
        await desk.until_seen(f'✗ contains "{NOVA}" · not found')


async def test_a_new_prompt_takes_the_criteria_away_until_its_end(launch):
    expect("output_tokens < 41")
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.until_seen("✓ 1/1")
        await desk.ask("Explain queues pace:20 ttft:0.02 tokens:400")
        await desk.until(lambda: desk.lanes[0].running and desk.lanes[0].reply.text)
        assert "1/1" not in desk.seen()
        assert "output_tokens < 41" not in desk.seen()
        await desk.pilot.press("escape")
        await desk.until_seen("✗ 0/1")
        await desk.until_seen("✗ output_tokens < 41 · call cancelled")


async def test_eight_lanes_have_a_sign_and_one_alone_has_all(launch):
    expect("output_tokens < 40", "cost < 9")
    async with launch(*[NOVA] * 8) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_seen("It goes to 8 lanes.")
        await desk.agree()
        await desk.until_idle()
        await desk.until(lambda: desk.seen().count("✗ 1/2") == 8)
        assert desk.seen().count(" tok/s") == 8
        assert "· 40" not in desk.seen()
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("z")
        await desk.until_seen("✗ output_tokens < 40 · 40")
        await desk.until_seen("✓ cost < 9 · ~$")
        await desk.until_seen("✗ 1/2")


async def test_in_a_small_terminal_all_is_listed(launch):
    expect(*[f"output_tokens < {n}" for n in range(41, 47)], "json")
    async with launch(NOVA, SONNET, size=(80, 24)) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.until_seen("✗ 6/7")
        await desk.until_seen("✓ output_tokens < 46 · 40")
        await desk.until_seen("✗ json · no JSON from line 1")
        assert "This is a simulated reply" in desk.seen()


async def test_a_lane_that_is_wide_but_not_tall_names_what_failed(launch):
    expect("output_tokens < 40", "ttft < 9s")
    async with launch(NOVA, SONNET, size=(120, 20)) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.until(lambda: desk.seen().count("✗ 1/2 output_tokens 40") == 2)


async def test_without_criteria_nothing_is_told(launch):
    async with launch(NOVA) as desk:
        await desk.ask(f"Explain queues {QUICK}")
        await desk.until_idle()
        await desk.until_seen("40 out")
        assert "0/0" not in desk.seen()
