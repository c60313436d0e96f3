"""Every command of the screens, declared once.

Bindings, footer and palette come from here, and the tables of keys in `key_tables`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do."""

    id: str
    """`area.verb`, the name a keymap uses."""
    keys: str
    """Textual key names, separated by commas."""
    action: str
    label: str
    """One or two words for the footer."""
    help: str
    """A sentence's beginning for palette and help."""
    footer: bool = False
    always: bool = False
    """True if it works over every dialog, too."""

    def binding(self) -> Binding:
        """Return the command as a key binding."""
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=self.footer,
            priority=self.always,
            id=self.id,
            tooltip=self.help,
        )


PROMPT = (
    Command("prompt.send", "enter", "send", "Send", "Send the prompt", footer=True),
    Command(
        "prompt.newline",
        "ctrl+j,alt+enter,shift+enter",
        "newline",
        "New line",
        "Start a new line in the prompt",
        footer=True,
    ),
)

RECALL = Command(
    "prompt.recall", "up", "recall", "Earlier", "Bring back earlier prompts"
)
"""The editor's own key: it recalls on its first line and moves elsewhere."""

COMPARE = (
    Command(
        "compare.add_lane",
        "ctrl+t",
        "add_lane",
        "Add lane",
        "Add a lane: choose or type a target",
        footer=True,
    ),
    Command(
        "compare.choose_lanes",
        "ctrl+g",
        "choose_lanes",
        "Lanes",
        "Replace the lanes by a set of settings.toml",
    ),
    Command(
        "compare.parameters",
        "ctrl+o",
        "parameters",
        "Options",
        "Set system prompt, longest reply, temperature, top p and stops",
        footer=True,
    ),
    Command(
        "compare.new",
        "ctrl+n",
        "new",
        "New",
        "Begin another conversation in the same lanes",
        footer=True,
    ),
    Command(
        "compare.edit_last",
        "alt+up",
        "edit_last",
        "Edit",
        "Edit the last prompt and ask it again in its place",
    ),
    Command("compare.stop", "escape", "stop", "Stop", "Stop every lane", footer=True),
    Command(
        "compare.retry_failed",
        "ctrl+r",
        "retry_failed",
        "Retry",
        "Send the prompt again to every lane that did not finish",
    ),
    Command(
        "compare.next_lane",
        "alt+right",
        "focus_lane(1)",
        "Next lane",
        "Go on a lane",
    ),
    Command(
        "compare.previous_lane",
        "alt+left",
        "focus_lane(-1)",
        "Previous lane",
        "Go back a lane",
    ),
    Command("compare.prompt", "ctrl+l", "focus_prompt", "Prompt", "Go to the prompt"),
)

LANE = (
    Command(
        "lane.stop",
        "escape,s",
        "stop",
        "Stop",
        "Stop this lane; if it is idle, go to the prompt",
        footer=True,
    ),
    Command("lane.retry", "r", "retry", "Retry", "Send it to this lane again", True),
    Command("lane.copy", "y", "copy", "Copy", "Copy this reply", footer=True),
    Command("lane.zoom", "z", "zoom", "Zoom", "Show this lane alone", footer=True),
    Command(
        "lane.reasoning", "t", "reasoning", "Reasoning", "Show or fold the reasoning"
    ),
    Command("lane.remove", "x,delete", "remove", "Remove", "Remove this lane", True),
    Command("lane.prompt", "i", "screen.focus_prompt", "Prompt", "Go to the prompt"),
)

ACCESS = (
    Command(
        "access.leave", "escape,q", "app.compare", "Lanes", "Back to the lanes", True
    ),
    Command("access.refresh", "r", "app.look", "Again", "Check everything again", True),
    Command(
        "access.profile",
        "P",
        "app.choose_profile",
        "Profile",
        "Choose another AWS profile",
        footer=True,
    ),
    Command(
        "access.region",
        "R",
        "app.choose_region",
        "Region",
        "Choose another region",
        footer=True,
    ),
    Command(
        "access.probe",
        "p",
        "app.probe",
        "Probe",
        "Call every lane's target for one token, which costs; asks first",
        footer=True,
    ),
    Command("access.copy", "y", "copy", "Copy fix", "Copy what to do about this row"),
    Command(
        "access.policy",
        "w",
        "app.policy",
        "Policy",
        "Show the least-privilege policy for the lanes' targets",
        footer=True,
    ),
    Command(
        "access.sign_in",
        "L",
        "app.sign_in",
        "Sign in",
        "Sign in again: aws sso login or aws login, in this terminal",
        footer=True,
    ),
)

