from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual import events

from bedrock_tui.core.availability import Availability
from bedrock_tui.core.catalogue import CallId, Listing, Model, RegionStatus
from bedrock_tui.core.modelfacets import HELP as FACETS
from bedrock_tui.core.offer import Judgement, Offer
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.target import Target
from bedrock_tui.ui.screens.help import HelpScreen
from bedrock_tui.ui.screens.models.screen import ModelsScreen
from bedrock_tui.ui.screens.models.signs import REACH
from tests.support import write_settings
from tests.ui import scripted
from tests.ui.offered import ANSWERED, KINDS, NEWS, REGIONS, Kind, OfferedModels
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


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_misspelt_facet_says_what_to_write_instead(size):
    async with visiting(size=size) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"price<abc")
        await visit.until_seen("price<abc: a number is wanted, such as price<3")
        await visit.press("escape", "slash", *"in:imge")
        await visit.until_seen("0 of 21 models", "imge is not known; image is")


async def test_sorting_keeps_the_cursor_on_its_model():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("down", "down", "down")
        before = visit.current()
        await visit.press("s")
        await visit.until_seen("▲$/M in")
        assert visit.current() == before
        assert visit.rows()[0] == "Nova Micro"
        await visit.press("S")
        await visit.until_seen("▼$/M in")
        for column in ("▲$/M out", "▲lifecycle", "▲callable", "model▲", "▲$/M in"):
            await visit.press("s")
            await visit.until_seen(column)
        await visit.press("S")
        await visit.until_seen("▼$/M in")
        assert visit.rows()[0] == "Claude Opus 5.5"
        assert visit.current() == before


async def test_unpriced_models_come_last_in_both_directions():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("s")
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


@pytest.mark.parametrize("view", ["", "m"])
async def test_marks_stay_with_the_aws_profile_that_they_were_made_for(view):
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("space", "down", "space", *view)
        await visit.until_seen("2 marked")
        visit.screen.look("prod", "us-east-1")
        await visit.until_seen("2 set aside for dev")
        assert "2 marked" not in visit.seen()
        assert visit.screen.board.targets() == []
        visit.screen.look("dev", "us-east-1")
        await visit.until_seen("2 marked")
        assert "set aside" not in visit.seen()
        assert [each.aws_profile for each in visit.screen.board.targets()] == [
            "dev"
        ] * 2


async def test_eight_lanes_at_most_and_the_rest_is_named():
    async with visiting(lanes=7) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"provider:writer,z.ai", "enter")
        await visit.press("space", "down", "space", "c")
        await visit.until_seen("Make 1 lane of 2 targets?", "8 lanes at most")
        await visit.until_seen("us.writer.palmyra-x5-v1:0@us-east-1")
        await visit.press("escape")
        await visit.until_seen("2 marked")
        assert len(visit.app.targets()) == 7
        await visit.press("c")
        await visit.until_seen("Make 1 lane of 2 targets?")
        await visit.press("enter")
        await visit.until_seen("Ask every lane")
        await visit.until_told("1 lane added.")
        assert len(visit.app.targets()) == 8
        await visit.press("f3")
        await visit.until_seen("1 marked")


async def test_where_all_lanes_are_taken_the_screen_and_the_marks_stay():
    async with visiting(lanes=8) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("space", "down", "space", "c")
        await visit.until_told("8 lanes at most, and all are taken")
        assert visit.app.current_mode == "models"
        await visit.until_seen("2 marked")
        assert len(visit.app.targets()) == 8


async def test_a_model_that_only_mantle_serves_is_grey_and_cannot_be_marked():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sol", "enter", "space")
        await visit.until_told("bedrock-mantle")
        assert "marked" not in visit.seen()
        await visit.press("c")
        assert visit.app.current_mode == "models"


async def test_what_no_region_told_of_says_so_with_a_date():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sol", "enter")
        await visit.until_seen("✗ public", "From the public list of 2026-10-30:")
        await visit.press("m")
        await visit.until_seen("mantle only, says the public list of 2026-10-30")


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


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_id_of_a_line_of_the_details_becomes_a_lane(size):
    async with visiting(size=size) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet 5.5", "enter", "enter")
        await visit.until_seen("called by")
        await visit.press("j", "c")
        await visit.until_seen("Ask every lane")
        assert visit.app.targets()[1].id == "global.anthropic.claude-sonnet-5-5"


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_id_of_a_line_of_the_details_is_probed(size):
    async with visiting(size=size) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet 5.5", "enter", "enter")
        await visit.until_seen("called by")
        await visit.press("j", "p")
        await visit.until_seen("Probe 1 target?", "global.anthropic.claude-sonnet-5-5@")
        assert visit.models.asked == []


