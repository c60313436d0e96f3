from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bedrock_tui.core.catalogue import CallId, Model
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.target import Target
from bedrock_tui.ui.screens.models.screen import ModelsScreen
from tests.ui import scripted
from tests.ui.offered import NEWS, Kind, OfferedModels
from tests.ui.scripted import Stage

NOVA = "amazon.nova-pro-v1:0"
SONNET = "us.anthropic.claude-sonnet-5-5"


class Visit:
    """A person in front of the Models screen."""

    def __init__(self, stage: Stage, pilot, models: OfferedModels) -> None:
        self.stage, self.pilot, self.models = stage, pilot, models

    @property
    def app(self):
        return self.stage.app

    @property
    def screen(self) -> ModelsScreen:
        screen = self.app._beside.models
        assert screen is not None
        return screen

    def seen(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def told(self) -> str:
        return "\n".join(each.message for each in self.app._notifications)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until_seen(self, *texts: str) -> None:
        for _ in range(500):
            seen = self.seen()
            if all(text in seen for text in texts):
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"never all of {texts}:\n{self.seen()}")

    async def until_told(self, text: str) -> None:
        for _ in range(500):
            if text in self.told():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"never told {text}:\n{self.told()}")

    def rows(self) -> list[str]:
        """Return the names in the list, as far as they are in view."""
        lines = self.seen().split("\n")
        head = next(at for at, line in enumerate(lines) if "$/M in" in line)
        return [line[3:24].strip() for line in lines[head + 1 :] if line[3:24].strip()]

    def current(self) -> str:
        offer = self.screen._offer()
        assert offer is not None
        return offer.model.title


@asynccontextmanager
async def visiting(
    models: OfferedModels | None = None,
    size: tuple[int, int] = (120, 36),
    lanes: int = 1,
) -> AsyncIterator[Visit]:
    """Run the program with scripted lanes and models, and open the screen."""
    names = list(scripted._ID)[:lanes]
    stage = Stage(**dict.fromkeys(names, scripted.DONE))
    models = models or OfferedModels()
    stage.offers(models)
    async with stage.app.run_test(size=size, notifications=True) as pilot:
        await stage.opened(pilot)
        await pilot.press("f3")
        visit = Visit(stage, pilot, models)
        await visit.until_seen("Models")
        yield visit


async def test_the_last_scan_is_shown_with_its_age_and_is_not_repeated_while_fresh():
    async with visiting() as visit:
        await visit.until_seen("20 of 21 models", "us-east-1", "scanned 3 h ago")
        await visit.until_seen("Claude Sonnet 5.5", "Nova Pro")
        assert visit.models.scans == 0


async def test_every_row_has_its_price_and_verdict():
    async with visiting() as visit:
        await visit.until_seen("Nova Micro")
        lines = visit.seen().split("\n")
        micro = next(line for line in lines if "Nova Micro" in line)
        assert "0.035" in micro
        assert "✓ simulated" in micro
        unpriced = next(line for line in lines if "MiniMax" in line)
        assert "–" in unpriced


async def test_the_filter_works_with_every_key_and_escape_takes_it_away():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"llama")
        await visit.until_seen("2 of 21 models", "Llama 4 Scout")
        assert "Nova Pro" not in visit.seen()
        await visit.press("backspace", "backspace", "backspace", "backspace")
        await visit.press("backspace")
        await visit.until_seen("20 of 21")
        await visit.press(*"price<0.1")
        await visit.until_seen("1 of 21 models", "Nova Micro")
        await visit.press("escape")
        await visit.until_seen("20 of 21")
        assert visit.screen.focused is visit.screen.table


async def test_what_matches_nothing_says_so_and_what_to_do():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"zzzz")
        await visit.until_seen("Nothing in us-east-1 matches “zzzz”", "escape clears")


async def test_sorting_keeps_the_cursor_on_its_model():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("down", "down", "down")
        before = visit.current()
        await visit.press("s", "s", "s", "s")
        await visit.until_seen("▲$/M in")
        assert visit.current() == before
        assert visit.rows()[0] == "Nova Micro"
        await visit.press("S")
        await visit.until_seen("▼$/M in")
        assert visit.rows()[0] == "Claude Opus 5.5"
        assert visit.current() == before


