"""Markdown to slides: units, expectations, tasks, hints and diagnostics. Pure text."""
