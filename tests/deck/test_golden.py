"""A chapter with everything of the format, against an outline of what it says."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path

from swarmlab.deck.model import Position, Span, plain
from swarmlab.deck.parse import read_chapter

DATA = Path(__file__).parent / "data"


def outline(thing: object, depth: int = 0, name: str = "") -> str:
    """Every field of the model, one a line; text as it is, positions as line:column."""
    indent = "  " * depth
    label = f"{indent}{name}: " if name else indent
    if isinstance(thing, Position):
        return f"{label}{thing.line}:{thing.column}\n"
    if isinstance(thing, tuple) and thing and all(isinstance(item, Span) for item in thing):
        return f"{label}{plain(thing)!r}{_styles(thing)}\n"
    if isinstance(thing, tuple) and any(is_dataclass(i) or isinstance(i, tuple) for i in thing):
        return f"{label}\n" + "".join(outline(item, depth + 1, "-") for item in thing)
    if is_dataclass(thing):
        inside = [(f.name, getattr(thing, f.name)) for f in fields(thing)]
        shown = "".join(
            outline(value, depth + 1, key)
            for key, value in inside
            if value and not isinstance(value, dict | Path)
        )
        return f"{label}{type(thing).__name__}\n{shown}"
    return f"{label}{thing!r}\n"


def _styles(spans: tuple[Span, ...]) -> str:
    styles = [
        f"{style} {span.text!r}"
        for span in spans
        for style in ("strong", "emphasis", "code", "strike", "href")
        if getattr(span, style)
    ]
    return f" ({', '.join(styles)})" if styles else ""


def test_a_chapter_with_everything_says_what_it_says() -> None:
    parsed = read_chapter(DATA / "labels.md")
    assert [str(fault) for fault in parsed.diagnostics] == []
    golden = (DATA / "labels.outline").read_text(encoding="utf-8")
    assert outline(parsed.chapter) == golden
