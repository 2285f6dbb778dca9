"""Prose of a slide as lines: spans, lists, tables, code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.deck.model import Code, Exercise, Group, Heading, ListBlock, Paragraph, Table
from swarmlab.tui import words
from swarmlab.tui.draw.code import highlight
from swarmlab.tui.draw.row import clickable, hang, row
from swarmlab.tui.draw.table import table_lines

if TYPE_CHECKING:
    from swarmlab.deck.model import Block, Span, Spans
    from swarmlab.tui.draw.row import Part

WIDEST = 76
"""Prose never runs wider."""
_GOES_ON = "    "
"""Before what goes on of a line of code: it is no line of its own."""


def styled(spans: Spans) -> Content:
    """Spans with their styles; the text itself is taken literally."""
    return row(*(_piece(span) for span in spans))


def _piece(span: Span) -> Part:
    text = words.line(words.span_text(span)), _style(span)
    return clickable(row(text), link_action(span.href)) if span.href else text


def link_action(href: str) -> str:
    """What a click on a link does; its address is encoded, since it may hold anything."""
    return f"link('{href.encode(errors='replace').hex()}')"


def _style(span: Span) -> str:
    styles = []
    if span.code:
        styles.append("$foreground on $panel")
    if span.strong:
        styles.append("bold")
    if span.emphasis:
        styles.append("italic")
    if span.strike:
        styles.append("strike")
    if span.href:
        styles.append("underline")
    return " ".join(styles)


def block_lines(block: Block, width: int) -> list[Content]:
    """A block of prose as lines of at most ``width`` cells; units are not prose."""
    width = min(width, WIDEST)
    match block:
        case Heading():
            return styled(block.spans).stylize("bold").wrap(width)
        case Paragraph():
            return styled(block.spans).wrap(width)
        case ListBlock():
            return _list_lines(block, width)
        case Table():
            return table_lines(block, width, styled)
        case Code():
            return code_lines(block.text, block.language, width)
        case Group() | Exercise():
            return _item_lines(block.blocks, width)
        case _:
            return []


def _list_lines(block: ListBlock, width: int) -> list[Content]:
    found: list[Content] = []
    for number, item in enumerate(block.items, block.start):
        sign = f"{number}. " if block.ordered else "- "
        prefix = Content.styled(sign, "$muted")
        for line in _item_lines(item, width - len(sign)):
            found.extend(hang(prefix, line, width))
            prefix = Content(" " * len(sign))
    return found


def _item_lines(item: tuple[Block, ...], width: int) -> list[Content]:
    return [line for block in item for line in block_lines(block, width)]


def code_lines(text: str, language: str, width: int) -> list[Content]:
    """Code with its own line breaks; a line that is too long goes on in the next row, indented."""
    code = highlight("\n".join(words.lines(text)).rstrip("\n"), language)
    return [row for line in code.split(allow_blank=True) for row in _code_rows(line, width)]


def _code_rows(line: Content, width: int) -> list[Content]:
    if line.cell_length <= width:
        return [line]
    first, *others = line.wrap(max(8, width - len(_GOES_ON)))
    return [first, *(row(_GOES_ON, other) for other in others)]
