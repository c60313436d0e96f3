"""What can be done on the Access screen."""

from __future__ import annotations

from bedrock_tui.ui.commands.command import Command

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
