"""The console script."""

from __future__ import annotations


def main() -> None:
    """Run the command line; without a command it opens the screen."""
    import gc

    # Start-up makes thousands of lasting objects; looking for garbage among them is
    # time lost. Whoever runs longer switches it on again.
    gc.disable()
    from bedrock_tui.cli.main import cli

    cli(prog_name="bedrock-tui")


if __name__ == "__main__":
    main()
