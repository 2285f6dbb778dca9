"""Where a learner is in a lab: what the screens and the lines both go by; knows no widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.model import Place

if TYPE_CHECKING:
    from swarmlab.deck.model import Slide
    from swarmlab.runs.model import BoundChapter, Step
    from swarmlab.tui.ports import LabSession


class Whereabouts:
    """The chapter, slide and step of a session's place."""

    def __init__(self, session: LabSession) -> None:
        self.session = session

    @property
    def chapter(self) -> BoundChapter:
        """The chapter the learner is in."""
        return self.session.lab.chapter(self.session.place.chapter)

    @property
    def slide(self) -> Slide:
        """The slide that is read; the chapter's last where it has become shorter since."""
        slides = self.chapter.chapter.slides
        return slides[min(self.session.place.slide, len(slides) - 1)]

    @property
    def step(self) -> Step | None:
        """The step that the slide is, or None."""
        return self.chapter.step_of(self.slide.index)

    def neighbour(self, direction: int) -> Place | None:
        """The slide before or after, in another chapter where this one ends; None at the ends."""
        place = Place(self.session.place.chapter, self.slide.index)
        return self.session.lab.neighbour(place, direction)

    @property
    def missed(self) -> Step | None:
        """The first step of the chapter that is not done, where the learner is at a later one."""
        here, is_done = self.step, self.session.step_is_done
        if here is None or is_done(here.id):
            return None
        before = (step for step in self.chapter.steps if step.number < here.number)
        return next((step for step in before if not is_done(step.id)), None)
