"""Reading: slides in order, one by number, and what they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.checks.verdict import State
from swarmlab.deck.model import plain
from swarmlab.errors import SwarmlabError
from swarmlab.plain.blocks import LETTERS, quizzes
from swarmlab.plain.line import state_sign
from swarmlab.plain.making import Making
from swarmlab.plain.slide import help_line, page_words, slide_lines, verdict_lines
from swarmlab.plain.swarm import swarm_lines
from swarmlab.runs.model import Place
from swarmlab.tui import words

if TYPE_CHECKING:
    from swarmlab.deck.model import Quiz


class Reading(Making):
    """Reads."""

    def show_slide(self) -> None:
        """The slide, its tasks with their verdicts, and what helps."""
        self.talk.say_all(slide_lines(self.lesson, self.width))
        if self.lesson.step is not None:
            self.talk.say()
            self._show_tasks()
        if helps := help_line(self.lesson):
            self.say(helps)

    def _show_tasks(self) -> None:
        self.look()
        self.talk.say_all(verdict_lines(self.lesson, self.width))

    def do_check(self, _: str) -> None:
        """Look now: the tasks with their verdicts."""
        if self.lesson.step is None:
            self.say("This slide has no tasks")
        else:
            self._show_tasks()

    def do_next(self, _: str) -> None:
        """The next slide; after the last one, the next chapter."""
        self._turn(1)

    def do_back(self, _: str) -> None:
        """The slide before."""
        self._turn(-1)

    def _turn(self, direction: int) -> None:
        place = self.lesson.neighbour(direction)
        if place is None:
            self.say("This is the last slide of the lab" if direction > 0
                     else "This is the first slide of the lab")  # fmt: skip
        elif place.chapter != self.session.place.chapter:
            self.cross(place)
        else:
            self._move(place)

    def _move(self, place: Place) -> None:
        try:
            self.session.move(place)
        except SwarmlabError as trouble:  # not stored; reading goes on all the same
            self.complain(trouble)
        self.show_slide()

    def do_goto(self, rest: str) -> None:
        """A slide of this chapter by its number."""
        slides = len(self.lesson.chapter.chapter.slides)
        if rest.isdecimal() and 1 <= int(rest) <= slides:
            self._move(Place(self.session.place.chapter, int(rest) - 1))
        else:
            self.say(f"goto takes the number of a slide, 1 to {slides}; list shows them")

    def do_slide(self, _: str) -> None:
        """This slide again."""
        self.show_slide()

    def do_list(self, _: str) -> None:
        """The slides of the chapter, and which steps are done."""
        chapter = self.lesson.chapter
        for slide in chapter.chapter.slides:
            step = chapter.step_of(slide.index)
            said = [slide.title + (", continued" if slide.continues else "")]
            if step is not None:
                done = self.session.step_is_done(step.id)
                said.append(f"step {step.number}, {'done' if done else 'not done yet'}")
            if slide.index == self.lesson.slide.index:
                said.append("here")
            self.say(f"{slide.index + 1} {', '.join(said)}")

    def do_find(self, rest: str) -> None:
        """The slides of the lab on which these words stand, by chapter."""
        here, found = self.session.place.chapter, 0
        for number, bound in enumerate(self.session.lab.chapters, 1):
            for slide in bound.chapter.slides:
                if not rest or rest.lower() not in page_words(slide):
                    continue
                found += 1
                where = "" if bound.name == here else f"chapter {number}, {bound.chapter.title}: "
                self.say(f"{where}slide {slide.index + 1}, {slide.title}")
        if not found:
            self.say(f"No slide says {rest}" if rest else "find takes the words to look for")

    def do_chapter(self, rest: str) -> None:
        """The chapters; with a number or a name, that one."""
        chapters = self.session.lab.chapters
        if not rest:
            for number, bound in enumerate(chapters, 1):
                done = sum(self.session.step_is_done(step.id) for step in bound.steps)
                here = ", here" if bound.name == self.session.place.chapter else ""
                self.say(f"{number} {bound.chapter.title}, {bound.chapter.minutes} min, "
                         f"{done} of {len(bound.steps)} steps done{here}")  # fmt: skip
            self.say("chapter N goes there")
            return
        names = [bound.name for bound in chapters]
        chosen = int(rest) - 1 if rest.isdecimal() else names.index(rest) if rest in names else -1
        if not 0 <= chosen < len(chapters):
            self.say(f"There is no chapter {rest}: 1 to {len(chapters)}")
        elif names[chosen] == self.session.place.chapter:
            self._move(Place(names[chosen]))
        else:
            self.cross(Place(names[chosen]))

    def cross(self, place: Place) -> None:
        """Go to another chapter; asks where its nodes are other ones."""
        session, title = self.session, self.session.lab.chapter(place.chapter).chapter.title
        if session.needs_fresh_nodes(place.chapter):
            self.say(f"To the chapter {title}. It has nodes of its own: {self.all_nodes()} thrown "
                     f"away, fresh ones come. {self.usual()} Your progress stays.")  # fmt: skip
            if not self.talk.agrees("Go there?"):
                return
            if not self.make_nodes(lambda: session.enter(place), place.chapter):
                return
        else:
            session.enter(place)
            self.lesson.take_as_told()
        self.show_slide()

    def do_map(self, _: str) -> None:
        """The swarm: who has which role, who runs and holds what."""
        self.look()
        red: dict[str, int] = {}
        if self.lesson.step is not None:
            for task in reversed(self.lesson.step_lines(self.lesson.step).tasks):
                if task.state == State.FAILED and task.node:
                    red[task.node] = task.number
        self.talk.say_all(
            swarm_lines(self.session.snapshot, self.session.node_names, red, self.width)
        )

    def do_answer(self, rest: str) -> None:
        """Answer the slide's question; then say which answers are true."""
        asked = quizzes(self.lesson.slide.blocks)
        number, letters = 1, rest.lower().replace(",", " ").split()
        if letters and letters[0].isdecimal():
            number, letters = int(letters[0]), letters[1:]
        given = {letter for word in letters for letter in word}
        if not asked:
            self.say("This slide asks nothing")
        elif not 1 <= number <= len(asked):
            self.say(f"This slide has {words.counted(len(asked), 'question')}")
        else:
            quiz = asked[number - 1]
            known = LETTERS[: len(quiz.answers)]
            if not given or not given <= set(known):
                self.say(f"answer takes letters, {known[0]} to {known[-1]}, as in: answer a c")
            else:
                self._judge(quiz, given)

    def _judge(self, quiz: Quiz, given: set[str]) -> None:
        right = {letter for letter, (is_right, _) in zip(LETTERS, quiz.answers, strict=False)
                 if is_right}  # fmt: skip
        state = State.PASSED if given == right else State.FAILED
        self.talk.say(state_sign(state), " all right" if given == right else " not all right")
        for letter, (is_right, answer) in zip(LETTERS, quiz.answers, strict=False):
            said = "true" if is_right else "not true"
            yours = ", your answer" if letter in given else ""
            self.say(f"{letter}) {said}{yours}: {plain(answer)}")
