"""What can be done on every screen."""

from __future__ import annotations

from bedrock_tui.ui.commands.command import Command

APP = (
    Command(
        "app.access", "f2", "app.access", "Access", "Who am I, what may I call", True
    ),
    Command(
        "app.models",
        "f3",
        "app.models",
        "Models",
        "Which models there are, where, and at what price",
        footer=True,
    ),
    Command("app.compare", "f4", "app.compare", "Compare", "Go to the lanes"),
    Command(
        "app.read_only",
        "f9",
        "app.read_only",
        "Read-only",
        "Send nothing that costs, or allow it again",
    ),
    Command(
        "app.help",
        "f1,question_mark",
        "app.help",
        "Help",
        "Keys and words of this screen",
        footer=True,
    ),
    Command(
        "app.palette",
        "ctrl+p,colon",
        "app.command_palette",
        "Commands",
        "Find a command by its words",
    ),
    Command(
        "app.quit",
        "ctrl+q",
        "app.quit",
        "Quit",
        "Leave; running calls are kept",
        always=True,
    ),
)
