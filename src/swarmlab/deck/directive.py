"""HTML comments as directives: ``<!-- check: … -->`` and its kin.

A comment must be a directive of ``words.DIRECTIVES``; anything else is a fault, since a
misspelt ``chek:`` that is silently skipped would take a task's check away. A remark to
other authors is written ``<!-- comment: … -->``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from swarmlab.deck import words
from swarmlab.deck.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.faults import Faults
    from swarmlab.deck.model import Position

_FORM = re.compile(r"<!--\s*(?P<word>[A-Za-z][\w-]*)(?:[ \t]+#(?P<id>[^\s:]*))?(?P<colon>:?)")
_WITH_ID: Final = {"check", "guard", "sabotage"}
_BARE: Final = {"notes", "pause"}
_REMARK: Final = "write `<!-- comment: … -->` for a remark"


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that says something."""

    word: str
    """One of ``words.DIRECTIVES``."""
    text: str
    """What follows the word, without blanks at its ends."""
    position: Position
    text_position: Position
    id: str | None = None
    id_position: Position | None = None


def read_directive(
    comment: str, locate: Callable[[int], Position], faults: Faults
) -> Directive | None:
    """The directive of a comment with its marks; None after noting why it is none.

    Args:
        comment: from ``<!--`` to ``-->``.
        locate: the place of an offset into the comment.
        faults: where faults are noted.
    """
    form = _FORM.match(comment)
    if form is None:
        faults.add("unknown-directive", "this comment is no directive", locate(0), _REMARK)
        return None
    word = form["word"]
    if word not in words.DIRECTIVES:
        faults.hides_tasks = True
        near = did_you_mean(word.lower(), words.DIRECTIVES)
        message = f"`{word[:40]}` is no directive"
        faults.add("unknown-directive", message, locate(form.start("word")), near or _REMARK)
        return None
    rest = comment[form.end() : -len("-->")]
    text = rest.strip()
    begin = form.end() + len(rest) - len(rest.lstrip())
    directive = Directive(
        word,
        text,
        locate(0),
        locate(begin if text else form.end("word")),
        form["id"],
        locate(form.start("id") - 1) if form["id"] is not None else None,
    )
    return directive if _is_whole(directive, bool(form["colon"]), faults) else None


def _is_whole(directive: Directive, colon: bool, faults: Faults) -> bool:
    word, problem = directive.word, ""
    if directive.id is not None and word not in _WITH_ID:
        problem = f"`{word}` takes no id"
    elif colon and word in _BARE:
        problem = f"`{word}` takes no colon"
    elif not colon and word not in _BARE:
        problem = f"`{word}` needs a colon"
    elif word == "pause" and directive.text:
        problem = "`pause` stands alone"
    elif word == "sabotage" and directive.id is None:
        problem = "`sabotage` names the task that must be red: `sabotage #id: words`"
    elif word in {"check", "guard"} and not directive.text:
        problem = "this task has no sentence"
    elif word == "sabotage" and not directive.text:
        problem = "`sabotage` promises no words of the reason"
    elif word == "sabotage" and not words.ID.fullmatch(directive.id or ""):
        problem = f"`#{directive.id}` is no id"
    if problem:
        code = "task-without-sentence" if problem.endswith("sentence") else "bad-directive"
        faults.hides_tasks |= word in {"check", "guard"}
        shape = f"{word}: {words.DIRECTIVES[word]}"
        faults.add(code, problem, directive.position, shape)
    return not problem
