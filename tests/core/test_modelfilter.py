from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.catalogue import ANYWHERE, CallId, CallKind, Lifecycle
from bedrock_tui.core.fuzzy import EXACT, SCATTERED, STARTS, fit
from bedrock_tui.core.modelfacets import HELP, facet_in
from bedrock_tui.core.modelfilter import ModelFilter, parse
from bedrock_tui.core.offer import Judgement, Limits, ListPrice, Offer, Past
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.residency import in_geography, stays_in
from tests.core.catalogues import model, offer, price

NO = Judgement(Verdict.NO, Evidence.LISTED, "No.", "Do.")
YES = Judgement(Verdict.YES, Evidence.SEEN)
OPUS = offer(
    "anthropic.claude-opus-5-5",
    "us",
    "global",
    name="Claude Opus 5.5",
    provider="Anthropic",
    inputs=("TEXT", "IMAGE"),
    price=price("5.5"),
    limits=Limits(1_000_000),
    favourite=True,
)
SONNET = offer(
    "anthropic.claude-sonnet-5-5",
    "global",
    name="Claude Sonnet 5.5",
    provider="Anthropic",
    inputs=("TEXT", "IMAGE"),
    price=price("3"),
    limits=Limits(1_000_000),
    judgement=YES,
)
OLD = offer(
    "anthropic.claude-sonnet-4-5-20250929-v1:0",
    "us",
    name="Claude Sonnet 4.5",
    provider="Anthropic",
    lifecycle=Lifecycle("LEGACY"),
    price=price("3.3"),
    limits=Limits(200_000),
)
NOVA = offer(
    "amazon.nova-micro-v1:0",
    "",
    "us",
    name="Nova Micro",
    provider="Amazon",
    price=price("0.035"),
    limits=Limits(128_000),
)
KIMI = offer(
    "moonshotai.kimi-k2.5",
    name="Kimi K2.5",
    provider="Moonshot AI",
    inputs=("TEXT", "IMAGE"),
    streams=False,
    region="eu-west-1",
)
IMAGES = offer(
    "stability.sd3-5-large-v1:0",
    name="Stable Diffusion 3.5 Large",
    provider="Stability AI",
    outputs=("IMAGE",),
    streams=None,
    judgement=NO,
)
NO_WAY = offer("zai.glm-4.6", name="GLM 4.6", provider="Z.AI", calls=())
ALL = {
    "opus": OPUS,
    "sonnet": SONNET,
    "old": OLD,
    "nova": NOVA,
    "kimi": KIMI,
    "images": IMAGES,
    "glm": NO_WAY,
}
EVERY = "opus sonnet old nova kimi images glm"


