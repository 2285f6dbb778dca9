"""A quiz as HTML: answered in its place with the script, opened by hand without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.render.markup import EMPTY, element, joined, text
from swarmlab.render.profile import Profile
from swarmlab.render.spans import inline

if TYPE_CHECKING:
    from swarmlab.deck.model import Quiz
    from swarmlab.render.markup import Html
    from swarmlab.render.setting import Setting


def quiz_html(quiz: Quiz, name: str, question: Html, explanation: Html, setting: Setting) -> Html:
    """A quiz.

    Args:
        quiz: whose answers are drawn; it has no right ones where they were pruned.
        name: unique in the document, for the group of its answers.
        question: its blocks.
        explanation: its blocks.
        setting: where it stands.
    """
    known = any(right for right, _ in quiz.answers)
    if setting.profile is Profile.PRINT:
        return _on_paper(quiz, question, explanation, setting, known=known)
    several = sum(right for right, _ in quiz.answers) > 1
    how = "choose all that are right" if several else "choose one"
    answers = (
        element("li", _choice(name, inline(spans, setting), right=right, several=several))
        for right, spans in quiz.answers
    )
    form = element(
        "fieldset",
        element("legend", _head(how), element("div", question, class_="question")),
        element("ul", *answers, class_="answers"),
    )
    return element("div", form, _answer(quiz, explanation, setting), class_="box quiz")


def _head(how: str) -> Html:
    quiet = element("span", text(how), class_="detail")
    return element("span", element("b", text("Quiz")), text(" "), quiet, class_="label")


def _choice(name: str, words: Html, *, right: bool, several: bool) -> Html:
    box = element(
        "input", type="checkbox" if several else "radio", name=name,
        data_right="yes" if right else None,
    )  # fmt: skip
    mark = element("span", class_="mark")
    return element("label", box, element("span", words), mark)


def _answer(quiz: Quiz, explanation: Html, setting: Setting) -> Html:
    """The right answers: folded away, and opened by the script once one was chosen."""
    right = joined(
        element("li", inline(spans, setting)) for is_right, spans in quiz.answers if is_right
    )
    return element(
        "details",
        element("summary", text("Show the answer")),
        element("p", class_="outcome", role="status"),
        element("ul", right, class_="right"),
        explanation,
        class_="answer",
    )


def _on_paper(
    quiz: Quiz, question: Html, explanation: Html, setting: Setting, *, known: bool
) -> Html:
    def item(right: bool, words: Html) -> Html:
        mark = "✓" if right else "☐" if not known else "–"
        said = element("span", text(f"{mark} "), class_="mark")
        return element("li", said, element("strong", words) if right else words)

    items = (item(right, inline(spans, setting)) for right, spans in quiz.answers)
    head = _head("") if not known else EMPTY
    return element(
        "div", head, element("div", question, class_="question"),
        element("ul", *items, class_="answers"), explanation, class_="box quiz",
    )  # fmt: skip
