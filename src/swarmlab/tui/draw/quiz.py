"""A quiz in its place on the slide: a question, answers to choose, and what explains them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.prose import block_lines, styled
from swarmlab.tui.draw.row import clickable, hang, row, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.model import Block, Quiz
    from swarmlab.runs.quizzes import QuizAnswer


@dataclass(frozen=True, slots=True)
class QuizLook:
    """What a quiz depends on."""

    quiz: Quiz
    marked: frozenset[int] = frozenset()
    """Chosen, but not answered yet: numbers from 1."""
    answer: QuizAnswer | None = None
    """None while it is open."""
    index: int = 0
    """Among what is selected on the slide: what a click names."""
    current: bool = False
    keys_here: bool = False
    """The slide has the focus, so its keys work."""
    offered: bool = True
    """It can be answered; not where a slide is only shown."""
    told: bool = False
    """What is right is shown, though nobody answered."""

    @property
    def several(self) -> bool:
        """More than one answer is right, so one marks some and then answers."""
        return sum(right for right, _ in self.quiz.answers) > 1


def quiz_lines(look: QuizLook, width: int) -> list[Content]:
    """Head, question, answers and, once one was given, the explanation."""
    found = [_head(look, width), *_blocks(look.quiz.question, width), Content()]
    for number, (right, spans) in enumerate(look.quiz.answers, 1):
        sign, said = _sign(look, number, right=right)
        text = row(styled(spans), (f"  {said}" if said else "", "$muted"))
        line = hang(row(" ", sign, " "), text, width)
        found += [clickable(each, f"choose_answer({look.index},{number})") for each in line]
    if (look.told or look.answer is not None) and look.quiz.explanation:
        found += [Content(), *_blocks(look.quiz.explanation, width)]
    return found


def _blocks(blocks: Sequence[Block], width: int) -> list[Content]:
    found: list[Content] = []
    for block in blocks:
        lines = block_lines(block, width)
        found += [Content(), *lines] if found else lines
    return found


def _head(look: QuizLook, width: int) -> Content:
    how = "choose all that are right" if look.several else "choose one"
    if look.told:
        how = "the answers" if look.several else "the answer"
    if look.answer is not None:
        sign, word, role = _OUTCOME[look.answer.right]
        tries = f" at try {look.answer.tries}" if look.answer.tries > 1 else ""
        how = f"answered {words.clock(look.answer.at)}{tries}"
        left = row(
            ("Quiz", "bold"), "  ", (f"{sign} {word}", f"bold {role}"), (f"  {how}", "$muted")
        )
    else:
        left = row(("Quiz", "bold"), (f"  {how}", "$muted"))
    return spread(left, _corner(look), width)


_OUTCOME = {
    True: (signs.PASSED, "right", "$success"),
    False: (signs.FAILED, "not right", "$error"),
}


def _corner(look: QuizLook) -> Content:
    if not look.offered:
        return Content()
    if not (look.current and look.keys_here):
        if look.answer is not None:
            return Content()
        return clickable(Content.styled("↑ ↓ answer", "$muted"), f"select({look.index})")
    if look.answer is not None:
        return clickable(row(("enter", "bold $accent"), (" again", "$muted")), "run")
    digits = (f" 1-{len(look.quiz.answers)} ", "bold $background on $accent")
    if not look.several:
        return row(digits, (" answer", "bold"))
    if not look.marked:
        return row(digits, (" mark", "bold"))
    enter = row((" enter ", "bold $background on $accent"), (" answer", "bold"))
    return row(digits, " ", clickable(enter, "run"))


def _sign(look: QuizLook, number: int, *, right: bool) -> tuple[Content, str]:
    if look.told:
        told: tuple[str, str] = (signs.PASSED, "$success") if right else (" ", "")
        return row((f"{number} ", "$muted"), told), "right" if right else ""
    if look.answer is None:
        box = ("[x] " if number in look.marked else "[ ] ") if look.several else ""
        digit = "bold $accent" if look.current and look.keys_here else "$muted"
        return row((str(number), digit), f" {box}".rstrip()), ""
    chosen = number in look.answer.chosen
    sign: tuple[str, str] = (" ", "")
    said = ""
    if right:
        sign = (signs.PASSED, "$success")
        said = "right, your answer" if chosen else "right"
    elif chosen:
        sign, said = (signs.FAILED, "$error"), "not right, your answer"
    return row((f"{number} ", "$muted"), sign), said
