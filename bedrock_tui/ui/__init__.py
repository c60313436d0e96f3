"""The screen; Textual lives here and only here."""
