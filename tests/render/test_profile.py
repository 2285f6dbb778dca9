"""What must not reach a reader is in no byte of what they get."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.model import (
    Action,
    Details,
    Exercise,
    Expectation,
    Group,
    ListBlock,
    Paragraph,
    Quiz,
    Quote,
    ReadUnit,
    ShellUnit,
    Span,
    TaskList,
    units_of,
)
from swarmlab.render.html import render_html
from swarmlab.render.profile import Profile, for_profile
from tests.render.decks import NAMES, deck_of, everything, own_deck

if TYPE_CHECKING:
    from collections.abc import Callable

    from swarmlab.deck.deck import Deck
    from swarmlab.deck.model import Block, Chapter, DetailsKind, Position, Slide

HIDDEN_FROM = {
    Profile.LEARNER: {"notes", "solution", "sabotage", "sentence", "prints", "action", "target"},
    Profile.INSTRUCTOR: {"sabotage", "target"},
    Profile.PRINT: {"notes", "sabotage", "sentence", "prints", "action", "target"},
}


class Planter:
    """Puts a word of its own, found nowhere else, into every place of a kind."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self._numbers = count()

    def word(self, kind: str) -> str:
        word = f"canary{next(self._numbers):06d}x"
        self.words[word] = kind
        return word

    def deck(self, deck: Deck) -> Deck:
        return replace(deck, chapters=tuple(self.chapter(each) for each in deck.chapters))

    def chapter(self, chapter: Chapter) -> Chapter:
        return replace(chapter, slides=tuple(self.slide(each) for each in chapter.slides))

    def slide(self, slide: Slide) -> Slide:
        at = slide.position
        added: tuple[Block, ...] = (
            self.details("solution", at),
            self.details("sabotage", at),
            Quote((self.details("solution", at), self.details("sabotage", at)), at),
            ListBlock(False, 1, ((self.details("solution", at),),), at),
            Group(("center",), (self.details("sabotage", at), self.details("solution", at)), at),
            Details("hint", (Span("a hint"),), (self.details("solution", at),), at),
            Exercise((Paragraph((Span("do it"),), at),),
                     (Action("hide", self.word("action"), at),), at),
            Quiz((self.details("solution", at),), ((True, (Span("yes"),)),), at,
                 (self.details("sabotage", at),)),
        )  # fmt: skip
        blocks = tuple(self.block(block) for block in slide.blocks)
        notes = f"{slide.notes} {self.word('notes')}"
        return replace(slide, blocks=(*blocks, *added), notes=notes,
                       breaks=(self.word("target"),))  # fmt: skip

    def block(self, block: Block) -> Block:
        match block:
            case TaskList():
                tasks = (replace(task, sentence=self.word("sentence"), id=self.word("target"))
                         for task in block.tasks)  # fmt: skip
                return replace(block, tasks=tuple(tasks))
            case ShellUnit() | ReadUnit():
                return replace(block, expectation=self.prints(block.position))
            case Details() if block.kind != "sabotage":
                inside = tuple(self.block(each) for each in block.blocks)
                return replace(block, blocks=inside, target=self.word("target"),
                               promise=self.word("target"))  # fmt: skip
            case _:
                return block

    def prints(self, at: Position) -> Expectation:
        return Expectation((self.word("prints"),), False, None, at)

    def details(self, kind: DetailsKind, at: Position) -> Details:
        def span() -> tuple[Span, ...]:
            return (Span(self.word(kind)),)

        unit = ShellUnit("manager1", f"echo {self.word(kind)}", at)
        # A handout's solutions are collected without their summaries.
        summary = (Span("summary"),) if kind == "solution" else span()
        return Details(kind, summary, (Paragraph(span(), at), unit), at, None, self.word("target"))


def planted(deck: Deck, profile: Profile) -> tuple[dict[str, str], str]:
    planter = Planter()
    deck = planter.deck(deck)
    return planter.words, render_html(deck, profile)


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("name", NAMES)
def test_what_a_profile_may_not_see_is_in_no_byte(name: str, profile: Profile) -> None:
    words, html = planted(own_deck(name), profile)
    assert len(words) > 20
    seen = {kind for word, kind in words.items() if word in html}
    leaked = seen & HIDDEN_FROM[profile]
    assert not leaked
    lost = {kind for word, kind in words.items() if word not in html} - HIDDEN_FROM[profile]
    assert not lost


