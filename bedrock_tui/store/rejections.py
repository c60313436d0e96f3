"""Which settings models refused: the newest refusal of each."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from bedrock_tui.core.rejections import Rejection, Setting
from bedrock_tui.store.rows import clean, stamp

if TYPE_CHECKING:
    from sqlite_utils import Database as Connection

    from bedrock_tui.store.database import Database


class RejectionStore:
    """Keeps refusals; every method returns at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_rejection(self, rejection: Rejection) -> Future[None]:
        """Keep a refusal in place of an older one of the same model and setting."""
        row = (clean(rejection.model_id), str(rejection.setting), stamp(rejection.at))

        def work(db: Connection) -> None:
            db.execute(
                "INSERT OR REPLACE INTO rejections (model_id, setting, at)"
                " VALUES (?, ?, ?)",
                row,
            )

        return self._database.write(work)

    def rejections(self) -> Future[list[Rejection]]:
        """Return all that are kept and that this version knows the meaning of."""

        def work(db: Connection) -> list[Rejection]:
            rows = db.execute("SELECT model_id, setting, at FROM rejections").fetchall()
            known = {str(each): each for each in Setting}
            return [
                Rejection(model_id, known[setting], datetime.fromisoformat(at))
                for model_id, setting, at in rows
                if setting in known
            ]

        return self._database.read(work)