async def test_unpriced_models_come_last_in_both_directions():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("s", "s", "s", "s")
        last = visit.rows()[-3:]
        await visit.press("S")
        assert visit.rows()[-3:] == last


async def test_marked_models_become_lanes_and_the_region_is_part_of_the_mark():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"haiku", "enter", "space")
        await visit.until_seen("1 marked")
        await visit.press("m", "right", "space")
        await visit.until_seen("2 marked", "[◆]")
        await visit.press("c")
        await visit.until_seen("Ask every lane")
        targets = visit.app.targets()
        haiku = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
        assert [(each.id, each.region) for each in targets[1:]] == [
            (haiku, "us-east-1"),
            (haiku, "us-east-2"),
        ]
        assert all(each.aws_profile == "dev" for each in targets[1:])
        await visit.until_told("2 lanes added.")


async def test_without_marks_the_model_under_the_cursor_becomes_a_lane():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"oss", "enter", "c")
        await visit.until_seen("Ask every lane")
        assert visit.app.targets()[1].id == "openai.gpt-oss-120b-1:0"


async def test_eight_lanes_at_most_and_the_rest_is_named():
    async with visiting(lanes=7) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"provider:writer,z.ai", "enter")
        await visit.press("space", "down", "space", "c")
        await visit.until_seen("Ask every lane")
        await visit.until_told("1 lane added. 8 lanes at most; left out: us.writer")
        assert len(visit.app.targets()) == 8


async def test_a_model_that_only_mantle_serves_is_grey_and_cannot_be_marked():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sol", "enter", "space")
        await visit.until_told("bedrock-mantle")
        assert "marked" not in visit.seen()
        await visit.press("c")
        assert visit.app.current_mode == "models"


async def test_details_have_every_id_and_one_of_them_can_be_marked():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet 5.5", "enter")
        await visit.until_seen("global.anthropic.claude-sonnet-5-5", "anywhere")
        await visit.until_seen("AWS: available to this account")
        await visit.press("enter", "down", "space")
        await visit.until_seen("• marked", "1 marked")
        await visit.press("escape", "c")
        await visit.until_seen("Ask every lane")
        assert visit.app.targets()[1].id == "global.anthropic.claude-sonnet-5-5"


class CheaperGlobal(OfferedModels):
    """A global profile costs a dollar less than the others."""

    def _offer(self, model: Model, kind: Kind) -> Offer:
        offer = super()._offer(model, kind)
        prices = {
            called: replace(price, input=price.input - called.startswith("global."))
            for called, price in offer.prices.items()
            if price.input is not None
        }
        return replace(offer, prices=prices)


async def test_each_id_has_its_own_price_where_they_differ():
    async with visiting(CheaperGlobal()) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet 5.5", "enter", "enter")
        await visit.until_seen("3.00 in", "2.00 in", f"by {SONNET}")
        sonnet, other = SONNET, SONNET.replace("us.", "global.")
        board = visit.screen.board
        told = [board.price(Target(each, "us-east-1")) for each in (sonnet, other)]
        assert [price and price.input for price in told] == [3, 2]


async def test_ids_and_arns_are_copied():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet 5.5", "enter", "y")
        assert visit.app.clipboard == SONNET
        await visit.press("Y")
        assert visit.app.clipboard.endswith(f"inference-profile/{SONNET}")
        await visit.until_seen("global.anthropic.claude-sonnet-5-5")
        await visit.press("enter", "down", "y")
        assert visit.app.clipboard == "global.anthropic.claude-sonnet-5-5"


async def test_on_a_narrow_screen_details_are_a_page():
    async with visiting(size=(80, 24)) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet 4.5", "enter")
        await visit.until_seen("A service control policy denies")
        await visit.press("enter")
        await visit.until_seen("called by", "geo profile → us-east-1, us-east-2")
        await visit.press("escape")
        await visit.until_seen("of 21 models")


async def test_quotas_come_when_they_are_asked_for():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"nova pro", "enter", "u")
        await visit.until_seen("inference tokens per minute", "400,000 · can be")


