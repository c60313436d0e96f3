"""What the Models screen knows and what was chosen there; nothing is painted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bedrock_tui.core.catalogue import CallId, Model, RegionScan
from bedrock_tui.core.offer import Judgement, ListPrice, Offer
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.reach import Reach, ReachRow, matrix, reach
from bedrock_tui.core.target import Target
from bedrock_tui.ui.screens.models.standing import Standing, standing

NOT_JUDGED = Judgement(Verdict.UNKNOWN, Evidence.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Mark:
    """A target that was marked, and the model it leads to."""

    id: str
    region: str
    model_id: str


@dataclass
class Board:
    """Scans, offers and marks. Regions that cannot be asked keep what was known."""

    region: str = ""
    """The region of the list."""
    aws_profile: str = ""
    regions: Sequence[str] = ()
    scans: dict[str, RegionScan] = field(default_factory=dict)
    failed: dict[str, RegionScan] = field(default_factory=dict)
    """Newer scans that told nothing, of regions that are known from before."""
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    """The offers of the regions that were looked at in the list or in details."""
    favourites: set[str] = field(default_factory=set)
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    """By id and region, in the order of marking; those of the aws profile in force."""
    aside: dict[str, dict[tuple[str, str], Mark]] = field(default_factory=dict)
    """The marks of other aws profiles, whose accounts may have other ids."""
    everything: bool = False
    """Whether models are shown, too, that do not chat or have no id."""
    _rows: list[ReachRow] | None = None
    _by_model: Mapping[str, Offer] | None = None

    @property
    def scan(self) -> RegionScan | None:
        """What is known of the list's region."""
        return self.scans.get(self.region)

    def newest(self, region: str) -> RegionScan | None:
        """Return how asking a region came out last, be it in vain."""
        return self.failed.get(region) or self.scans.get(region)

    def standing(self, region: str) -> Standing:
        """Tell how a region stands."""
        return standing(self.scans.get(region), self.newest(region))

    def look_at(self, aws_profile: str, region: str) -> None:
        """Take note whose models are looked at, and in which region.

        Marks stay with the aws profile that they were made for.
        """
        if aws_profile != self.aws_profile:
            self.aside[self.aws_profile] = self.marks
            self.marks = self.aside.pop(aws_profile, {})
        self.aws_profile, self.region = aws_profile, region
        self._changed()

    def take(self, scan: RegionScan) -> bool:
        """Take note of a scan; False if it leaves what is known as it is."""
        before = self.scans.get(scan.region)
        if before is not None and before.settles and not scan.settles:
            self.failed[scan.region] = scan
            return False
        self.failed.pop(scan.region, None)
        self.scans[scan.region] = scan
        self.offers.pop(scan.region, None)
        self._changed()
        return True

    def take_offers(self, scan: RegionScan, offers: Sequence[Offer]) -> None:
        """Take note of what a scan's models offer; public lists judge nobody."""
        if scan.public:
            offers = [replace(offer, judgement=NOT_JUDGED) for offer in offers]
        self.offers[scan.region] = list(offers)
        self._changed()

    def take_offer(self, offer: Offer) -> None:
        """Replace what is known of one model."""
        model = offer.model
        self.offers[model.region] = [
            offer if each.model.id == model.id else each
            for each in self.offers.get(model.region, [])
        ]
        self._changed()

    def judge(self, target: Target, judgement: Judgement) -> None:
        """Replace the verdict of what a target leads to."""
        offers = self.offers.get(target.region, [])
        for at, offer in enumerate(offers):
            if any(call.id == target.id for call in offer.model.calls):
                offers[at] = replace(offer, judgement=judgement)
        self._changed()

    def forget(self) -> None:
        """Forget what was known: somebody else asks from now on."""
        for kept in (self.scans, self.failed, self.offers):
            kept.clear()
        self._changed()

    def toggle_favourite(self, model_id: str) -> bool:
        """Make a model a favourite, or not; True if it is one now."""
        on = model_id not in self.favourites
        (self.favourites.add if on else self.favourites.remove)(model_id)
        for region, offers in self.offers.items():
            self.offers[region] = [
                replace(each, favourite=each.model.id in self.favourites)
                for each in offers
            ]
        self._changed()
        return on

    def toggle_everything(self) -> None:
        """Show models that do not chat or have no id, too, or hide them."""
        self.everything = not self.everything
        self._changed()

    def _changed(self) -> None:
        self._rows = self._by_model = None

    # -- what is shown

    def listed(self) -> list[Offer]:
        """Return the offers of the list's region that are shown without a filter."""
        offers = self.offers.get(self.region, [])
        return [each for each in offers if self.everything or self._chats(each.model)]

    def unlisted(self) -> list[Offer]:
        """Return the offers of that region that are hidden."""
        offers = self.offers.get(self.region, [])
        hidden = () if self.everything else offers
        return [each for each in hidden if not self._chats(each.model)]

    def _chats(self, model: Model) -> bool:
        return model.talks and reach(model, self.scan) is not Reach.LISTED

    def reaches(self) -> list[ReachRow]:
        """Return the rows of the matrix."""
        return [row for row in self._all() if self.everything or not _idle(row)]

    def unreached(self) -> list[ReachRow]:
        """Return the rows of the matrix that are hidden."""
        return [row for row in self._all() if _idle(row) and not self.everything]

    @property
    def rows(self) -> int:
        """The number of rows that the matrix has at most."""
        return len(self._all())

    def _all(self) -> list[ReachRow]:
        if self._rows is None:
            self._rows = matrix(self.scans, self.regions)
        return self._rows

    def offer(self, model_id: str, region: str) -> Offer | None:
        """Return what is known of a model in a region, be it its listing alone."""
        offers = self.offers.get(region, [])
        found = (offer for offer in offers if offer.model.id == model_id)
        offer = next(found, None)
        if offer is not None:
            return offer
        scan = self.scans.get(region)
        model = scan.model(model_id) if scan is not None else None
        return None if model is None else Offer(model, NOT_JUDGED)

    def offers_by_model(self) -> Mapping[str, Offer]:
        """Return an offer of each model, of the list's region where it is there."""
        if self._by_model is not None:
            return self._by_model
        found: dict[str, Offer] = {}
        for scan in self.scans.values():
            for model in scan.models:
                favourite = model.id in self.favourites
                found.setdefault(
                    model.id, Offer(model, NOT_JUDGED, favourite=favourite)
                )
        here = self.offers.get(self.region, [])
        self._by_model = found | {offer.model.id: offer for offer in here}
        return self._by_model

    # -- marks

    def toggle(self, model: Model, call: CallId, region: str) -> None:
        """Mark an id in a region, or take its mark away."""
        key = (call.id, region)
        if self.marks.pop(key, None) is None:
            self.marks[key] = Mark(call.id, region, model.id)

    def toggle_model(self, model: Model, region: str) -> None:
        """Mark a model by its first id, or take all its marks in the region away."""
        keys = [
            key
            for key, mark in self.marks.items()
            if (mark.model_id, mark.region) == (model.id, region)
        ]
        for key in keys:
            del self.marks[key]
        if not keys and model.calls:
            self.toggle(model, model.calls[0], region)

    def keep_marks(self, targets: Sequence[Target]) -> None:
        """Take all marks away but those of these targets."""
        kept = {(each.id, each.region) for each in targets}
        self.marks = {key: mark for key, mark in self.marks.items() if key in kept}

    def is_marked(self, model_id: str, region: str = "") -> bool:
        """Tell whether a model is marked, in a region or anywhere."""
        return any(
            mark.model_id == model_id and region in ("", mark.region)
            for mark in self.marks.values()
        )

    def targets(self) -> list[Target]:
        """Return what is marked."""
        return [
            Target(mark.id, mark.region, self.aws_profile)
            for mark in self.marks.values()
        ]

    def target(self, offer: Offer) -> Target | None:
        """Return the target of a model's first id; None if it has none."""
        model = offer.model
        if not model.calls:
            return None
        return Target(model.calls[0].id, model.region, self.aws_profile)

    def price(self, target: Target) -> ListPrice | None:
        """Return the price of what a target leads to, if it is known."""
        for offer in self.offers.get(target.region, []):
            if any(call.id == target.id for call in offer.model.calls):
                return offer.prices.get(target.id)
        return None

    def marked_offers(self) -> list[Offer]:
        """Return what is known of the marked models, each region on its own."""
        places = dict.fromkeys((m.model_id, m.region) for m in self.marks.values())
        offers = (self.offer(*place) for place in places)
        return [offer for offer in offers if offer is not None]


def _idle(row: ReachRow) -> bool:
    """Tell whether a model does not chat, or is listed without an id anywhere."""
    cells = set(row.cells)
    stuck = Reach.LISTED in cells and Reach.MANTLE not in cells
    return not row.talks or (stuck and not row.count)


def why_not(offer: Offer) -> str:
    """Return why a model cannot be sent a prompt, or nothing."""
    model = offer.model
    if model.mantle_only:
        return "only the bedrock-mantle endpoint serves it, which is not spoken here"
    if not model.calls:
        return offer.judgement.reason or "the region lists no id to call it by"
    if not model.talks:
        return "it does not answer text with text"
    return ""