def shown(text: str) -> str:
    names = {id(each): name for name, each in ALL.items()}
    return " ".join(names[id(each)] for each in parse(text).sift(ALL.values()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", EVERY),
        ("   ", EVERY),
        ("sonnet", "sonnet old"),
        ("SONNET", "sonnet old"),
        ("claude sonnet", "sonnet old"),
        ("sonnet 4.5", "old"),
        ("snt", "sonnet old"),
        ("cs5", "sonnet old"),
        ("co5", "opus"),
        ("nvmic", "nova"),
        ("anthropic", "opus sonnet old"),
        ("20250929", "old"),
        ("us.anthropic.claude-opus", "opus"),
        ("kimi-k2.5", "kimi"),
        ("xyzzy", ""),
        # inverse
        ("claude !sonnet", "opus"),
        ("!claude", "nova kimi images glm"),
        ("!snt !claude", "nova kimi images glm"),
        ("!!sonnet", "opus nova kimi images glm"),
        ("!", EVERY),
        # facets
        ("provider:anthropic", "opus sonnet old"),
        ("provider:ANTH", "opus sonnet old"),
        ("provider:amazon,moonshot", "nova kimi"),
        ("!provider:anthropic", "nova kimi images glm"),
        ("provider:zai", "glm"),
        ("in:image", "opus sonnet kimi"),
        ("in:image !provider:anthropic", "kimi"),
        ("in:im", "opus sonnet kimi"),
        ("out:image", "images"),
        ("out:text in:image", "opus sonnet kimi"),
        ("!in:image", "old nova images glm"),
        ("stream:no", "kimi"),
        ("stream:unknown", "images"),
        ("stream:y", "opus sonnet old nova glm"),
        ("stream:maybe", ""),
        ("callable", "opus sonnet old nova kimi"),
        ("!callable", "images glm"),
        ("active", "opus sonnet nova kimi images glm"),
        ("!active", "old"),
        ("legacy", "old"),
        ("!legacy", "opus sonnet nova kimi images glm"),
        ("is:legacy", "old"),
        ("!is:callable", "images glm"),
        ("fav", "opus"),
        ("!fav", "sonnet old nova kimi images glm"),
        ("verdict:yes", "sonnet"),
        ("verdict:no", "images"),
        ("kind:geo", "opus old nova"),
        ("kind:on-demand", "nova kimi images"),
        # prices and windows
        ("price<3", "nova"),
        ("price<=3", "sonnet nova"),
        ("price>3.2", "opus old"),
        ("price>=3.3", "opus old"),
        ("!price<=3", "opus old"),
        ("context>200k", "opus sonnet"),
        ("context>=200k", "opus sonnet old"),
        ("context>=1m", "opus sonnet"),
        ("context<200000", "nova"),
        ("context<200,000", "nova"),
        ("context>=1,000,000", "opus sonnet"),
        ("price<$3", "nova"),
        ("price<.5", "nova"),
        # residency
        ("global", "opus sonnet"),
        ("!global", "opus old nova kimi images glm"),
        ("geo:us", "opus old nova images"),
        ("geo:eu", "kimi"),
        ("geo:eu-west-1", "kimi"),
        ("geo:us-east-1", "nova images"),
        ("geo:us,eu", "opus old nova kimi images"),
        ("!geo:us", "sonnet kimi glm"),
        # still being typed
        ("in:", EVERY),
        ("provider:", EVERY),
        ("price<", EVERY),
        ("!price<=", EVERY),
        ("geo:,", EVERY),
        # no facets after all
        ("v1:0", "nova images old"),
        ("foo:bar", ""),
        ("price<abc", ""),
        ("price<-1", ""),
        ("in:image claude", "opus sonnet"),
    ],
)
def test_filter_lines(text: str, names: str) -> None:
    assert shown(text) == names


def test_the_best_fit_comes_first() -> None:
    def named(*names: str) -> list[str]:
        offers = [offer(f"a.b{n}", name=name) for n, name in enumerate(names)]
        return [each.model.title for each in parse("nova").sift(offers)]

    assert named("Nxoxvxa", "Supernova", "Nova Pro", "New Orion Vast") == [
        "Nova Pro",
        "Supernova",
        "New Orion Vast",
        "Nxoxvxa",
    ]
    assert named("Nova Pro", "Nova") == ["Nova", "Nova Pro"]


@pytest.mark.parametrize(
    ("word", "text", "at_least", "below"),
    [
        ("nova", "nova pro", EXACT + 0.5, EXACT + 1.01),
        ("ova", "nova pro", EXACT, EXACT + 0.5),
        ("pro", "improve pro", EXACT + 0.5, EXACT + 1),
        ("cs5", "claude sonnet 5", STARTS, EXACT),
        ("clson", "claude sonnet", STARTS, EXACT),
        ("snt", "sonnet", SCATTERED, STARTS),
        ("snt", "spring in sonnet", SCATTERED, STARTS),
    ],
)
def test_fits(word: str, text: str, at_least: float, below: float) -> None:
    found = fit(word, text)
    assert found is not None
    assert at_least <= found < below


