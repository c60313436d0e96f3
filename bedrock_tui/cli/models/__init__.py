"""`bedrock-tui models`: which models there are, where, at what price, until when."""

from bedrock_tui.cli.models.command import command

__all__ = ["command"]
