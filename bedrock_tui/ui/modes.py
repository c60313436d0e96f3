"""The screens beside the lanes: made when they are asked for first, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        self.models: ModelsScreen | None = None

    def show(self, where: Where) -> None:
        """Show profile, account, region and time left on the screens there are."""
        for screen in (self.access, self.models):
            if screen is not None:
                screen.show(where)

    def look_again(self) -> None:
        """Have the screens that were opened look at the identity in force."""
        if self.access is not None:
            self._session.look(self.access)
        if self.models is not None:
            self._look_at_models(self.models)

    async def open_access(self) -> None:
        """Show who I am and what I may call."""
        if self.access is None:
            from bedrock_tui.ui.screens.access import AccessScreen

            access = AccessScreen(
                self._bench.access, self._bench.settings.environment_profile
            )
            self._app.add_mode("access", lambda: access)
            self.access = access
        await self._app.switch_mode("access")
        self._app.show_where()
        self._session.look(self.access)

    async def open_models(self) -> None:
        """Show which models there are, where and at what price."""
        if self.models is None:
            from bedrock_tui.ui.screens.models.screen import ModelsScreen

            models = ModelsScreen(self._bench.models, self._chosen)
            self._app.add_mode("models", lambda: models)
            self.models = models
        await self._app.switch_mode("models")
        self._app.show_where()
        self._look_at_models(self.models)

    def _look_at_models(self, screen: ModelsScreen) -> None:
        screen.look(self._bench.settings.aws_profile, self._bench.region)

    def _chosen(self, targets: list[Target]) -> None:
        self._compare.add_lanes(targets)
        self._app.call_later(self._app.action_compare)