@pytest.mark.parametrize(
    ("word", "text"),
    [("x", "nova"), ("avon", "nova"), ("nv", "nxxxxxxxxxxxxv"), ("a", "")],
)
def test_what_does_not_fit(word: str, text: str) -> None:
    assert fit(word, text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "all models"),
        ("in:image callable price<3", "takes image, callable, price < 3"),
        ("!provider:meta,amazon", "not (by meta or amazon)"),
        ("!global geo:eu", "not through global profiles alone, stays in eu"),
        ("opus !fav !sonnet", 'not (favourite), like "opus", without "sonnet"'),
        ("context>=200k", "context >= 200k"),
    ],
)
def test_in_words(text: str, words: str) -> None:
    assert parse(text).describe() == words


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("price<abc", "price<abc: a number is wanted, such as price<3"),
        ("price<", "price<: a number is wanted, such as price<3"),
        ("!context>=x", "context>=x: a number is wanted, such as context>=200k"),
        ("prize<3", "prize<3: prize is not known; price is"),
        ("is:calable", "is:calable: calable is not known; callable is"),
        ("in:imge", "in:imge: imge is not known; image is"),
        ("in:text,vidoe", "in:text,vidoe: vidoe is not known; video is"),
        ("stream:maybe", "stream:maybe: known are yes, no, unknown"),
        ("kind:provisiond", "kind:provisiond: provisiond is not known; provisioned is"),
        ("geo:zz", "geo:zz: known are us, eu, apac, jp, au, in, ca, sa, …"),
        ("price:3", "price:3: write price<3 or price>3"),
        ("price=$5", "price=$5: write price<5 or price>5"),
        ("context:200k", "context:200k: write context<200k or context>200k"),
        ("context:big", "context:big: write context<200k or context>200k"),
        ("actve", "actve: a word to look for; active is a facet"),
        ("!calable", "calable: a word to look for; callable is a facet"),
        ("legcy", "legcy: a word to look for; legacy is a facet"),
        (
            "foo:bar",
            "foo:bar: known are provider, in, out, stream, kind, verdict, geo",
        ),
    ],
)
def test_what_looks_like_a_facet_and_is_none_gets_a_hint(text: str, hint: str) -> None:
    assert parse(f"claude {text}").hints == (hint,)


@pytest.mark.parametrize(
    "text",
    [
        "claude !sonnet",
        "v1:0",
        "arn:aws:bedrock:us-east-1::foundation-model/a.b",
        "in: in:im out:embed kind:on-demand kind:on_demand stream:y verdict:n",
        "geo:eu geo:eu-west-1 geo:us-gov-west-1 geo:e provider:whoever",
        "price<$1 context>1,000,000 context>=1M is:callable is: fav",
        "price < 1 !context >= 1M act lega callabl",
        "mistral lite scout claude global local llama image glm actv1",
        '"actve" !"legcy"',
    ],
)
def test_what_is_in_order_gets_none(text: str) -> None:
    assert parse(text).hints == ()


def test_what_is_not_known_is_neither_cheap_nor_dear() -> None:
    everything = [OPUS, SONNET, OLD, NOVA, KIMI]
    cheap, dear = parse("price<3").sift(everything), parse("!price<3").sift(everything)
    assert KIMI.price is None
    assert KIMI not in [*cheap, *dear]
    assert len([*cheap, *dear]) == 4
    assert parse("!context>1k").sift([KIMI]) == []


def test_comparisons_may_have_blanks_in_them() -> None:
    for text in ("price<3", "price < 3", "price <3", "price< 3"):
        assert parse(f"nova {text}").describe() == 'price < 3, like "nova"'
    assert parse("price < 3").sift([OPUS, NOVA]) == [NOVA]
    assert parse("!price >= $3 nova").words == ("nova",)
    assert parse("price < sonnet").words == ("sonnet",)


def test_what_is_quoted_must_stand_there_just_so() -> None:
    assert parse('"claude sonnet"').sift([OPUS, SONNET, NOVA]) == [SONNET]
    assert parse('"clde"').sift([OPUS, SONNET, NOVA]) == []
    assert parse('!"claude sonnet"').sift([OPUS, SONNET]) == [OPUS]
    assert parse('"claude" opus').sift([OPUS, SONNET]) == [OPUS]
    assert parse('"legacy"').sift([OLD, NOVA]) == []
    assert parse('provider:"anthropic"').sift([OPUS, NOVA]) == [OPUS]
    assert parse('"claude').describe() == 'with "claude"'
    assert parse('""').empty


