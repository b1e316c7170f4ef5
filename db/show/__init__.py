"""Show what was found: on a terminal, as Markdown."""
