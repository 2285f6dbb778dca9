"""What a class says, in lines."""

from __future__ import annotations

from swarmlab.plain.lab import PlainLab
from swarmlab.plain.talk import Talk
from swarmlab.tui import clock
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


def test_the_hand_goes_up_with_a_question_and_down_again() -> None:
    session = decks.session()
    text = play(session, "hand what is a quorum?", "hand", "hand")
    assert [call for call in session.calls if "hand" in call] == [
        "hand what is a quorum?", "hand down", "hand"]  # fmt: skip
    assert text.count("Your hand is up.") == 2
    assert text.count("Your hand is down.") == 1


def test_the_instructor_is_let_in_and_shut_out_again() -> None:
    session = decks.session()
    assert "does not ask to type" in play(session, "let yes")
    assert "let yes, or let no" in play(session, "let me")
    session.say_of_class(part="asks")
    text = play(session, "let yes", "let yes", "let no", "let no")
    assert [call for call in session.calls if "part" in call] == ["part True", "part False"]
    assert "The instructor asks to type in your shells: let yes, or let no.\n" in text
    assert "may type already" in text
    assert "The instructor looks at your shells.\n" in text
    assert "does not ask to type" in text


def test_before_the_nodes_end_there_is_a_word() -> None:
    session, paper = decks.session(), FakePaper("tasks", "tasks", "tasks")
    minutes = iter((45, 29, 28, 9))
    paper.before = lambda _: session.say_of_class(expires=clock.now() + 60 * next(minutes) + 30)
    PlainLab(session, Talk(paper)).play()
    assert [line for line in paper.text.splitlines() if "nodes end" in line] == [
        "The nodes end in 29 min."]  # fmt: skip
    session.say_of_class(expires=clock.now() + 150)
    assert "The nodes end in 2 min.\n" in play(session)
