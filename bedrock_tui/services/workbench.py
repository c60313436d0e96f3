"""Putting the services together from the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_tui import paths
from bedrock_tui.errors import BedrockTuiError, CallFailed, StoreError

if TYPE_CHECKING:
    from logging import Handler

    from bedrock_tui.aws.clients import Clients
    from bedrock_tui.aws.readiness import HistoryPlace, SettingsPlace
    from bedrock_tui.core.target import Target
    from bedrock_tui.services.access import Access
    from bedrock_tui.services.catalogue import Catalogue
    from bedrock_tui.services.compare import Compare, Journal
    from bedrock_tui.services.history import History
    from bedrock_tui.services.models import Models, Situation
    from bedrock_tui.services.pricing import CallCosts
    from bedrock_tui.settings import Settings
    from bedrock_tui.store.database import Database
    from bedrock_tui.store.models import ModelStore
    from bedrock_tui.store.rejections import RejectionStore

DEMO_TARGETS = (
    "us.anthropic.claude-sonnet-5-5",
    "amazon.nova-pro-v1:0",
    "openai.gpt-oss-120b-1:0",
)
"""What the demo starts with: three providers, one of them reasoning."""


class Workbench:
    """The services of one running program.

    Made at once and empty: the screen's first frame needs no service, so they are
    imported when they are opened. `open` blocks; it may run in any thread but the
    event loop's.
    """

    access: Access
    compare: Compare
    catalogue: Catalogue
    models: Models
    costs: CallCosts

    def __init__(
        self,
        settings: Settings,
        *,
        sandbox_url: Callable[[], str] | None = None,
        keep_history: bool = True,
    ) -> None:
        self.settings = settings
        self.region = settings.region
        """Where a target that names no region is called; empty until it is known."""
        self.region_source = settings.region_source
        """Who said so: a flag, a variable, the aws profile, the person."""
        self.ask_mfa: Callable[[str], str] | None = None
        """Asks for the code of an MFA device, in a thread, and may raise to give none;
        to be set before `open`. Without it botocore asks in the terminal."""
        self.history: History | None = None
        """None where the history is switched off or could not be opened."""
        self.store_error: StoreError | None = None
        """Why the history could not be opened, if it could not."""
        self.ready = False
        """True once prompts can be sent."""
        self._sandbox_url = sandbox_url
        self._keep_history = keep_history
        self._journal: Journal | None = None
        self._database: Database | None = None
        self._clients: Clients | None = None
        self._log: Handler | None = None

    @property
    def aws_profile(self) -> str:
        """The aws profile in force, by flag or environment; empty for none named."""
        return self.settings.aws_profile or self.settings.environment_profile

    def open(self) -> None:
        """Open the history, start the sandbox if there is one, prepare the clients.

        Raises BedrockTuiError when the sandbox does not start. A history that cannot be
        opened is told by `store_error` alone: prompts can still be sent.
        """
        from bedrock_tui.aws.converse import RetryPolicy, Runtime
        from bedrock_tui.aws.pace import Pace
        from bedrock_tui.services.access import Access
        from bedrock_tui.services.compare import Compare, Means
        from bedrock_tui.services.models import Models
        from bedrock_tui.services.prices.resolver import Prices
        from bedrock_tui.services.pricing import CallCosts, ListPrices
        from bedrock_tui.services.rejections import Rejections

        self.open_log()
        journal = self.open_history()
        clients = self.clients()
        policy = RetryPolicy(retries=self.settings.max_retries)
        prices = Prices()
        self.costs = CallCosts(prices, lambda target: self.models.behind(target))
        runtime = Runtime(clients, policy, Pace(self.settings.rate_limit))
        refusals = Rejections(self._rejection_store())
        refusals.load()
        criteria = self.settings.criteria
        means = Means(runtime, journal, self.costs, refusals, criteria)
        self.compare = Compare(means)
        self.access = Access(
            clients,
            self._history_place,
            settings=self._settings_place(),
            read_only=self.settings.read_only,
        )
        self.models = Models(
            clients,
            self._model_store(),
            self._situation,
            environment_profile=self.settings.environment_profile,
            pricing=ListPrices(prices),
            may_call=self.access.may_call,
            ttl=self.settings.scan_ttl,
        )
        self.catalogue = self.models.catalogue
        self.ready = True

    def clients(self) -> Clients:
        """Return what makes the clients of AWS, or of the sandbox; blocks.

        The sandbox is started by that. Raises BedrockTuiError if it does not start.
        """
        from bedrock_tui.aws.clients import Clients, Endpoint

        if self._clients is None:
            url, simulated = self._endpoint_url(), self._sandbox_url is not None
            endpoint = Endpoint(url, simulated=simulated)
            self._clients = Clients(endpoint, ask_mfa=self.ask_mfa)
        return self._clients

    def open_log(self) -> None:
        """Have mistakes of the program written down from now on."""
        from bedrock_tui.logs import start_log

        if self._log is None:
            self._log = start_log()

    def open_history(self) -> Journal:
        """Open the history alone, once, and return where calls are written down."""
        from bedrock_tui.services.history import History
        from bedrock_tui.services.journal import NoJournal
        from bedrock_tui.store.calls import Calls
        from bedrock_tui.store.database import Database

        if self._journal is not None:
            return self._journal
        self._journal = NoJournal()
        if not self._keep_history:
            return self._journal
        try:
            database = Database(self._history_file())
            database.open()
        except StoreError as error:
            self.store_error = error
        else:
            self._database = database
            self._journal = calls = Calls(database)
            self.history = History(calls)
        return self._journal

    def last_lanes(self) -> list[Target] | None:
        """Return the screen's lanes of last time, under the aws profile in force.

        None if nothing is known of a last time.
        """
        from bedrock_tui.store.lanes import last_lanes

        try:
            targets = last_lanes(self._history_file())
        except StoreError:
            return None  # opening the history says it
        if targets is None:
            return None
        profile = self.settings.aws_profile
        return [replace(target, aws_profile=profile) for target in targets]

    def keep_lanes(self, targets: Sequence[Target]) -> None:
        """Have the screen's lanes written down for the next start."""
        from bedrock_tui.store.lanes import keep_lanes

        if self._database is not None:
            keep_lanes(self._database, targets)

    def find_region(self) -> str:
        """Return the region in force, or an empty text; blocks.

        Asks the aws profile only where neither flag nor environment names one. Raises
        CallFailed when the profile cannot be read.
        """
        if not self.region:
            clients = self.clients()
            self.region = clients.default_region(self.settings.aws_profile)
            if self.region:
                self.region_source = f"profile {self.aws_profile or 'default'}"
        return self.region

    def choose(self, aws_profile: str, region: str, source: str) -> None:
        """Use this profile and region from now on; calls that run are untouched.

        An empty region leaves the one in force; `source` says who named another.
        """
        self.settings = replace(self.settings, aws_profile=aws_profile)
        if region:
            self.region, self.region_source = region, source

    def set_read_only(self, read_only: bool) -> None:
        """Send nothing that costs from now on, or allow it again."""
        self.settings = replace(self.settings, read_only=read_only)
        self.access.read_only = read_only

    def default_targets(self) -> list[str]:
        """Return what is asked when nothing is named."""
        if self.settings.default_model:
            return [self.settings.default_model]
        return list(DEMO_TARGETS) if self.settings.demo else []

    def known_ids(self, region: str) -> set[str] | None:
        """Return what can be called in a region, ids and ARNs; asks nobody, blocks.

        That is what the newest scan has that was kept, once the services are open,
        else the public catalogue. None where nothing is known of the region.
        """
        from bedrock_tui.aws.public import public_scan
        from bedrock_tui.core.catalogue import ids_of

        scan = self.models.kept(region) if self.ready else None
        if scan is None or not scan.whole:
            scan = public_scan(region)
        return ids_of(scan) if scan is not None else None

    def warm(self, targets: list[Target]) -> None:
        """Make the clients of some targets, and read their prices, so that the first
        prompt need not.

        Blocks. What goes wrong is told when a prompt is sent, where it can be read.
        """
        clients = self.clients()
        for target in targets:
            try:
                clients.prepare(target)
            except CallFailed:
                return
        for target in targets if self.ready else ():
            self.costs.price(target)

    def close(self) -> bool:
        """End what still runs and write down what is to be; True if all of it was."""
        if self._clients is not None:
            self._clients.close()
        if self._log is not None:
            from bedrock_tui.logs import stop_log

            stop_log(self._log)
            self._log = None
        return self._database.close() if self._database is not None else True

    def _history_file(self) -> Path:
        settings = self.settings
        try:
            return settings.database or paths.history_database(demo=settings.demo)
        except OSError as error:
            raise StoreError(
                "The history's folder cannot be used.", str(error), "Choose one: --db."
            ) from error

    def _situation(self) -> Situation:
        from bedrock_tui.services.models import Situation

        settings = self.settings
        return Situation(settings.aws_profile, self.region, settings.read_only)

    def _model_store(self) -> ModelStore | None:
        from bedrock_tui.store.models import ModelStore

        return ModelStore(self._database) if self._database is not None else None

    def _rejection_store(self) -> RejectionStore | None:
        from bedrock_tui.store.rejections import RejectionStore

        return RejectionStore(self._database) if self._database is not None else None

    def _history_place(self) -> HistoryPlace:
        from bedrock_tui.aws.readiness import HistoryPlace

        if not self._keep_history:
            return HistoryPlace(None)
        try:
            return HistoryPlace(self._history_file(), self.store_error)
        except StoreError as error:
            return HistoryPlace(None, error)

    def _settings_place(self) -> SettingsPlace:
        from bedrock_tui.aws.readiness import SettingsPlace

        return SettingsPlace(paths.settings_file(), self.settings.problems)

    def _endpoint_url(self) -> str:
        if self._sandbox_url is None:
            return self.settings.endpoint_url
        try:
            return self._sandbox_url()
        except RuntimeError as error:
            raise BedrockTuiError("The demo cannot start.", str(error)) from error
