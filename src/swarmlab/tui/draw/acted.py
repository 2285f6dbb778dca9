"""What an action of the instructor came to, in a line or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from swarmlab.tui import signs, words
from swarmlab.tui.draw.row import row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from swarmlab.errors import SwarmlabError
    from swarmlab.runs.classroom.model import Acted

MOST_FAILURES = 3
"""That are said one by one."""


def acted_lines(what: str, acted: Sequence[Acted]) -> tuple[Content, ...]:
    """One learner by name; of several how many, then each for whom it failed.

    Args:
        what: the action in words, ``message to all``.
        acted: what became of it for each.
    """
    what = words.line(what)
    if not acted:
        return (row((f"{signs.SKIPPED} ", "$muted"), (f"{what}: nobody was there for it", "")),)
    failed = [each for each in acted if not each.done]
    if len(acted) == 1:
        return (_one(what, acted[0]),)
    done = len(acted) - len(failed)
    sign, role = (signs.FAILED, "$error") if failed else (signs.PASSED, "$success")
    longest = max(each.seconds for each in acted)
    took = f", {words.seconds(longest)}" if longest >= 0.1 else ""
    head = row((f"{sign} ", f"bold {role}"), (f"{what}: {done} of {len(acted)}", "bold"),
               (took, "$muted"))  # fmt: skip
    if not failed:
        return (head,)
    more = [_one("", each) for each in failed[:MOST_FAILURES]]
    if len(failed) > MOST_FAILURES:
        names = ", ".join(words.line(each.owner) for each in failed[MOST_FAILURES:])
        more.append(Content.styled(f"  not for {names} either", "$muted"))
    return (head, *more)


def _one(what: str, each: Acted) -> Content:
    sign, role = (signs.PASSED, "$success") if each.done else (signs.FAILED, "$error")
    took = f", {words.seconds(each.seconds)}" if each.done and each.seconds >= 0.1 else ""
    said = words.line(each.words)
    return row((f"{sign} ", f"bold {role}"), (words.line(each.owner), "bold"),
               f"  {what}: {said}" if what and said else f"  {said or what}",
               (took, "$muted"))  # fmt: skip


def going_line(what: str, said: str = "") -> tuple[Content, ...]:
    """While it goes on."""
    return (row((f"{signs.HERE} ", "$accent"), words.line(what),
                (f"  {words.line(said)}" if said else " …", "$muted")),)  # fmt: skip


def failed_lines(what: str, error: SwarmlabError) -> tuple[Content, ...]:
    """It did not come to anything: why, and the next step."""
    step = words.line(error.next_step)
    return (row((f"{signs.FAILED} ", "bold $error"), (f"{words.line(what)}: ", "bold"),
                words.line(str(error)), f" · {step}" if step else ""),)  # fmt: skip
