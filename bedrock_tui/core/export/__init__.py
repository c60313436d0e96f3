"""A comparison as a document: Markdown, a web page, JSON."""