async def test_marks_come_before_the_line_of_the_details():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("space", "slash", *"sonnet 5.5", "enter", "enter")
        await visit.press("j", "c")
        await visit.until_seen("Ask every lane")
        (target,) = visit.app.targets()[1:]
        assert "haiku" in target.id


def of_nova(name_or_id: str, **changes: object) -> Kind:
    nova = next(each for each in KINDS if each.id == NOVA)
    return replace(nova, id=name_or_id, **changes)  # type: ignore[arg-type]


async def test_a_variant_that_cannot_be_called_is_named_and_the_sentence_ends_once():
    reason = "It is called through provisioned throughput only, and there is none."
    never = Judgement(Verdict.NO, Evidence.LISTED, reason)
    variant = of_nova(f"{NOVA}:24k", demand="", geo="eu", mantle=True, judgement=never)
    async with visiting(OfferedModels(kinds=(*KINDS, variant))) as visit:
        visit.screen.look("dev", "us-east-1")
        await visit.until_seen("Nova Pro 24k")
        await visit.press("slash", *"24k", "enter", "c")
        await visit.until_told("Nova Pro 24k: ")
        assert ".." not in visit.told()


async def test_what_only_a_call_can_tell_names_the_key_of_the_screen():
    remedy = "bedrock-tui models probe -t amazon.nova-pro-v1:0@us-east-1 tries it."
    unsure = Judgement(Verdict.UNKNOWN, Evidence.LISTED, "Nobody knows.", remedy)
    kinds = [of_nova(NOVA, judgement=unsure)]
    for size in ((120, 36), (80, 24)):
        async with visiting(OfferedModels(kinds=kinds), size=size) as visit:
            await visit.until_seen("→ p tries it with one token")
            assert "bedrock-tui models probe" not in visit.seen()


async def test_an_id_that_bedrock_does_not_know_is_said_to_be_unknown():
    class Untold(OfferedModels):
        async def availability(self, model, *, aws_profile):
            return Availability(known=False)

    async with visiting(Untold()) as visit:
        await visit.until_seen("AWS: bedrock does not know this id")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_estimates_have_the_same_mark_everywhere(size):
    async with visiting(size=size) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"glm", "enter")
        await visit.until_seen("~1.00")
        await visit.press("enter")
        await visit.until_seen("~1.00 in · ~3.20 out", "estimate · genai-prices")


async def test_the_details_can_be_hidden_to_make_room_for_columns():
    async with visiting() as visit:
        await visit.until_seen("called by", "takes and gives")
        assert "in→out" not in visit.seen()
        await visit.press("enter", "v")
        await visit.until_seen("in→out", "context", "A call on 2026-11-20")
        assert visit.screen.focused is visit.screen.table
        await visit.press("f4", "f3")
        await visit.until_seen("in→out")
        await visit.press("enter")
        await visit.until_seen("takes and gives")
        await visit.press("escape", "v")
        await visit.until_seen("takes and gives")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_models_side_by_side_show_every_value_whole(size):
    async with visiting(size=size) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet", "enter", "space", "down", "space", "d")
        await visit.until_seen("2 models side by side", "Called by")
        seen = visit.seen()
        assert "…" not in seen
        assert seen.index("Model id") < seen.index("Called by")
        squeezed = "".join(seen.split()).replace("│", "")
        assert squeezed.count("us.anthropic.claude-") >= 2
        await visit.press("y")
        assert visit.app.clipboard == "Claude Sonnet 5.5: Claude Sonnet 5.5\n" + (
            "Claude Sonnet 4.5: Claude Sonnet 4.5"
        )
        await visit.press("d")
        await visit.pilot.pause()
        facts = visit.app.screen.query_one("#facts")
        assert facts.option_count < 29


async def test_toasts_are_not_stacked_and_cover_no_page():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("d", "d", "space", "d")
        await visit.until_told("Mark two models")
        assert len(visit.app._notifications) == 1
        await visit.press("down", "space", "d")
        await visit.until_seen("2 models side by side")
        assert len(visit.app._notifications) == 0
        assert "Mark two models" not in visit.seen()
        await visit.press("y")
        await visit.until_seen("Copied")
        await visit.press("escape")
        await visit.until_seen("2 marked", "Copied")


