"""A catalogue that answers from a script: models, regions that are closed, changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bedrock_tui.core.availability import Availability
from bedrock_tui.core.catalogue import (
    ANYWHERE,
    CallId,
    CallKind,
    Lifecycle,
    Model,
    RegionScan,
    RegionStatus,
)
from bedrock_tui.core.changes import Change, ChangeKind
from bedrock_tui.core.offer import Judgement, Limits, ListPrice, Offer, Past
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.quota import Quota
from bedrock_tui.core.target import Target

_REGIONS = """
us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1
eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2
eu-west-3 il-central-1 me-central-1 me-south-1 af-south-1 ap-east-2 ap-northeast-1
ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2
ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
"""
REGIONS = tuple(_REGIONS.split())
CLOSED = {
    "ap-east-2": (RegionStatus.NOT_ENABLED, "The account has not opted in to it."),
    "af-south-1": (RegionStatus.NOT_ENABLED, "The account has not opted in to it."),
    "me-south-1": (
        RegionStatus.DENIED,
        "A service control policy of the organisation denies bedrock:List*.",
    ),
    "il-central-1": (RegionStatus.UNREACHABLE, "No answer within 10 s."),
}
LEGACY = Lifecycle(
    "LEGACY",
    datetime(2025, 9, 29, tzinfo=UTC),
    datetime(2026, 10, 8, tzinfo=UTC),
    datetime(2027, 1, 8, tzinfo=UTC),
    datetime(2099, 4, 8, tzinfo=UTC),
)
ACTIVE = Lifecycle("ACTIVE", datetime(2026, 3, 3, tzinfo=UTC))
YES = Judgement(Verdict.YES, Evidence.SEEN, "A call on 2026-11-20 was answered.")
ALLOWED = Judgement(Verdict.YES, Evidence.SIMULATED, "IAM allows InvokeModel on it.")
LISTED = Judgement(
    Verdict.UNKNOWN,
    Evidence.LISTED,
    "Listed; whether you may call it was not tried.",
    "p probes it.",
)
DENIED = Judgement(
    Verdict.NO,
    Evidence.SIMULATED,
    "A service control policy denies eu-north-1, one of its destinations.",
    "Use the eu. profile from eu-central-1, or ask for the region to be allowed.",
)
FORM = Judgement(
    Verdict.NO,
    Evidence.PROBED,
    "Model use case details have not been submitted for this account.",
    "Fill in the Anthropic use case form in the Bedrock console.",
)
MANTLE = Judgement(
    Verdict.NO,
    Evidence.PUBLIC,
    "Only the bedrock-mantle endpoint serves it.",
    "Call it with an OpenAI client; the Converse API has it not.",
)
ANSWERED = Judgement(Verdict.YES, Evidence.PROBED, "It answered.")

NEVER = Past()


@dataclass(frozen=True)
class Kind:
    """One model of the script and where it can be reached, in which way."""

    id: str
    name: str
    provider: str
    price: tuple[str, str] | None
    context: int | None
    demand: str = ""
    """Beginnings of the regions that have it on demand."""
    geo: str = ""
    """Beginnings of the regions with a profile of their geography."""
    everywhere: bool = False
    """True for a global profile in all regions."""
    judgement: Judgement = LISTED
    inputs: tuple[str, ...] = ("TEXT",)
    outputs: tuple[str, ...] = ("TEXT",)
    life: Lifecycle = ACTIVE
    past: Past = NEVER
    mantle: bool = False


_SEEN = datetime(2026, 11, 20, 9, 41, tzinfo=UTC)
TI = ("TEXT", "IMAGE")
KINDS = (
    Kind("anthropic.claude-opus-5-5", "Claude Opus 5.5", "Anthropic", ("5", "25"),
         1_000_000, geo="us eu", everywhere=True, judgement=FORM, inputs=TI),
    Kind("anthropic.claude-sonnet-5-5", "Claude Sonnet 5.5", "Anthropic", ("3", "15"),
         1_000_000, geo="us eu ap ca", everywhere=True, judgement=YES, inputs=TI,
         past=Past(42, 41, 812.0, _SEEN, _SEEN)),
    Kind("anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "Anthropic",
         ("3.3", "16.5"), 200_000, geo="us eu ap", everywhere=True, judgement=DENIED,
         inputs=TI, life=LEGACY,
         past=Past(7, 5, 1240.0, _SEEN, None, "No policy allows this")),
    Kind("anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5", "Anthropic",
         ("1", "5"), 200_000, geo="us eu", everywhere=True, judgement=YES, inputs=TI,
         past=Past(128, 128, 391.0, _SEEN, _SEEN)),
    Kind("amazon.nova-2-lite-v1:0", "Nova 2 Lite", "Amazon", ("0.3", "2.5"),
         1_000_000, geo="us eu", everywhere=True, inputs=("TEXT", "IMAGE", "VIDEO")),
    Kind("amazon.nova-micro-v1:0", "Nova Micro", "Amazon", ("0.035", "0.14"), 128_000,
         demand="us-east-1 us-gov", geo="us eu ap", judgement=ALLOWED),
    Kind("amazon.nova-pro-v1:0", "Nova Pro", "Amazon", ("0.8", "3.2"), 300_000,
         demand="us-east-1 ap-southeast-2", geo="us eu ap", judgement=YES,
         inputs=("TEXT", "IMAGE", "VIDEO"), past=Past(19, 18, 420.0, _SEEN, _SEEN)),
    Kind("amazon.titan-embed-text-v2:0", "Titan Text Embeddings V2", "Amazon",
         ("0.02", "0"), 8_192, demand="us eu ap", outputs=("EMBEDDING",)),
    Kind("cohere.command-r-plus-v1:0", "Command R+", "Cohere", ("3", "15"), 128_000,
         demand="us-east-1 us-west-2", life=replace(LEGACY, ended=None)),
    Kind("deepseek.r1-v1:0", "DeepSeek-R1", "DeepSeek", ("1.35", "5.4"), 128_000,
         geo="us", judgement=ALLOWED),
    Kind("deepseek.v3.2", "DeepSeek V3.2", "DeepSeek", ("0.62", "1.85"), 164_000,
         demand="us-east us-west-2 ap-northeast-1 ap-south-1 eu-north-1 sa"),
    Kind("meta.llama4-maverick-17b-instruct-v1:0", "Llama 4 Maverick 17B Instruct",
         "Meta", ("0.24", "0.97"), 1_000_000, geo="us", inputs=TI),
    Kind("meta.llama4-scout-17b-instruct-v1:0", "Llama 4 Scout 17B Instruct", "Meta",
         ("0.17", "0.66"), 3_500_000, geo="us", inputs=TI),
    Kind("minimax.minimax-m2.5", "MiniMax M2.5", "MiniMax", None, None,
         demand="us-east us-west-2 eu-west ap-south-1"),
    Kind("mistral.mistral-large-3-675b-instruct", "Mistral Large 3", "Mistral AI",
         ("0.5", "1.5"), 256_000, demand="us eu-west ap-northeast-1 ap-south-1",
         judgement=ALLOWED, inputs=TI),
    Kind("moonshotai.kimi-k2.5", "Kimi K2.5", "Moonshot AI", ("0.6", "3"), 262_000,
         demand="us-east us-west-2 ap-northeast-1 eu-north-1 sa", inputs=TI),
    Kind("openai.gpt-6-sol", "GPT-6 Sol", "OpenAI", None, 1_050_000, mantle=True,
         judgement=MANTLE, inputs=TI),
    Kind("openai.gpt-oss-120b-1:0", "gpt-oss-120b", "OpenAI", ("0.15", "0.6"), 131_000,
         demand="us eu ap-northeast-1 ap-south-1 ap-southeast-2 sa", judgement=YES,
         past=Past(12, 12, 233.0, _SEEN, _SEEN)),
    Kind("qwen.qwen3-235b-a22b-2507-v1:0", "Qwen3 235B A22B 2507", "Qwen",
         ("0.22", "0.88"), 262_000, demand="us-west-2 eu-central-1 eu-west-2 ap-sou"),
    Kind("twelvelabs.pegasus-1-2-v1:0", "Pegasus v1.2", "TwelveLabs", None, None,
         geo="us eu", inputs=("TEXT", "VIDEO")),
    Kind("writer.palmyra-x5-v1:0", "Palmyra X5", "Writer", ("0.6", "6"), 1_000_000,
         geo="us"),
    Kind("zai.glm-5", "GLM 5", "Z.AI", ("1", "3.2"), 200_000,
         demand="us-east us-west-2 eu-north-1 ap-south-1 sa"),
)  # fmt: skip
"""About what Bedrock has; the prices are made up where it matters for the width."""

PUBLIC_AT = datetime(2026, 10, 30, tzinfo=UTC)


def _begins(region: str, beginnings: str) -> bool:
    return any(region.startswith(each) for each in beginnings.split())


def model_of(kind: Kind, region: str) -> Model | None:
    """Return a model as a region lists it, or None where it does not."""
    calls = []
    base = f"arn:aws:bedrock:{region}"
    if _begins(region, kind.demand):
        arn = f"{base}::foundation-model/{kind.id}"
        calls.append(
            CallId(kind.id, CallKind.ON_DEMAND, arn, "", (region,), (kind.id,))
        )
    geography = region.partition("-")[0]
    for prefix, wanted, into in (
        (geography, _begins(region, kind.geo), _neighbours(geography)),
        ("global", kind.everywhere, (ANYWHERE, region)),
    ):
        if wanted:
            prefix = "apac" if prefix == "ap" else prefix
            call_kind = CallKind.GLOBAL if prefix == "global" else CallKind.GEO
            name = f"{prefix}.{kind.id}"
            arn = f"{base}:111122223333:inference-profile/{name}"
            calls.append(CallId(name, call_kind, arn, kind.name, into, (kind.id,)))
    if not calls and not (kind.mantle and region in ("us-east-2", "us-east-1")):
        return None
    types = ("ON_DEMAND",) if kind.demand else ("INFERENCE_PROFILE",)
    return Model(
        kind.id,
        region,
        kind.name,
        kind.provider,
        f"{base}::foundation-model/{kind.id}",
        kind.inputs,
        kind.outputs,
        True,
        (),
        types,
        kind.life,
        tuple(calls),
        mantle_only=kind.mantle,
        public_at=PUBLIC_AT if kind.mantle else None,
    )


def _neighbours(geography: str) -> tuple[str, ...]:
    return tuple(each for each in REGIONS if each.startswith(geography))[:4]


def scan_of(region: str, at: datetime, kinds: Sequence[Kind] = KINDS) -> RegionScan:
    """Return what a region says."""
    if region in CLOSED:
        status, reason = CLOSED[region]
        remedy = "Enable it in the account's settings."
        return RegionScan(region, status, at, (), reason, remedy)
    found = (model_of(kind, region) for kind in kinds)
    models = tuple(model for model in found if model is not None)
    return RegionScan(region, RegionStatus.OK, at, models, account="111122223333")


_WHY = {
    RegionStatus.NO_CREDENTIALS: ("No AWS credentials found.", ""),
    RegionStatus.UNREACHABLE: (
        "No answer in time: Nothing came within 10 s.",
        "Check the network, proxy and endpoint settings, then ask again.",
    ),
    RegionStatus.FAILED: (
        "The answer is not a list: It has no list in it.",
        "Check HTTPS_PROXY and AWS_ENDPOINT_URL.",
    ),
}


def in_vain(region: str, at: datetime, status: RegionStatus) -> RegionScan:
    """Return a scan that told nothing, but that the question failed."""
    reason, remedy = _WHY[status]
    return RegionScan(region, status, at, (), reason, remedy)


@dataclass
class OfferedModels:
    """Plays the service of models; `known` is the last scan, `hold` stops a scan."""

    kinds: Sequence[Kind] = KINDS
    known: Sequence[str] = REGIONS
    offline: bool = False
    news: Sequence[Change] = ()
    vain: Mapping[str, RegionStatus] = field(default_factory=dict)
    """Regions that told nothing the last time, and tell nothing now."""
    hold_after: int | None = None
    """The number of regions after which a scan waits for ever."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """The targets that were probed, as id and region."""
    liked: set[str] = field(default_factory=lambda: {"amazon.nova-pro-v1:0"})
    recent: list[str] = field(default_factory=list)
    scans: int = 0
    stopped: bool = False

    async def regions(self) -> list[str]:
        return list(REGIONS)

    async def last(self) -> dict[str, RegionScan]:
        at = datetime.now(UTC) - timedelta(hours=3, minutes=5)
        known = () if self.offline else self.known
        scans = {region: scan_of(region, at, self.kinds) for region in known}
        return scans | {each: in_vain(each, at, self.vain[each]) for each in self.vain}

    async def public(self) -> dict[str, RegionScan]:
        scans = {
            region: scan_of(region, PUBLIC_AT, self.kinds)
            for region in REGIONS
            if region not in CLOSED
        }
        return {key: replace(scan, public=True) for key, scan in scans.items()}

    async def scan(
        self, regions: Sequence[str], *, aws_profile: str
    ) -> AsyncGenerator[RegionScan]:
        del aws_profile
        self.scans += 1
        try:
            for number, region in enumerate(regions):
                if number == self.hold_after:
                    await asyncio.Event().wait()
                yield self._answer(region)
        finally:
            self.stopped = True

    def _answer(self, region: str) -> RegionScan:
        now = datetime.now(UTC)
        if region in self.vain:
            return in_vain(region, now, self.vain[region])
        if not self.offline:
            return scan_of(region, now, self.kinds)
        return in_vain(region, now, RegionStatus.NO_CREDENTIALS)

    async def offers(self, scan: RegionScan) -> list[Offer]:
        kinds = {kind.id: kind for kind in self.kinds}
        return [self._offer(model, kinds[model.id]) for model in scan.models]

    async def offer(self, scan: RegionScan, model: Model) -> Offer:
        (offer,) = await self.offers(replace(scan, models=(model,)))
        called = {(call.id, model.region) for call in model.calls}
        probed = called & set(self.asked)
        return replace(offer, judgement=ANSWERED) if probed else offer

    async def ask_iam(self, model: Model, *, aws_profile: str) -> None:
        """IAM has nothing to add."""

    def _offer(self, model: Model, kind: Kind) -> Offer:
        price = None
        if kind.price is not None:
            note = "global profile is 10 % cheaper" if kind.everywhere else ""
            guess = "estimate" if kind.provider == "Z.AI" else "exact"
            low, high = map(Decimal, kind.price)
            price = ListPrice(
                low, high, guess, "genai-prices 0.2.3", "2026-11-02", note
            )
        output = 64_000 if kind.context else None
        return Offer(
            model,
            kind.judgement,
            Limits(kind.context, output),
            price,
            kind.past if model.region == "us-east-1" else Past(),
            kind.id in self.liked,
            {call.id: price for call in model.calls} if price else {},
        )

    async def changes(self, limit: int = 200) -> list[Change]:
        return list(self.news[:limit])

    async def availability(self, model: Model, *, aws_profile: str) -> Availability:
        del model, aws_profile
        return Availability("AVAILABLE", "AUTHORIZED", "AVAILABLE", "AVAILABLE")

    async def quotas(self, model: Model, *, aws_profile: str) -> list[Quota]:
        del aws_profile
        name = f"On-demand model inference tokens per minute for {model.name}"
        return [Quota(name, 400_000.0, "L-1234ABCD", adjustable=True)]

    async def probe(
        self, targets: Sequence[Target]
    ) -> AsyncGenerator[tuple[Target, Judgement]]:
        for target in targets:
            self.asked.append((target.id, target.region))
            yield target, ANSWERED

    def is_fresh(self, scan: RegionScan) -> bool:
        return not scan.public

    def forget(self) -> None:
        """Nothing is kept."""

    async def favourites(self) -> set[str]:
        return set(self.liked)

    async def set_favourite(self, model_id: str, on: bool) -> None:
        (self.liked.add if on else self.liked.discard)(model_id)

    def recent_regions(self) -> list[str]:
        return self.recent

    def note_region(self, region: str) -> None:
        self.recent = [region, *(each for each in self.recent if each != region)]


_WHEN = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
NEWS = (
    Change(ChangeKind.NEW, "anthropic.claude-opus-5-5", "us-east-1", _WHEN,
           "Anthropic: geo, global", "Claude Opus 5.5"),
    Change(ChangeKind.LEGACY, "anthropic.claude-sonnet-4-5-20250929-v1:0", "us-east-1",
           _WHEN, "end of life 2027-04-08", "Claude Sonnet 4.5"),
    Change(ChangeKind.EOL, "cohere.command-r-plus-v1:0", "us-west-2", _WHEN,
           "2026-12-01 → 2027-03-01", "Command R+"),
    Change(ChangeKind.PRICE, "amazon.nova-micro-v1:0", "us-east-1", _WHEN,
           "$0.04 / $0.15 → $0.035 / $0.14 per million tokens in / out", "Nova Micro"),
    Change(ChangeKind.IDS, "amazon.nova-pro-v1:0", "eu-central-1",
           datetime(2026, 11, 14, 17, 5, tzinfo=UTC), "+ eu.amazon.nova-pro-v1:0",
           "Nova Pro"),
    Change(ChangeKind.GONE, "meta.llama3-70b-instruct-v1:0", "us-east-1",
           datetime(2026, 11, 14, 17, 5, tzinfo=UTC), "Meta: on demand",
           "Llama 3 70B Instruct"),
)  # fmt: skip
