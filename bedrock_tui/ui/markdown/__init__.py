"""Markdown rendered while it streams: text in, finished terminal lines out."""