async def test_the_matrix_fills_while_regions_answer_and_escape_stops_the_scan():
    async with visiting(OfferedModels(known=(), hold_after=5)) as visit:
        await visit.until_seen("asked 5 of 33 regions")
        await visit.press("m")
        await visit.until_seen("5 of 33 regions", "● on demand", "? unknown")
        await visit.press("escape")
        await visit.pilot.pause()
        assert visit.models.stopped
        assert "asked 5" not in visit.seen()
        await visit.press("escape")
        await visit.until_seen("Ask every lane")


async def test_the_matrix_says_what_a_cell_means_and_why_a_region_is_closed():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("m")
        await visit.until_seen("33 of 33 regions", "4 closed")
        await visit.press("right", "right", "right")
        await visit.until_seen("in us-west-2: geo profile")
        while visit.screen.matrix.current_region != "me-south-1":
            await visit.press("right")
        await visit.until_seen("in me-south-1: region closed (denied)", "organisation")


async def test_the_matrix_can_be_sorted_by_reach():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("m", "s")
        rows = visit.screen.matrix.rows
        assert [row.count for row in rows] == sorted(
            (row.count for row in rows), reverse=True
        )
        await visit.press("S")
        assert visit.screen.matrix.rows[0].count == 0


async def test_list_and_matrix_keep_the_cursor_on_the_same_model():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("down", "down", "down", "down")
        before = visit.current()
        await visit.press("m")
        assert visit.current() == before
        await visit.press("down", "m")
        assert visit.current() != before


async def test_probing_asks_first_with_the_price_and_shows_what_came_of_it():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"llama scout", "enter", "space", "p")
        await visit.until_seen("Probe 1 target?", "about $0.00")
        assert visit.models.asked == []
        await visit.press("escape")
        assert visit.models.asked == []
        await visit.press("p")
        await visit.until_seen("Probe 1 target?")
        await visit.press("enter")
        await visit.until_seen("✓ probed")
        [asked] = visit.models.asked
        assert asked == ("us.meta.llama4-scout-17b-instruct-v1:0", "us-east-1")


async def test_probing_says_when_the_price_is_unknown():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"minimax", "enter", "p")
        await visit.until_seen("price unknown")


async def test_read_only_probes_nothing():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("f9", "p")
        await visit.until_told("Read-only")
        assert visit.models.asked == []


async def test_favourites_are_kept_and_starred():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("f")
        await visit.pilot.pause()
        assert "anthropic.claude-haiku-4-5-20251001-v1:0" in visit.models.liked
        first = next(
            row
            for row in visit.seen().split("\n")
            if row[3:].startswith("Claude Haiku")
        )
        assert "★" in first
        await visit.press("f")
        await visit.pilot.pause()
        assert "anthropic.claude-haiku-4-5-20251001-v1:0" not in visit.models.liked


async def test_a_closed_region_says_why_and_what_to_do():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        visit.screen.look("dev", "me-south-1")
        await visit.until_seen(
            "me-south-1: denied", "organisation", "R chooses another"
        )


async def test_without_credentials_the_public_list_is_shown_without_verdicts():
    async with visiting(OfferedModels(offline=True)) as visit:
        await visit.until_seen("public list of 2026-10-30", "no verdicts")
        await visit.until_seen("no credentials: L signs in")
        assert "✓" not in visit.seen()
        await visit.until_seen("From the public list of 2026-10-30")


async def test_before_anything_is_known_the_screen_says_what_is_awaited():
    known = ("us-west-2",)
    async with visiting(OfferedModels(known=known, hold_after=0)) as visit:
        await visit.until_seen("asked 0 of 33 regions · esc stops")
        await visit.until_seen("Asking us-east-1 for its models…")
        await visit.press("escape")
        await visit.until_seen("Nobody has asked us-east-1 yet", "r asks all regions")


async def test_models_that_do_not_chat_are_shown_when_wanted():
    async with visiting() as visit:
        await visit.until_seen("20 of 21", "a shows 1 more")
        await visit.press("a")
        await visit.until_seen("21 of 21", "Titan Text Embeddings")
        await visit.press("a")
        await visit.until_seen("20 of 21")


async def test_the_log_says_what_changed():
    async with visiting(OfferedModels(news=NEWS)) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("n")
        await visit.until_seen("What changed", "+ new", "− gone", "▼ legacy", "$ price")
        await visit.press("down", "y")
        assert visit.app.clipboard == "anthropic.claude-sonnet-4-5-20250929-v1:0"
        await visit.press("escape")
        await visit.until_seen("20 of 21")


