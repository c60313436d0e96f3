"""The screens beside the lanes: made when they are asked for first, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.screen import Screen

    from bedrock_tui.core.target import Target
    from bedrock_tui.services.workbench import Workbench
    from bedrock_tui.ui.app import BedrockTui
    from bedrock_tui.ui.screens.access import AccessScreen
    from bedrock_tui.ui.screens.compare import CompareScreen
    from bedrock_tui.ui.screens.models.screen import ModelsScreen
    from bedrock_tui.ui.session import Session
    from bedrock_tui.ui.widgets.head import Where


class Modes:
    """Opens Access and Models, and tells them who is signed in and where."""

    def __init__(
        self,
        app: BedrockTui,
        bench: Workbench,
        compare: CompareScreen,
        session: Session,
    ) -> None:
        self._app = app
        self._bench = bench
        self._compare = compare
        self._session = session
        self.access: AccessScreen | None = None
        """The Access screen, once somebody has opened it."""
        self.models: ModelsScreen | None = None
        """The Models screen, once somebody has opened it."""
        self._made: dict[str, AccessScreen | ModelsScreen] = {}

    def show(self, where: Where) -> None:
        """Show profile, account, region and time left on the screens there are."""
        for screen in self._made.values():
            screen.show(where)

    async def look_again(self) -> None:
        """Find out anew who calls, for the screens that were opened too."""
        if self.access is None:
            await self._session.identify()
        self.look()

    def look(self) -> None:
        """Have the screens that were opened look at the identity in force."""
        self._bench.models.forget()
        if self.access is not None:
            self._session.look(self.access)
        if self.models is not None:
            self._look_at_models(self.models)

    def locate(self) -> None:
        """Take note that the region in force has become known."""
        self._app.show_where()
        if self.models is not None:
            self._look_at_models(self.models)

    def open_access(self) -> None:
        """Show who I am and what I may call."""
        self.access = self._make_access()
        self._session.look(self.access)
        self._app.switch_mode("access")
        self._app.show_where()

    def open_models(self) -> None:
        """Show which models there are, where and at what price."""
        self.models = self._make_models()
        self._look_at_models(self.models)
        self._app.switch_mode("models")
        self._app.show_where()

    def _make_access(self) -> AccessScreen:
        from bedrock_tui.ui.screens.access import AccessScreen

        screen = self._made.get("access")
        if not isinstance(screen, AccessScreen):
            screen = made = AccessScreen(
                self._bench.access,
                self._session.identities,
                self._bench.settings.environment_profile,
            )
            self._keep("access", made)
        return screen

    def _make_models(self) -> ModelsScreen:
        from bedrock_tui.ui.screens.models.screen import ModelsScreen

        screen = self._made.get("models")
        if not isinstance(screen, ModelsScreen):
            screen = made = ModelsScreen(self._bench.models, self)
            self._keep("models", made)
        return screen

    def _keep(self, mode: str, screen: AccessScreen | ModelsScreen) -> None:
        self._made[mode] = screen
        keep_styles(self._app, screen)
        self._app.add_mode(mode, lambda: screen)

    def _look_at_models(self, screen: ModelsScreen) -> None:
        screen.look(self._bench.settings.aws_profile, self._bench.region)

    def without_room(self, targets: Sequence[Target]) -> list[Target]:
        """Return those of the targets for which there is no lane left."""
        return self._compare.comparing.without_room(targets)

    def take(self, targets: Sequence[Target]) -> None:
        """Make lanes of targets and show them."""
        self._compare.add_lanes(targets)
        self._app.call_later(self._app.action_compare)


def keep_styles(app: BedrockTui, screen: Screen[None]) -> None:
    """Have the first switch to a screen keep the styles it was made with.

    Textual would parse all styles anew and style every screen again.
    """
    screen._css_update_count = app._css_update_count
