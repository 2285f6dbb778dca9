"""What a lab does: the commands in its fences, and the directives in its comments.

A directive is written ``<!-- ```wait foo``` -->``; a comment may hold several of them, and
words beside them. Everything else in a comment is for other authors.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final, cast, get_args

from swarmlab.deck.characters import hidden
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.model import Action, ActionVerb
from swarmlab.deck.remark.fences import closes, opening
from swarmlab.deck.remark.highlights import without_highlights
from swarmlab.deck.remark.tokens import SlideText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from swarmlab.deck.model import Position
    from swarmlab.deck.remark.line import Line
    from swarmlab.deck.remark.sources import DeckFaults

VERBS: Final[tuple[str, ...]] = get_args(ActionVerb)
_LAB: Final = re.compile(r"\.(?:lab|exercise)\[")
_BARE: Final = frozenset({"check", "paste"})
"""Verbs that need no text."""


def actions_of(lines: Sequence[Line], faults: DeckFaults) -> tuple[Action, ...]:
    """What a lab's lines do, in order.

    Args:
        lines: the lab as written, fences marked as code.
        faults: where unknown verbs go.
    """
    return tuple(_Lab(lines, faults).read())


def hidden_actions(comment: Sequence[Line], faults: DeckFaults) -> tuple[Action, ...]:
    """What a lab does that stands in a comment as a whole; nothing where there is no lab."""
    if not any(_LAB.search(line.text) for line in comment):
        return ()
    text = SlideText(comment)
    return tuple(_directives(text, 0, len(text.text), faults))


class _Lab:
    def __init__(self, lines: Sequence[Line], faults: DeckFaults) -> None:
        self.lines = lines
        self.faults = faults

    def read(self) -> Iterator[Action]:
        text = SlideText(self.lines)
        comments = [token for token in text.tokens() if token.kind == "comment"]
        comments.reverse()
        at = 0
        while at < len(self.lines):
            while comments and comments[-1].start < text.starts[at]:
                comment = comments.pop()
                yield from _directives(text, comment.start, comment.end, self.faults)
            fence = opening(self.lines[at].text) if self.lines[at].code else None
            if fence is None:
                at += 1
                continue
            end = at + 1
            while end < len(self.lines) and not closes(self.lines[end].text, fence["mark"]):
                end += 1
            action = self._command(fence, self.lines[at:end])
            if action is not None:
                yield action
            at = end + 1
        for comment in reversed(comments):
            yield from _directives(text, comment.start, comment.end, self.faults)

    def _command(self, fence: re.Match[str], lines: Sequence[Line]) -> Action | None:
        """What a shown fence does; None where its language is no verb."""
        language = fence["info"].strip().lower()
        if language not in VERBS:
            return None
        width = len(fence["prefix"])
        body = [
            line.text[min(width, len(line.text) - len(line.text.lstrip(" "))) :]
            for line in lines[1:]
        ]
        place = self.faults.at(lines[0].origin, fence.start("mark") + 1)
        return Action(cast("ActionVerb", language), typed("\n".join(body), language), place)


def _directives(text: SlideText, start: int, end: int, faults: DeckFaults) -> Iterator[Action]:
    """The directives between two offsets: every second piece between three back-ticks."""
    pieces = text.text[start:end].split("```")
    at = start
    for index, piece in enumerate(pieces):
        if index % 2:
            line, column = text.place(at - 3)
            place = faults.at(line, column)
            if index == len(pieces) - 1:
                faults.add("unclosed-fence", "this directive is never closed", place,
                           "close it with ``` before the comment ends")  # fmt: skip
            action = _directive(piece.removesuffix("-->"), place, faults)
            if action is not None:
                yield action
        at += len(piece) + 3


def _directive(words: str, place: Position, faults: DeckFaults) -> Action | None:
    """What a directive does; None when it is faulty, which is reported."""
    lead, _, rest = words.strip().partition("\n")
    verb, _, beside = lead.partition(" ")
    said = f"{beside}\n{rest}" if beside.strip() else rest
    if verb not in VERBS:
        near = did_you_mean(verb[:40], VERBS) or f"there are {', '.join(VERBS)}"
        faults.add("unknown-verb", f"`{verb[:40]}` is no directive of a lab", place, near)
    elif not said.strip() and verb not in _BARE:
        faults.add("empty-directive", f"`{verb}` does not say what", place)
    else:
        said = typed(said, verb)
        if verb == "keys" and "\n" not in words and not said.startswith("^"):
            # What is pasted next goes on where they end; the name of a key has no end of its own.
            said += " " * (len(words) - len(words.rstrip(" ")))
        return Action(cast("ActionVerb", verb), said, place)
    return None


def typed(text: str, verb: str) -> str:
    """The text of an action without highlights, common blanks, and signs that nobody sees."""
    text = textwrap.dedent(without_highlights(text, verb) if verb in {"bash", "hide"} else text)
    lines = []
    for line in text.strip().split("\n"):
        unseen = set(hidden(line))
        lines.append("".join(c for i, c in enumerate(line) if i not in unseen) if unseen else line)
    return "\n".join(lines)