async def test_an_empty_log_says_what_will_be_there():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("n")
        await visit.until_seen("Nothing has changed", "Every scan (r)")


async def test_marked_models_are_compared_fact_by_fact():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("d")
        await visit.until_told("Mark two models")
        await visit.press("space", "down", "space", "d")
        await visit.until_seen("2 models side by side", "Input per M", "$1.00", "$5.00")
        await visit.press("d")
        await visit.until_seen("2 models side by side")
        assert "Provider" not in visit.seen()
        await visit.press("escape")
        await visit.until_seen("2 marked")


async def test_text_from_outside_stays_text():
    hostile = "evil\x1b]52;c;aGk=\x07[red]name[/red]\u202egpj"
    kinds = OfferedModels().kinds
    kind = type(kinds[0])(f"x.{hostile}", hostile, hostile, None, None, demand="us")
    async with visiting(OfferedModels(kinds=(kind,))) as visit:
        await visit.until_seen("1 of 1 models", "evil[red]name[/red]gpj")
        await visit.press("m")
        await visit.until_seen("evil[red]name")
        for each in visit.seen():
            assert each == "\n" or each.isprintable()
        await visit.press("space", "enter")
        await visit.until_seen("called by")


@pytest.mark.parametrize("theme", ["bedrock-light", "ansi-dark", "nord"])
async def test_every_theme_and_size_can_be_changed_while_it_is_shown(theme):
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        for size in ((80, 24), (40, 10), (200, 50)):
            await visit.pilot.resize_terminal(*size)
            visit.app.theme = theme
            await visit.press("down", "m", "down", "right", "m")
        await visit.until_seen("Claude")


def test_a_target_of_an_id_in_details_has_region_and_profile():
    from bedrock_tui.core.catalogue import CallKind, Model
    from bedrock_tui.ui.screens.models.board import Board

    board = Board(region="eu-west-1", aws_profile="dev")
    call = CallId("eu.x.y", CallKind.GEO)
    board.toggle(Model("x.y", "eu-west-1", calls=(call,)), call, "eu-west-1")
    assert board.targets() == [Target("eu.x.y", "eu-west-1", "dev")]


async def test_the_demo_shows_the_catalogue_of_the_sandbox(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("f3")
        await desk.until_seen("scanned just now", 30)
        await desk.until(lambda: "of 33 regions" not in desk.seen(), 30)
        await desk.pilot.press("slash")
        await desk.type("nova pro")
        await desk.until_seen("amazon.nova-pro-v1:0")
        await desk.pilot.press("enter", "space", "m")
        await desk.until_seen("33 of 33 regions")
        await desk.until_seen("[●]")
        await desk.pilot.press("p")
        await desk.until_seen("amazon.nova-pro-v1:0@us-east-1: about $")
        assert desk.prompts() == []
        await desk.pilot.press("enter")
        await desk.until(lambda: len(desk.prompts()) == 1)
        await desk.pilot.press("m")
        await desk.until_seen("✓ probed")
        await desk.pilot.press("c")
        await desk.until_seen("Ask every lane")
        await desk.until(lambda: len(desk.lanes) == 1)


async def test_the_scan_of_last_time_is_there_at_the_next_start(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("f3")
        await desk.until_seen("scanned just now", 30)
        await desk.until(lambda: "of 33 regions" not in desk.seen(), 30)
    async with launch(NOVA) as desk:
        asked = len(desk.sandbox.requests)
        await desk.pilot.press("f3")
        await desk.until_seen("scanned just now")
        listed = [r for r in desk.sandbox.requests[asked:] if "models" in r.path]
        assert listed == []


async def test_another_region_is_chosen_with_the_latest_first(launch):
    async with launch(NOVA) as desk:
        await desk.pilot.press("f3")
        await desk.until_seen("scanned just now", 30)
        await desk.pilot.press("R")
        await desk.until_seen("used lately")
        await desk.type("eu-central-1")
        await desk.pilot.press("enter")
        await desk.until_seen("region eu-central-1 · scanned", 30)