async def test_models_that_do_not_fit_come_into_view_by_going_across():
    async with visiting(size=(80, 24)) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("space", "down", "space", "down", "down", "space", "d")
        await visit.until_seen("Claude Haiku 4.5", "Claude Opus 5.5")
        assert "Claude Sonnet 5.5" not in visit.seen()
        await visit.press("right")
        await visit.until_seen("Claude Opus 5.5", "Claude Sonnet 5.5")


async def test_one_model_from_two_regions_is_told_apart_by_them():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"nova pro", "enter", "space", "m", "right", "space")
        await visit.until_seen("2 marked")
        await visit.press("d")
        await visit.until_seen("Nova Pro @us-east-1", "Nova Pro @us-east-2")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_change_leads_to_its_model_in_its_region(size):
    async with visiting(OfferedModels(news=NEWS), size=size) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"llama", "enter", "n")
        await visit.until_seen("What changed", "now", "end of life 2027-04-")
        await visit.press("enter")
        await visit.until_seen("20 of 21")
        assert visit.current() == "Claude Opus 5.5"
        await visit.press("n", "down", "down", "down", "down", "enter")
        await visit.until_seen("in eu-central-1: geo profile")
        assert visit.current() == "Nova Pro"
        await visit.press("n", "end", "enter")
        await visit.until_told("us-east-1 does not list meta.llama3-70b-instruct-v1:0")


async def test_what_another_instance_found_is_there_on_return():
    async with visiting() as visit:
        await visit.until_seen("20 of 21", "GLM 5")
        await visit.press("f4")
        visit.models.liked.add("zai.glm-5")
        visit.models.kinds = [
            replace(each, judgement=ANSWERED) if each.id == "zai.glm-5" else each
            for each in visit.models.kinds
        ]
        await visit.press("f3")
        await visit.until_seen("★ GLM 5")
        line = next(each for each in visit.seen().split("\n") if "GLM 5" in each)
        assert "✓ probed" in line


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_the_lanes_are_a_key_away(key):
    async with visiting() as visit:
        await visit.press(key)
        await visit.until_seen("Ask every lane")
        await visit.press("f2")
        await visit.until_seen("Access")
        await visit.press(key)
        await visit.until_seen("Ask every lane")


