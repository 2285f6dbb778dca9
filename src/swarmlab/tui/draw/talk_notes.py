"""What the presenter's own terminal says: the notes, what comes next, and the time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.deck.model import Quiz
from swarmlab.tui import words
from swarmlab.tui.draw.prose import WIDEST
from swarmlab.tui.draw.row import hang, row, spread
from swarmlab.tui.draw.stage import (
    MEASURE,
    NARROWEST,
    StageLook,
    body_lines,
    digits,
    slide_lines,
)
from swarmlab.tui.draw.talk_bar import going_to
from swarmlab.tui.outline import titled
from swarmlab.tui.talk import Reveal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from swarmlab.tui.draw.row import Part
    from swarmlab.tui.pace import Pace
    from swarmlab.tui.talk import Stand, Talk, TalkSlide

_BAR = 24
"""Columns of a bar of time."""
_ITEM = re.compile(r"(?P<sign>\s*(?:[-*+]|\d{1,3}[.)])\s+)(?P<text>.*)")
_FENCE = re.compile(r"\s*(```|~~~)")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class NotesLook:
    """What is on the screen."""

    talk: Talk
    stand: Stand
    typed: str = ""
    """The number of a slide, as far as it was typed."""

    @property
    def shown(self) -> TalkSlide:
        """The slide that the room sees."""
        return self.talk.slides[self.stand.slide]


@dataclass(frozen=True, slots=True)
class TimesLook:
    """What the time is."""

    pace: Pace | None = None
    now: float = 0.0
    title: str = ""
    """Of the deck."""
    chapter: str = ""
    tall: bool = False
    """There is room for large digits."""


# The time


def times_lines(look: TimesLook, width: int) -> list[Content]:
    """How long the talk and its chapter have taken, against the plan; and the time of day."""
    if look.pace is None:
        return [Content()]
    return _tall_times(look, look.pace, width) if look.tall else _short_times(look, width)


def _tall_times(look: TimesLook, pace: Pace, width: int) -> list[Content]:
    large = digits(words.timer(pace.elapsed))
    day = digits(words.clock(look.now))
    middle = [
        _against("deck", pace.elapsed, pace.minutes, look.title),
        _against("chapter", pace.in_chapter, pace.chapter_minutes, look.chapter),
        row(("pace     ", "$muted"), _pace_words(pace)) if pace.minutes else Content(),
    ]
    room = max(line.cell_length for line in large)
    return [
        spread(row((left.plain.ljust(room), "$accent"), "    ", told),
               Content.styled(right.plain, "$muted"), width)
        for left, told, right in zip(large, middle, day, strict=True)
    ]  # fmt: skip


def _against(name: str, seconds: float, minutes: int, title: str) -> Content:
    if not minutes:
        return row((f"{name:<8} ", "$muted"), (words.timer(seconds), "bold"),
                   (f"  {words.line(title)}", "$muted"))  # fmt: skip
    full = min(_BAR, int(_BAR * seconds / (minutes * 60)))
    over = seconds > minutes * 60
    style = "$warning" if over else "$accent"
    said = f"{int(seconds) // 60} of {words.minutes(minutes)}"
    return row((f"{name:<8} ", "$muted"), ("━" * full, style), ("─" * (_BAR - full), "$faint"),
               "  ", (said, "bold $warning" if over else "bold"),
               (f"   {words.line(title)}", "$muted"))  # fmt: skip


def _pace_words(pace: Pace) -> Content:
    return Content.styled(pace.words, "bold $warning" if pace.late > 0 else "bold")


def _short_times(look: TimesLook, width: int) -> list[Content]:
    pace = look.pace
    assert pace is not None
    parts: list[Part] = [(words.timer(pace.elapsed), "bold $accent")]
    if pace.minutes:
        parts.append((f" of {words.minutes(pace.minutes)}", "$muted"))
    if pace.chapter_minutes:
        said = f"chapter {int(pace.in_chapter) // 60} of {words.minutes(pace.chapter_minutes)}"
        parts += ["   ", (said, "$muted")]
    if pace.minutes:
        parts += ["   ", _pace_words(pace)]
    return [spread(row(*parts), Content.styled(words.clock(look.now), "$muted"), width)]


# The slide and its notes


def now_lines(look: NotesLook, width: int) -> list[Content]:
    """Number, title and notes of the slide that the room sees."""
    width = max(NARROWEST, min(width, WIDEST))
    shown, stand = look.shown, look.stand
    parts: list[Part] = [
        (look.talk.label(shown), "bold"),
        (f" / {len(look.talk.slides)}", "$muted"),
    ]
    if len(shown.reveals) > 1:
        parts.append((f"   part {stand.part} of {len(shown.reveals)}", "$muted"))
    if stand.pages > 1:
        parts.append((f"   page {min(stand.page, stand.pages - 1) + 1} of {stand.pages}", "$muted"))
    head = row(*parts)
    if look.typed:
        head = going_to(look.typed)
    found = [head, *Content.styled(words.line(titled(shown.slide)), "bold $accent").wrap(width)]
    if stand.dark:
        dark = row((" DARK ", "bold $background on $warning"),
                   ("  the room sees nothing; ", "$muted"), ("b", "bold $accent"),
                   (" shows the slide", "$muted"))  # fmt: skip
        found += [Content(), *dark.wrap(width)]
    found += [Content(), *notes_lines(shown.slide.notes, width)]
    return [*found, Content(), *_on_the_screen(look, width)]


def _on_the_screen(look: NotesLook, width: int) -> list[Content]:
    head = "On the screen "
    rule = row((head, "$muted"), ("─" * max(0, width - len(head)), "$faint"))
    return [rule, Content(), *slide_lines(StageLook(look.talk, look.shown, look.stand.part), width)]


def notes_lines(notes: str, width: int) -> list[Content]:
    """Speaker notes, wrapped; items of lists hang, fences stay as they are."""
    if not notes.strip():
        return [Content.styled("No notes on this slide.", "$muted")]
    found: list[Content] = []
    for line, is_code in _joined(words.lines(notes.strip("\n"))):
        item = None if is_code else _ITEM.fullmatch(line)
        if is_code:
            found += row((line, "$foreground on $panel")).wrap(width) or [Content()]
        elif item:
            found += hang(Content.styled(item["sign"], "$muted"), Content(item["text"]), width)
        else:
            found += Content(line.strip()).wrap(width) or [Content()]
    return found


def _joined(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Lines, and whether they are code; what was broken within a sentence is one line again."""
    waiting, code = "", False
    for line in lines:
        fence = bool(_FENCE.match(line))
        apart = code or fence or not line.strip() or bool(_ITEM.fullmatch(line))
        if waiting and (apart or waiting.rstrip().endswith(_SENTENCE_ENDS)):
            yield waiting, False
            waiting = ""
        if fence:
            code = not code
        elif code or not line.strip():
            yield line, code
        else:
            waiting = f"{waiting} {line.strip()}" if waiting else line
    if waiting:
        yield waiting, False


