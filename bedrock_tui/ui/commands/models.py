"""What can be done on the Models screen and in its details."""

from __future__ import annotations

from bedrock_tui.ui.commands.command import Command

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
