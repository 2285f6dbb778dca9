"""For whom a deck is rendered, and what of it they get.

Pruning comes first and everything that draws sees only what is left, so that what a reader
must not have cannot be in the output. What each profile keeps:

=================  =======  ==========  =========================
what               learner  instructor  print
=================  =======  ==========  =========================
hints, whys        yes      yes         yes
quiz answers       yes      yes         at the end
solutions          no       yes         at the end
expected output    no       yes         no
speaker notes      no       yes         no
sentences          no       yes         no
hidden actions     no       yes         no
sabotage           no       no          no
=================  =======  ==========  =========================

Quiz answers stay with the learner because a quiz is answered in its place. Expected output
does not, because on real nodes it is theirs to see. *Sentences* are what tasks are checked by;
*hidden actions* are those of a remark exercise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from swarmlab.deck.model import (
    Callout,
    Details,
    Exercise,
    Group,
    ListBlock,
    Pause,
    Quiz,
    Quote,
    ReadUnit,
    ShellUnit,
    TaskList,
)
from swarmlab.render.solutions import solutions_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import (
        Block,
        Chapter,
        DetailsKind,
        Slide,
        Task,
    )

    Prune = Callable[[Slide], Slide]


class Profile(StrEnum):
    """For whom a deck is rendered."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What of a deck stays in its place."""

    details: frozenset[DetailsKind]
    answers: bool = False
    expectations: bool = False
    notes: bool = False
    sentences: bool = False
    actions: bool = False


_KEPT: Final = {
    Profile.LEARNER: _Kept(frozenset({"hint", "why"}), answers=True),
    Profile.INSTRUCTOR: _Kept(
        frozenset({"hint", "why", "solution"}),
        answers=True, expectations=True, notes=True, sentences=True, actions=True,
    ),
    Profile.PRINT: _Kept(frozenset({"hint", "why"})),
}  # fmt: skip
_AT_THE_END: Final = _Kept(frozenset({"hint", "why", "solution"}), answers=True)


def for_profile(deck: Deck, profile: Profile, apply: Callable[..., Slide] | None = None) -> Deck:
    """The deck as the profile may see it.

    For print, a chapter of the solutions and the answers to quizzes follows at the end, if
    there are any. A slide of which nothing is left is left out; the others keep their index.

    Args:
        deck: as it was read.
        profile: for whom.
        apply: prunes a slide by the function given as ``prune``, or knows what came of it before.
    """
    prune = partial(_slide, kept=_KEPT[profile])
    known = prune if apply is None else partial(apply, prune=prune)
    chapters = [_chapter(chapter, known) for chapter in deck.chapters]
    end = solutions_of(deck) if profile is Profile.PRINT else None
    if end is not None:
        chapters.append(_chapter(end, partial(_slide, kept=_AT_THE_END)))
    return replace(deck, chapters=tuple(chapters))


def _chapter(chapter: Chapter, prune: Prune) -> Chapter:
    slides = map(prune, chapter.slides)
    return replace(chapter, slides=tuple(slide for slide in slides if _shows(slide)))


def _shows(slide: Slide) -> bool:
    return bool(slide.background or slide.notes) or any(
        not isinstance(block, Pause) for block in slide.blocks
    )


def _slide(slide: Slide, kept: _Kept) -> Slide:
    return replace(
        slide,
        blocks=_blocks(slide.blocks, kept),
        notes=slide.notes if kept.notes else "",
        breaks=(),
    )


def _blocks(blocks: tuple[Block, ...], kept: _Kept) -> tuple[Block, ...]:
    return tuple(
        _block(block, kept)
        for block in blocks
        if not isinstance(block, Details) or block.kind in kept.details
    )


def _block(block: Block, kept: _Kept) -> Block:
    match block:
        case Quote() | Callout() | Group():
            return replace(block, blocks=_blocks(block.blocks, kept))
        case Details():
            return replace(block, blocks=_blocks(block.blocks, kept), target=None, promise="")
        case ListBlock():
            return replace(block, items=tuple(_blocks(item, kept) for item in block.items))
        case Quiz():
            return _quiz(block, kept)
        case ShellUnit() | ReadUnit() if not kept.expectations:
            return replace(block, expectation=None)
        case TaskList() if not kept.sentences:
            return replace(block, tasks=tuple(_wordless(task) for task in block.tasks))
        case Exercise():
            actions = block.actions if kept.actions else ()
            return replace(block, blocks=_blocks(block.blocks, kept), actions=actions)
        case _:
            return block


def _wordless(task: Task) -> Task:
    return replace(task, sentence="", id=None, sentence_position=task.position)


def _quiz(quiz: Quiz, kept: _Kept) -> Quiz:
    question = _blocks(quiz.question, kept)
    if kept.answers:
        return replace(quiz, question=question, explanation=_blocks(quiz.explanation, kept))
    answers = tuple((False, spans) for _, spans in quiz.answers)
    return replace(quiz, question=question, answers=answers, explanation=())
