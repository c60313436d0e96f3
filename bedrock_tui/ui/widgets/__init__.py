"""Widgets show one thing each and know no service."""