def test_every_facet_of_the_help_is_one() -> None:
    for example, meaning in HELP:
        assert meaning
        inverse = example.startswith("!")
        assert facet_in(example.lstrip("!"), inverse=inverse) is not None


def test_an_empty_filter_hides_nothing() -> None:
    assert parse("in: !").empty
    assert not parse("x").empty
    assert ModelFilter().rank(NOVA) == 0.0
    assert parse("nova").matches(NOVA)
    assert not parse("!nova").matches(NOVA)


@pytest.mark.parametrize(
    ("region", "geography", "belongs"),
    [
        ("us-east-1", "us", True),
        ("us-gov-west-1", "us", False),
        ("us-gov-west-1", "us-gov", True),
        ("eu-central-2", "eu", True),
        ("eusc-de-east-1", "eu", False),
        ("ap-northeast-1", "jp", True),
        ("ap-northeast-2", "jp", False),
        ("ap-northeast-1", "apac", True),
        ("ap-southeast-4", "au", True),
        ("ap-south-2", "in", True),
        ("ca-west-1", "ca", True),
        ("sa-east-1", "sa", True),
        ("eu-west-1", "eu-west-1", True),
        ("eu-west-1", "eu-west-2", False),
        ("", "eu", False),
    ],
)
def test_geographies(region: str, geography: str, belongs: bool) -> None:
    assert in_geography(region, geography) is belongs


@pytest.mark.parametrize(
    ("call", "stays"),
    [
        (CallId("a.b", CallKind.ON_DEMAND), True),
        (CallId("eu.a.b", CallKind.GEO), True),
        (CallId("us.a.b", CallKind.GEO), False),
        (CallId("eu.a.b", CallKind.GEO, destinations=("eu-west-1",)), True),
        (
            CallId("eu.a.b", CallKind.GEO, destinations=("eu-west-1", "us-east-1")),
            False,
        ),
        (CallId("global.a.b", CallKind.GLOBAL), False),
        (
            CallId("x", CallKind.APPLICATION, destinations=(ANYWHERE, "eu-west-1")),
            False,
        ),
    ],
)
def test_where_requests_stay(call: CallId, stays: bool) -> None:
    assert stays_in(call, "eu-west-1", "eu") is stays


terms = st.text(max_size=8) | st.sampled_from(
    [example for example, _ in HELP]
    + ["price<", "price<1e9", "in:,", "!geo:", ":", "price<99999999999999", "!!"]
)
lines = st.lists(terms, max_size=5).map(" ".join) | st.text()
amounts = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
costs = st.builds(ListPrice, amounts, amounts, st.text(), st.text(), st.text())
words = st.text(max_size=10)
modalities = st.lists(words, max_size=2).map(tuple)
calls = st.builds(CallId, words, st.sampled_from(CallKind), destinations=modalities)
offers = st.builds(
    Offer,
    st.builds(
        model,
        words,
        name=words,
        provider=words,
        inputs=modalities,
        outputs=modalities,
        streams=st.none() | st.booleans(),
        lifecycle=st.builds(Lifecycle, words),
        calls=st.lists(calls, max_size=2).map(tuple),
        region=words,
    ),
    st.builds(Judgement, st.sampled_from(Verdict), st.sampled_from(Evidence)),
    st.builds(Limits, st.none() | st.integers(), st.none() | st.integers()),
    st.none() | costs,
    st.builds(Past),
    st.booleans(),
)


@given(lines, offers)
def test_any_line_filters_any_offer(line: str, it: Any) -> None:
    found = parse(line)
    rank = found.rank(it)
    assert rank is None or rank >= 0
    assert found.matches(it) is (rank is not None)
    assert found.describe()


@given(lines)
def test_without_its_words_a_line_shows_no_less(line: str) -> None:
    found = parse(line)
    facets = ModelFilter((), found.without, found.facets)
    assert len(facets.sift(ALL.values())) >= len(found.sift(ALL.values()))