@pytest.mark.parametrize("name", NAMES)
def test_the_learner_gets_no_note_and_no_sentence_of_the_projects_own(name: str) -> None:
    deck = own_deck(name)
    html = render_html(deck, Profile.LEARNER)
    slides = [slide for chapter in deck.chapters for slide in chapter.slides]
    notes = [line for slide in slides for line in slide.notes.splitlines() if len(line) > 20]
    sentences = [task.sentence for slide in slides for task in slide.tasks]
    assert notes
    assert sentences
    assert not [text for text in (*notes, *sentences) if text in html and len(text) > 40]


def test_the_words_of_the_presenter_are_in_the_instructors_file_only() -> None:
    deck = everything()
    assert "presenter" in render_html(deck, Profile.INSTRUCTOR).lower()
    for profile in (Profile.LEARNER, Profile.PRINT):
        html = render_html(deck, profile).lower()
        assert "presenter" not in html
        assert "postmessage" not in html
        assert "sessionstorage" not in html


def details_kinds(deck: Deck) -> set[str]:
    return {
        block.kind
        for chapter in deck.chapters
        for slide in chapter.slides
        for block in slide.blocks
        if isinstance(block, Details)
    }


@pytest.mark.parametrize(
    ("profile", "kinds"),
    [
        (Profile.LEARNER, {"hint", "why"}),
        (Profile.INSTRUCTOR, {"hint", "why", "solution"}),
        (Profile.PRINT, {"hint", "why"}),
    ],
)
def test_details_of_a_profile(profile: Profile, kinds: set[str]) -> None:
    assert details_kinds(everything()) == {"hint", "why", "solution", "sabotage"}
    assert details_kinds(for_profile(everything(), profile)) == kinds


def test_a_handout_ends_with_the_solutions_and_the_answers() -> None:
    deck = for_profile(everything(), Profile.PRINT)
    assert [chapter.title for chapter in deck.chapters] == ["A chapter", "Solutions"]
    chapter, end = deck.chapters
    before = [b for slide in chapter.slides for b in slide.blocks if isinstance(b, Quiz)]
    assert [right for quiz in before for right, _ in quiz.answers] == [False] * 5
    assert not any(quiz.explanation for quiz in before)
    after = [b for slide in end.slides for b in slide.blocks if isinstance(b, Quiz)]
    assert [right for quiz in after for right, _ in quiz.answers] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert [slide.title for slide in end.slides] == [
        "Solutions", "A chapter: Units", "A chapter: Units", "A chapter: Which holds two?",
    ]  # fmt: skip
    (unit,) = units_of(end.slides[1].blocks)
    assert isinstance(unit, ShellUnit)
    assert unit.text.startswith("docker node update")


def test_a_handout_without_solutions_has_no_such_chapter() -> None:
    assert len(for_profile(deck_of("# Title\n\nText."), Profile.PRINT).chapters) == 1


def test_a_slide_of_which_nothing_is_left_is_left_out() -> None:
    body = """# Title

---

<details class="solution">
<summary>Do it</summary>

```bash {node=worker1}
docker swarm leave
```

</details>
"""
    deck = deck_of(body)
    (chapter,) = deck.chapters
    assert len(chapter.slides) == 2
    (pruned,) = for_profile(deck, Profile.LEARNER).chapters
    assert [slide.index for slide in pruned.slides] == [0]


@pytest.mark.parametrize("profile", [Profile.LEARNER, Profile.PRINT])
def test_expected_output_is_the_instructors(profile: Profile) -> None:
    def prints(deck: Deck, keep: Callable[[object], bool]) -> int:
        return sum(
            isinstance(unit, ShellUnit | ReadUnit) and keep(unit.expectation)
            for chapter in deck.chapters
            for slide in chapter.slides
            for unit in slide.units
        )

    def is_set(value: object) -> bool:
        return value is not None

    assert prints(for_profile(everything(), Profile.INSTRUCTOR), is_set) == 1
    assert prints(for_profile(everything(), profile), is_set) == 0
