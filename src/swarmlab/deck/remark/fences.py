"""Which lines are code: fences that are closed, and those that a deck forgot to close.

Counting marks would take the end of one fence for the beginning of the next as soon as one
is missing, and everything after it for code. So a fence is judged where it opens: by what
follows it up to its end. One that has none ends with its slide, and so does a comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from swarmlab.deck.remark.line import Line
from swarmlab.deck.traps import FENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.deck.remark.sources import DeckFaults

SEPARATORS: Final = frozenset({"---", "--", "???"})
"""Lines that end a slide, a step of it, and what is shown of it."""
_MOST_SLIDES: Final = 20
"""Slides that a fence is searched for its end."""
_GLUED_OPEN: Final = re.compile(
    r"(?P<before>[^`]*\.[A-Za-z_-][\w-]*\[)(?P<fence>[ \t]*(?:`{3,}[^`]*|~{3,}.*))"
)
_GLUED_CLOSE: Final = re.compile(r"(?P<fence>[ \t]*(?P<mark>`{3,}|~{3,}))[ \t]*(?P<after>\].*)")
_SLIDE_BEGINS: Final = re.compile(r"## |(?:class|layout|template|background-image):")
_CODE_SPAN: Final = re.compile(r"`[^`]*`")


def opening(line: str) -> re.Match[str] | None:
    """The fence that a line opens."""
    return FENCE.fullmatch(line) if "```" in line or "~~~" in line else None


def closes(line: str, mark: str) -> bool:
    """Whether a line closes a fence that a mark opened."""
    fence = opening(line)
    return (
        fence is not None
        and fence["mark"].startswith(mark)
        and not fence["info"].strip()
        and not fence["prefix"].strip(" \t>")
    )


class Fences:
    """Marks the lines of one file that are code, and closes what is open."""

    def __init__(self, lines: Sequence[Line], faults: DeckFaults, titles: range) -> None:
        """Take a file's lines.

        Args:
            lines: what macros made of them.
            faults: where the faults go.
            titles: numbers of lines in which the deck's own tools look for chapter titles.
                They do not know fences.
        """
        self.lines = lines
        self.faults = faults
        self.titles = titles
        self.found: list[Line] = []
        self.at = 0

    def read(self) -> list[Line]:
        """All lines, those of fences marked as code; every fence and comment is closed."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            glued = _GLUED_OPEN.fullmatch(line.text) if _may_be_glued(line.text) else None
            if line.text.rstrip() in SEPARATORS:
                self._judge_blanks(line)
            elif glued and (fence := opening(glued["fence"])):
                self.found.append(line._replace(text=glued["before"]))
                self._fence(line, fence, fence["mark"])
                continue
            elif fence := opening(line.text):
                self._fence(line, fence, fence["mark"])
                continue
            elif (column := self._opens_comment(line.text)) >= 0:
                self._comment(line, column)
                continue
            self.found.append(line)
            self.at += 1
        return self.found

    def _judge_blanks(self, line: Line) -> None:
        if line.text not in SEPARATORS:
            sign = line.text.rstrip()
            message = f"with blanks after it, `{sign}` is no separator to remark"
            place = self.faults.at(line.origin, len(sign) + 1)
            self.faults.add("blank-after-separator", message, place, "remove the blanks")

    # Fences

    def _fence(self, line: Line, fence: re.Match[str], mark: str) -> None:
        """Take over a fence that opens at the cursor."""
        end, closed = self._end(mark)
        self.found.append(line._replace(text=fence[0], code=True))
        body = self.lines[self.at + 1 : end]
        self.found += [inside._replace(code=True) for inside in body]
        self._judge_titles(body)
        if closed:
            last = self.lines[end]
            glued = _GLUED_CLOSE.fullmatch(last.text)
            self.found.append(last._replace(text=glued["fence"] if glued else last.text, code=True))
            if glued:
                indent = " " * (len(last.text) - len(last.text.lstrip()))
                self.found.append(last._replace(text=indent + glued["after"]))
            self.at = end + 1
            return
        column = line.text.find(mark) + 1
        self.faults.add("unclosed-fence", "this fence is never closed",
                        self.faults.at(line.origin, column),
                        f"close it with {mark[:10]} before the slide ends")  # fmt: skip
        indent = re.sub(r"[^ \t>]", " ", fence["prefix"])
        last = body[-1] if body else line
        self.found.append(Line(indent + mark, last.origin, code=True))
        self.at = end

    def _end(self, mark: str) -> tuple[int, bool]:
        """Where a fence at the cursor ends: the line that closes it, or the first after it."""
        slides: list[int] = []
        weak = 0
        for index in range(self.at + 1, len(self.lines)):
            text = self.lines[index].text
            if text == "---":
                if self._is_slides_end(index):
                    slides.append(index)
                weak = weak or index
                if len(slides) > _MOST_SLIDES:
                    break
            elif closes(text, mark) or self._closes_glued(text, mark):
                if slides and self._is_balanced(slides[-1] + 1):
                    break
                return index, True
            elif (another := opening(text)) and another["mark"] == mark and another["info"].strip():
                return (slides[0] if slides else index), False
        return (slides[0] if slides else weak or len(self.lines)), False

    @staticmethod
    def _closes_glued(text: str, mark: str) -> bool:
        glued = _GLUED_CLOSE.fullmatch(text) if "]" in text else None
        return glued is not None and glued["mark"].startswith(mark)

    def _is_slides_end(self, index: int) -> bool:
        """Whether ``---`` at an index looks like a slide's end and not like part of YAML."""
        after = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
        if _SLIDE_BEGINS.match(after):
            return True
        return not self.lines[index - 1].text.strip() and not after.strip()

    def _is_balanced(self, index: int) -> bool:
        """Whether the slide that begins there opens and closes fences of its own."""
        mark = ""
        while index < len(self.lines):
            text = self.lines[index].text
            if text == "---" and self._is_slides_end(index):
                break
            if mark and (closes(text, mark) or self._closes_glued(text, mark)):
                mark = ""
            elif fence := opening(text):
                if mark and fence["info"].strip():
                    return False
                mark = mark or fence["mark"]
            index += 1
        return not mark

    def _judge_titles(self, body: Sequence[Line]) -> None:
        for line in body:
            if line.origin in self.titles and line.text.startswith("# "):
                message = "container.training's own tools take this comment for a chapter's title"
                self.faults.add("comment-as-title", message, self.faults.at(line.origin),
                                "put a blank before the `#`")  # fmt: skip

    # Comments

    @staticmethod
    def _opens_comment(text: str) -> int:
        """Where a comment begins that its line does not end; -1 when there is none."""
        if "<!--" not in text:
            return -1
        words = _CODE_SPAN.sub(lambda span: "x" * len(span[0]), text)
        column = words.rfind("<!--")
        return column if column >= 0 and "-->" not in words[column:] else -1

    def _comment(self, line: Line, column: int) -> None:
        """Take over a comment that begins at the cursor; fences in it are part of it."""
        self.found.append(line)
        mark = ""
        for index in range(self.at + 1, len(self.lines)):
            here = self.lines[index]
            if "-->" in here.text and self._opens_comment(here.text) < 0:
                self.found.append(here)
                self.at = index + 1
                return
            if here.text in SEPARATORS and (not mark or self._is_slides_end(index)):
                self.at = index
                break
            if mark and closes(here.text, mark):
                mark = ""
            elif not mark and (fence := opening(here.text)):
                mark = fence["mark"]
            self.found.append(here)
        else:
            self.at = len(self.lines)
        message = "this comment is not closed before its slide ends"
        self.faults.add("unclosed-comment", message, self.faults.at(line.origin, column + 1),
                        "close it with -->")  # fmt: skip
        last = self.found[-1]
        self.found[-1] = last._replace(text=last.text + " -->")


def _may_be_glued(text: str) -> bool:
    return "[" in text and ("```" in text or "~~~" in text)
