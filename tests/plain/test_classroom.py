"""What a class says, in lines."""

from __future__ import annotations

from swarmlab.plain.lab import PlainLab
from swarmlab.plain.talk import Talk
from tests.plain.writing import FakePaper, play
from tests.tui import decks


def test_messages_are_lines_and_told_once() -> None:
    session = decks.session()
    session.send("Good morning\nand welcome")
    text = play(session, "tasks")
    assert "From the instructor: Good morning\n  and welcome\n" in text
    assert text.count("Good morning") == 1
    assert session.messages() == ()
    session.send("try \x1b[31mthis\u202e", "hint")
    assert "A hint from the instructor: try this\n" in play(session, "tasks")


def test_what_changes_in_the_class_is_told_as_it_comes() -> None:
    session, paper = decks.session(), FakePaper("tasks", "tasks")
    asked: list[str] = []

    def before(prompt: str) -> None:
        asked.append(prompt)
        if len(asked) == 1:
            session.say_of_class(paused="Look here", locked=frozenset({"chapter2"}))
            session.say_of_class(part="watches")
            session.send("Now")
        elif len(asked) == 2:
            session.say_of_class(paused=None, locked=frozenset(), part=None, hand=1.0)

    paper.before = before
    PlainLab(session, Talk(paper)).play()
    for line in (
        "Paused for a discussion. Look here",
        "The instructor has locked chapter chapter2.",
        "The instructor looks at your shells.",
        "From the instructor: Now",
        "The class goes on.",
        "The instructor no longer looks at your shells.",
        "Chapter chapter2 may be entered again.",
        "Your hand is up.",
    ):
        assert f"{line}\n" in paper.text


def test_who_comes_into_a_pause_is_told() -> None:
    session = decks.session()
    session.say_of_class(paused="")
    assert "Paused for a discussion.\n" in play(session, "tasks")
