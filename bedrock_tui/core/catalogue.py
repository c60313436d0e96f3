"""What a region offers: its models, the ids they are called by, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ANYWHERE = ""
"""Stands among the destinations of a global profile: AWS chooses the region."""


class CallKind(StrEnum):
    """How an id leads to a model, which decides where it runs and what it costs."""

    ON_DEMAND = "on_demand"
    """The model's own id, in the region that is called."""
    GEO = "geo"
    """A system-defined inference profile that stays within a geography."""
    GLOBAL = "global"
    """A system-defined inference profile that may run anywhere."""
    APPLICATION = "application"
    """An inference profile of the account's own."""
    PROVISIONED = "provisioned"
    CUSTOM = "custom"
    """A deployment of a customised model."""
    IMPORTED = "imported"
    ROUTER = "router"
    """A prompt router: it chooses among models by the prompt."""


@dataclass(frozen=True, slots=True)
class CallId:
    """An id or ARN that a prompt can be sent to, in one source region."""

    id: str
    """What is passed to Converse."""
    kind: CallKind
    arn: str = ""
    name: str = ""
    """The display name that AWS gives it; may be empty."""
    destinations: tuple[str, ...] = ()
    """Regions a request may run in; ANYWHERE among them for global profiles."""
    models: tuple[str, ...] = ()
    """Ids of the foundation models behind it; empty where AWS does not tell."""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Where a model stands between its launch and its end, in one region."""

    status: str = ""
    """`ACTIVE`, `LEGACY` or whatever else came; empty if nothing did."""
    started: datetime | None = None
    legacy: datetime | None = None
    extended_access: datetime | None = None
    """From then on it costs more."""
    ended: datetime | None = None

    @property
    def is_legacy(self) -> bool:
        """True once the provider has announced the end."""
        return self.status == "LEGACY"


@dataclass(frozen=True, slots=True)
class Model:
    """A foundation model, or a model of the account's own, as one region lists it.

    Texts and words are kept as AWS sends them: its enumerations are open.
    """

    id: str
    region: str
    name: str = ""
    provider: str = ""
    arn: str = ""
    inputs: tuple[str, ...] = ()
    """Input modalities: TEXT, IMAGE, VIDEO, SPEECH, AUDIO, …"""
    outputs: tuple[str, ...] = ()
    streams: bool | None = None
    """None where AWS does not say."""
    customizations: tuple[str, ...] = ()
    inference_types: tuple[str, ...] = ()
    lifecycle: Lifecycle = Lifecycle()
    calls: tuple[CallId, ...] = ()
    """The ids that reach it from this region, on-demand first; may be empty."""
    listed: bool = True
    """False if only an inference profile mentions it, and not ListFoundationModels."""
    mantle_only: bool = False
    """True if it is served by the bedrock-mantle endpoint alone."""
    public_at: datetime | None = None
    """The date of the public catalogue, for what is known from there; None for what
    the region itself told."""
    base: str = ""
    """Of a model of the account's own: the foundation model it was made from, or the
    architecture, as far as AWS tells."""

    @property
    def title(self) -> str:
        """The name to show."""
        return self.name or self.id

    @property
    def ranks(self) -> bool:
        """True for rerankers: they list text in and out, and Converse refuses them."""
        return ".rerank-" in self.id

    @property
    def talks(self) -> bool:
        """True if it answers text with text, not aloud, or if nothing is said of it."""
        if self.ranks or "SPEECH" in self.outputs:
            return False
        said = bool(self.inputs or self.outputs)
        return not said or ("TEXT" in self.inputs and "TEXT" in self.outputs)


class Listing(StrEnum):
    """The lists that make up what a region offers, as people call their entries."""

    MODELS = "models"
    PROFILES = "inference profiles"
    OWN_PROFILES = "application inference profiles"
    CUSTOM = "custom models"
    DEPLOYMENTS = "deployments of custom models"
    IMPORTED = "imported models"
    PROVISIONED = "provisioned throughput"
    ROUTERS = "prompt routers"


LISTING_OF = {
    CallKind.ON_DEMAND: Listing.MODELS,
    CallKind.GEO: Listing.PROFILES,
    CallKind.GLOBAL: Listing.PROFILES,
    CallKind.APPLICATION: Listing.OWN_PROFILES,
    CallKind.PROVISIONED: Listing.PROVISIONED,
    CallKind.CUSTOM: Listing.DEPLOYMENTS,
    CallKind.IMPORTED: Listing.IMPORTED,
    CallKind.ROUTER: Listing.ROUTERS,
}
"""The list that ids of each kind come from."""


class RegionStatus(StrEnum):
    """How asking a region came out."""

    OK = "ok"
    NOT_ENABLED = "not enabled"
    """The account has not opted in to the region."""
    DENIED = "denied"
    UNREACHABLE = "unreachable"
    """No connection, or no answer in time."""
    FAILED = "failed"
    """It answered with something else than a list."""
    NO_CREDENTIALS = "no credentials"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RegionScan:
    """What one region said when it was asked for its models."""

    region: str
    status: RegionStatus
    at: datetime
    """When it answered; for public lists, the date of the list."""
    models: tuple[Model, ...] = ()
    reason: str = ""
    """Why there are no models, or why there may be more than these."""
    remedy: str = ""
    public: bool = False
    """True if this is the public catalogue: no account was asked."""
    account: str = ""
    """The account that the answers name in ARNs; empty where none does."""
    missing: tuple[Listing, ...] = ()
    """The lists that did not come, or not to their end; `reason` says why."""

    @property
    def closed(self) -> bool:
        """True if the region told nothing of its models."""
        return self.status is not RegionStatus.OK

    @property
    def whole(self) -> bool:
        """True if the region told all its models and inference profiles."""
        return not self.closed and not _MAIN & set(self.missing)

    @property
    def settles(self) -> bool:
        """True if it says how the region is; else only the question failed."""
        return self.status in _SETTLED

    def model(self, model_id: str) -> Model | None:
        """Return a model by its id."""
        return next((each for each in self.models if each.id == model_id), None)


_SETTLED = (RegionStatus.OK, RegionStatus.DENIED, RegionStatus.NOT_ENABLED)
"""What a region is until somebody changes it; all else may pass by itself."""
_MAIN = {Listing.MODELS, Listing.PROFILES}


def replaces(scan: RegionScan, before: RegionScan) -> bool:
    """Tell whether a scan is worth more than an earlier one of its region.

    One that failed for a reason that may pass, or that lacks a list, never takes the
    place of a whole one; nor does an older one.
    """
    if scan.at < before.at:
        return False
    lacks = scan.status is RegionStatus.OK and bool(_MAIN & set(scan.missing))
    whole = scan.settles and not lacks
    return whole or before.closed or bool(_MAIN & set(before.missing))


@dataclass(frozen=True, slots=True)
class CallableId:
    """Something a prompt can be sent to, as the region lists it."""

    id: str
    name: str
    """The display name, such as `Claude Sonnet 5.5`; may be empty."""
    provider: str
    """Who made the model; may be empty."""
    inference_profile: bool = False
    """True for an inference profile, false for a foundation model."""


def callable_ids(scan: RegionScan) -> list[CallableId]:
    """Return what can be sent text and answers with text, sorted by id, each once."""
    found: dict[str, CallableId] = {}
    for model in scan.models:
        if not model.talks:
            continue
        for call in model.calls:
            profile = call.kind is not CallKind.ON_DEMAND
            name = call.name or model.name
            entry = CallableId(call.id, name, model.provider, profile)
            found.setdefault(call.id, entry)
    return sorted(found.values(), key=lambda each: each.id)


def ids_of(scan: RegionScan) -> set[str]:
    """Return everything that can be called in a region: ids and ARNs."""
    calls = [call for model in scan.models for call in model.calls]
    return {name for call in calls for name in (call.id, call.arn) if name}
