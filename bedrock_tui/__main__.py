"""The console script."""

from __future__ import annotations


def main() -> None:
    """Run the command line; without a command it opens the screen."""
    try:
        import gc

        # Start-up makes thousands of lasting objects; looking for garbage among them
        # is time lost. Whoever runs longer switches it on again.
        gc.disable()
        from bedrock_tui.cli.main import cli

        cli(prog_name="bedrock-tui")
    except KeyboardInterrupt:  # while modules are still being imported
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