MODELS = (
    Command(
        "models.leave",
        "escape,q",
        "leave",
        "Back",
        "Stop what runs, else clear the filter, else go back to the lanes",
        footer=True,
    ),
    Command(
        "models.mark",
        "space",
        "mark",
        "Mark",
        "Mark the model in this region, or take its mark away",
        footer=True,
    ),
    Command(
        "models.compare",
        "c",
        "compare",
        "Compare",
        "Make lanes of what is marked, or of the model under the cursor",
        footer=True,
    ),
    Command(
        "models.matrix",
        "m",
        "matrix",
        "Matrix",
        "Change between one region's list and the matrix of all regions",
        footer=True,
    ),
    Command(
        "models.filter",
        "slash",
        "filter",
        "Filter",
        "Show only what matches: words, !words, and facets such as callable",
        footer=True,
        always=True,
    ),
    Command(
        "models.details",
        "o",
        "details",
        "Details",
        "Go to the details of the model (enter does so, too)",
        footer=True,
    ),
    Command(
        "models.region",
        "R",
        "app.choose_region",
        "Region",
        "Choose another region",
        footer=True,
    ),
    Command(
        "models.probe",
        "p",
        "probe",
        "Probe",
        "Call what is marked for one token, which costs; asks first",
        footer=True,
    ),
    Command(
        "models.pane",
        "v",
        "pane",
        "Pane",
        "Hide the details beside the list for more columns, or show them",
    ),
    Command("models.sort", "s", "sort", "Sort", "Sort by the next column in view"),
    Command("models.reverse", "S", "reverse", "Reverse", "Sort the other way round"),
    Command(
        "models.favourite", "f", "favourite", "Favourite", "Make it a favourite, or not"
    ),
    Command(
        "models.metadata",
        "d",
        "metadata",
        "Differences",
        "Show what is known of the marked models side by side",
    ),
    Command(
        "models.news", "n", "news", "News", "What changed from one scan to the next"
    ),
    Command(
        "models.quotas",
        "u",
        "quotas",
        "Quotas",
        "Ask which quotas the account has for this model",
    ),
    Command("models.copy", "y", "copy", "Copy", "Copy the id under the cursor"),
    Command("models.copy_arn", "Y", "copy_arn", "Copy ARN", "Copy its ARN"),
    Command(
        "models.everything",
        "a",
        "everything",
        "All",
        "Show models that do not chat or have no id, too, or hide them",
    ),
    Command("models.unmark", "X", "unmark", "Unmark", "Take all marks away"),
    Command("models.refresh", "r", "scan", "Scan", "Ask all regions again", True),
    Command(
        "models.profile",
        "P",
        "app.choose_profile",
        "Profile",
        "Choose another AWS profile",
    ),
    Command("models.sign_in", "L", "app.sign_in", "Sign in", "Sign in again"),
)

DETAILS = (
    Command("details.mark", "space", "mark", "Mark", "Mark the id of this line", True),
    Command(
        "details.compare",
        "c",
        "want('compare')",
        "Compare",
        "Make lanes of what is marked, or of the id of this line",
        footer=True,
    ),
    Command(
        "details.probe",
        "p",
        "want('probe')",
        "Probe",
        "Call what is marked, or this id, for one token, which costs; asks first",
        footer=True,
    ),
    Command("details.copy", "y", "copy", "Copy", "Copy what the line says", True),
    Command("details.copy_arn", "Y", "copy_arn", "ARN", "Copy the id's ARN", True),
    Command(
        "details.quotas",
        "u",
        "quotas",
        "Quotas",
        "Ask which quotas the account has for this model",
        footer=True,
    ),
    Command("details.down", "j", "cursor_down", "Down", "Go down a line"),
    Command("details.up", "k", "cursor_up", "Up", "Go up a line"),
)

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


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Return the key bindings of some commands."""
    return [command.binding() for command in commands]


AREAS: Mapping[str, tuple[Command, ...]] = {
    "prompt": (*PROMPT, RECALL),
    "compare": COMPARE,
    "lane": LANE,
    "access": ACCESS,
    "models": MODELS,
    "details": DETAILS,
    "app": APP,
}
"""All commands by where they work; those of `app` work everywhere."""
