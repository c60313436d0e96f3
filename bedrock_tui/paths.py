"""Every folder and file of ours."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """Return the folder of our data; it is made, readable by its owner alone."""
    return private_folder(_data_folder())


def private_folder(folder: Path) -> Path:
    """Make `folder` (0700) with its parents, unless it is there, and return it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def history_database(*, demo: bool) -> Path:
    """Return where the history lives; the demo keeps one of its own."""
    return data_folder() / ("demo.db" if demo else "history.db")


def log_file() -> Path:
    """Return where mistakes are written down; the folder may not be there yet."""
    return _data_folder() / "bedrock-tui.log"


def prices_file() -> Path:
    """Return where people write prices of their own; it need not be there."""
    return _config_folder() / "prices.toml"


def settings_file() -> Path:
    """Return where people write settings of their own; it need not be there."""
    return _config_folder() / "settings.toml"


def price_lists() -> Path:
    """Return the folder of AWS's price lists; it need not be there."""
    from platformdirs import user_cache_path  # start-up time

    return user_cache_path("bedrock-tui", appauthor=False) / "prices"


def _config_folder() -> Path:
    from platformdirs import user_config_path  # start-up time

    return user_config_path("bedrock-tui", appauthor=False)


def _data_folder() -> Path:
    from platformdirs import user_data_path  # start-up time

    return user_data_path("bedrock-tui", appauthor=False)