# What comes next


def next_lines(look: NotesLook, width: int) -> list[Content]:
    """What the next key shows: the rest of the slide, or the slide after it."""
    width = max(NARROWEST, min(width, MEASURE))
    shown, part = look.shown, look.stand.part
    if part < len(shown.reveals):
        title = row(("Next", "bold"), (f"   on this slide, part {part + 1}", "$muted"))
        return [title, Content(), *_piece_lines(look, width), Content(), *_then(look, width)]
    if look.stand.slide + 1 == len(look.talk.slides):
        return [row(("Next", "bold"), ("   nothing: this is the last slide", "$muted"))]
    following = look.talk.slides[look.stand.slide + 1]
    title = row(("Next", "bold"), (f"   {look.talk.label(following)}", "$muted"))
    return [title, Content(), *slide_lines(StageLook(look.talk, following), width)]


def _piece_lines(look: NotesLook, width: int) -> list[Content]:
    """The blocks that the next key adds; a quiz once more, where it adds the answer."""
    shown, part = look.shown, look.stand.part
    before, after = shown.reveals[part - 1], shown.reveals[part]
    blocks = after.blocks[len(before.blocks) :]
    told = after.told - before.told
    if told:
        asked = [block for block in before.blocks if isinstance(block, Quiz)]
        blocks = (*asked[-told:], *blocks)
    piece = replace(shown, reveals=(Reveal(blocks, told),))
    found = body_lines(StageLook(look.talk, piece), blocks, width)
    return found[:-1] if found else found


def _then(look: NotesLook, width: int) -> list[Content]:
    if look.stand.slide + 1 == len(look.talk.slides):
        return []
    following = look.talk.slides[look.stand.slide + 1]
    said = f"then {look.talk.label(following)}  {words.line(titled(following.slide))}"
    return Content.styled(said, "$muted").wrap(width)