async def test_letters_that_are_typed_open_nothing():
    async with visiting() as visit:
        await visit.press("slash", "q", "question_mark", "colon")
        await visit.until_seen("q?:")
        await visit.press("escape", "f4", "question_mark", "colon")
        await visit.until_seen("?:")
        assert not isinstance(visit.app.screen, HelpScreen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize(
    ("screen", "keys", "words", "never"),
    [
        (
            "f3",
            "Mark the model in this region",
            "prov lifecycle is:callable",
            "Stop every lane",
        ),
        ("f2", "Check everything again", "simulated denied", "ctrl+t"),
        ("f4", "Send the prompt", "tok/s retry", "least-privilege"),
    ],
)
async def test_help_explains_the_screen_and_lists_what_works_there(
    size, screen, keys, words, never
):
    async with visiting(size=size) as visit:
        await visit.press(screen, "f1")
        await visit.until_seen(keys)
        told = visit.app.screen._text
        assert never not in told
        for word in words.split():
            assert (word in told) is not word.startswith("is:")
        await visit.press("question_mark")
        assert not isinstance(visit.app.screen, HelpScreen)


async def test_help_of_models_explains_every_sign_and_facet():
    async with visiting() as visit:
        await visit.press("question_mark")
        told = visit.app.screen._text
        for sign in [each.text for each in REACH.values()] + list("✓✗?★•▲▼~"):
            assert f"`{sign}`" in told
        for example, meaning in FACETS:
            assert f"| `{example}` | {meaning} |" in told
        for words in ("[●]", "→ 2027-01", "TI→T", "**in**", "**first**", "**ok**"):
            assert words in told


async def test_a_colon_opens_the_palette():
    async with visiting() as visit:
        await visit.press("colon")
        await visit.until_seen("Search for commands")


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
        await visit.until_seen("32 of 33 regions, 3 h ago", "3 closed")
        await visit.until_seen("il-central-1 failed", "1!", "! asked in vain")
        await visit.press("right", "right", "right")
        await visit.until_seen("in us-west-2: geo profile")
        while visit.screen.matrix.current_region != "me-south-1":
            await visit.press("right")
        await visit.until_seen("me-south-1: denied (enter shows all)")
        await visit.press("enter")
        await visit.until_seen("A service control policy of the organisation denies")
        await visit.until_seen("→ Enable it in the account's settings.", "y copies")
        await visit.press("y")
        assert visit.app.clipboard == "Enable it in the account's settings."
        await visit.press("enter")
        await visit.until_seen("32 of 33 regions")


VAIN = {
    "us-east-1": RegionStatus.FAILED,
    "eu-west-1": RegionStatus.UNREACHABLE,
}
SMALL, WIDE = (80, 24), (120, 36)


@pytest.mark.parametrize("size", [SMALL, WIDE])
@pytest.mark.parametrize(
    ("region", "how", "why", "fix"),
    [
        ("us-east-1", "failed", "The answer is not a list", "HTTPS_PROXY"),
        ("eu-west-1", "unreachable", "No answer in time", "Check the"),
    ],
)
async def test_a_region_that_failed_says_so_beside_the_public_list(
    size, region, how, why, fix
):
    async with visiting(OfferedModels(vain=VAIN), size=size) as visit:
        visit.screen.look("dev", region)
        await visit.until_seen(f"{how}: r asks again", "public list of 2026-10-30")
        await visit.until_seen(why, fix)
        assert "nobody was asked" not in visit.seen()
        await visit.press("m")
        await visit.until_seen("3 failed", "! asked in vain")
        await visit.until_seen(f"in {region}:", f"· {how}", why, "Check")
        await visit.press("enter")
        await visit.until_seen(f"{region} was asked just now in vain.", why, fix)


async def test_what_was_known_is_shown_where_asking_again_failed():
    models = OfferedModels()
    async with visiting(models, size=SMALL) as visit:
        await visit.until_seen("20 of 21", "scanned 3 h ago")
        models.vain = VAIN
        await visit.press("r")
        await visit.until_seen("20 of 21 models · failed: r asks again", "3 h ago")
        await visit.until_seen("The answer is not a list")
        await visit.press("m")
        await visit.until_seen("3 failed", "30 of 33 regions, just now", "3 closed")


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_no_credentials_at_the_last_scan_do_not_hide_the_public_list(size):
    vain = {"us-east-1": RegionStatus.NO_CREDENTIALS}
    async with visiting(OfferedModels(offline=True, vain=vain), size=size) as visit:
        await visit.until_seen("20 of 21 models · no credentials: L signs in")
        await visit.until_seen("public list of 2026-10-30", "No AWS credentials found")
        await visit.press("m")
        await visit.until_seen("21 of 22 models · no credentials: L signs in")
        await visit.until_seen("public list of 2026-10-30", "~ public list")
        assert "closed ·" not in visit.seen()
        assert "×  " not in visit.seen().split("~ public list")[0]


async def test_a_scan_without_credentials_is_told_in_the_matrix():
    models = OfferedModels()
    async with visiting(models, size=SMALL) as visit:
        await visit.until_seen("20 of 21", "scanned 3 h ago")
        models.vain = dict.fromkeys(REGIONS, RegionStatus.NO_CREDENTIALS)
        await visit.press("m", "r")
        await visit.until_seen("no credentials: L signs in", "regions, 3 h ago")


class Halved(OfferedModels):
    """Regions that did not send all their lists."""

    async def last(self):
        scans = await super().last()
        return {
            region: replace(
                scan,
                missing=(Listing.PROFILES,),
                reason="Missing: inference profiles.",
                remedy="Check the network.",
            )
            for region, scan in scans.items()
        }


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_region_that_did_not_tell_all_says_so(size):
    async with visiting(Halved(), size=size) as visit:
        await visit.until_seen("scanned 3 h ago, incomplete: r asks again")
        await visit.press("enter")
        await visit.until_seen("us-east-1 did not tell all.", "→ Check the network.")


async def test_another_region_is_gone_to_in_the_matrix():
    async with visiting(size=SMALL) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("m")
        visit.screen.look("dev", "ap-southeast-7")
        await visit.until_seen("in ap-southeast-7:")
        assert visit.screen.matrix.current_region == "ap-southeast-7"


@pytest.mark.parametrize("key", ["life", "output", "input"])
async def test_the_head_that_the_list_is_sorted_by_keeps_its_name(key):
    titles = {"life": "lifecycle", "output": "$/M out", "input": "$/M in"}
    async with visiting(size=SMALL) as visit:
        await visit.until_seen("20 of 21")
        visit.screen.table.sort_by(key)
        await visit.until_seen(f" ▲{titles[key]}")
        await visit.press("S")
        await visit.until_seen(f" ▼{titles[key]}")


async def test_what_can_be_sent_a_prompt_comes_first():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        for key in ("end", "S", "end"):
            await visit.press(key)
        await visit.until_seen("model▼")
        assert visit.current() == "GPT-6 Sol"
        await visit.press("S", "end")
        await visit.until_seen("model▲")
        assert visit.current() == "GPT-6 Sol"


@pytest.mark.parametrize(
    ("filter_", "shown", "more"),
    [("", "20 of 21", 1), ("embed", "0 of 21", 1), ("haiku", "1 of 21", 0)],
)
async def test_what_the_key_would_add_is_counted_under_the_filter(filter_, shown, more):
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *filter_, "enter")
        await visit.until_seen(f"{shown} models")
        assert (f"a shows {more} more" in visit.seen()) == bool(more)
        await visit.press("m")
        assert (f"a shows {more} more" in visit.seen()) == bool(more)
        await visit.press("a")
        assert "a shows" not in visit.seen()


