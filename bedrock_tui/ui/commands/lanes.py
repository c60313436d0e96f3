"""What can be done in Compare: at the prompt, with all lanes and with one."""

from __future__ import annotations

from bedrock_tui.ui.commands.command import Command

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
        "compare.save",
        "ctrl+s",
        "save",
        "Save",
        "Save the comparison as Markdown, HTML or JSON",
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
    Command("lane.code", "c", "code", "Code", "Show this call as code", footer=True),
    Command(
        "lane.diff",
        "d",
        "diff",
        "Diff",
        "Show where this reply's words differ from another lane's",
        footer=True,
    ),
    Command("lane.zoom", "z", "zoom", "Zoom", "Show this lane alone", footer=True),
    Command(
        "lane.reasoning", "t", "reasoning", "Reasoning", "Show or fold the reasoning"
    ),
    Command("lane.remove", "x,delete", "remove", "Remove", "Remove this lane", True),
    Command("lane.prompt", "i", "screen.focus_prompt", "Prompt", "Go to the prompt"),
)

CODE = (
    Command("code.copy", "y", "copy", "Copy", "Copy the code"),
    Command("code.save", "s", "save", "Save", "Save it to a new file of this folder"),
    Command("code.leave", "escape,q", "dismiss", "Back", "Go back to the lane"),
)

DIFF = (
    Command("diff.leave", "escape,q", "dismiss", "Back", "Back to the lanes", True),
    Command("diff.next", "n", "step(1)", "Next", "Go to the next difference", True),
    Command(
        "diff.previous",
        "N",
        "step(-1)",
        "Previous",
        "Go to the difference before",
        footer=True,
    ),
    Command(
        "diff.space",
        "w",
        "space",
        "Spaces",
        "Ignore white space, or have it count",
        True,
    ),
    Command(
        "diff.other",
        "tab",
        "other",
        "Other",
        "Swap the sides; of more than two replies, take the next one to the right",
        footer=True,
    ),
    Command("diff.copy", "y", "copy", "Copy", "Copy a unified diff", footer=True),
)