@pytest.mark.parametrize(
    ("model_id", "outputs"),
    [
        ("cohere.rerank-v3-5:0", ("TEXT",)),
        ("amazon.nova-2-5-sonic", ("SPEECH", "TEXT")),
        ("amazon.embed", ("EMBEDDING",)),
    ],
)
async def test_what_does_not_chat_is_hidden_at_first(model_id, outputs):
    odd = Kind(model_id, "Odd one", "X", None, None, demand="us", outputs=outputs)
    async with visiting(OfferedModels(kinds=(*KINDS, odd))) as visit:
        await visit.until_seen("20 of 22", "a shows 2 more")
        assert "Odd one" not in visit.seen()
        await visit.press("a")
        await visit.until_seen("22 of 22", "Odd one")
        await visit.until_seen("21 foundation models, 1 mantle only")


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
    async with visiting(OfferedModels(known=(), hold_after=0)) as visit:
        await visit.until_seen("asked 0 of 33 regions · esc stops")
        await visit.until_seen("From the public list of 2026-10-30: nobody", "asked.")
        visit.screen.look("dev", "af-south-1")  # the public list has it not
        await visit.until_seen("Asking af-south-1 for its models…")
        await visit.press("escape")
        await visit.until_seen("Nobody has asked af-south-1 yet", "r asks all regions")


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
        await desk.until_seen("scanned just now · region eu-central-1", 30)


async def test_favourite_regions_come_before_the_latest(launch):
    write_settings("[models]\nfavourite_regions = ['sa-east-1', 'eu-west-1']\n")
    async with launch(NOVA) as desk:
        await desk.pilot.press("f3")
        await desk.until_seen("scanned just now", 30)
        await desk.pilot.press("R")
        await desk.until_seen("used lately")
        found = re.findall(r"(\S+-1) +(favourite|used lately)", desk.seen())
        assert found == [
            ("sa-east-1", "favourite"),
            ("eu-west-1", "favourite"),
            ("us-east-1", "used lately"),
        ]
        await desk.pilot.press("enter")
        await desk.until_seen("scanned just now · region sa-east-1", 30)


async def test_what_is_typed_at_once_after_the_slash_arrives_in_the_filter():
    async with visiting() as visit:
        await visit.until_seen("20 of 21")
        for key in ("/", *"sonnet/"):
            name = "slash" if key == "/" else key
            visit.app.post_message(events.Key(name, key))
        await visit.until_seen("sonnet/")


async def test_escape_in_the_details_leaves_the_filter_alone():
    async with visiting(size=(120, 36)) as visit:
        await visit.until_seen("20 of 21")
        await visit.press("slash", *"sonnet", "enter", "enter", "escape")
        await visit.until_seen("2 of 21")
        assert visit.screen.focused is visit.screen.table
        assert visit.screen.line.value == "sonnet"
