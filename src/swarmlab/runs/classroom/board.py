"""The board: what an instructor leaves in the progress file for learners, and they for the class.

Everything is written by whoever acts and read by whoever it concerns; nobody waits for anybody.
What an instructor's program does with a learner's shells carries a beat: without one for
``BEAT_SECONDS`` it is over, however that program ended.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from swarmlab.errors import UsageError
from swarmlab.patience import patient
from swarmlab.runs.classroom.model import ClassWord, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from swarmlab.runs.classroom.model import MessageKind, PartState
    from swarmlab.runs.store import Store

BEAT_SECONDS = patient(6.0)
"""So long after its last sign of life, an instructor's program is taken for gone."""
LONGEST = 2000
"""Characters of a message, a question or a pause that are kept."""

_WEIGHT = "CASE state WHEN 'takes part' THEN 2 WHEN 'asks' THEN 1 ELSE 0 END"
"""Of what several instructors do with one run's shells, the most is said."""
_WORD = f"""
SELECT
    (SELECT words FROM pauses WHERE lab = ?2) AS paused,
    (SELECT group_concat(chapter, char(10)) FROM locked WHERE lab = ?2) AS locked,
    (SELECT since FROM hands WHERE run = ?1) AS hand,
    (SELECT CASE state WHEN 'down' THEN 0 ELSE expires END FROM runs WHERE id = ?1) AS expires,
    (SELECT state FROM parts WHERE run = ?1 AND beat > ?3
     ORDER BY {_WEIGHT} DESC LIMIT 1) AS part,
    (SELECT max(number) FROM messages WHERE run = ?1 AND seen IS NULL) AS newest
"""  # noqa: S608 - ours


@dataclass(frozen=True, slots=True)
class Seen:
    """The board as one learner's program sees it."""

    word: ClassWord
    newest: int
    """The number of the newest message that was not dismissed; 0 without one."""


def look(store: Store, run: str, lab: str) -> Seen:
    """What concerns one run at this moment, in one query."""
    row = store.rows(_WORD, (run, lab, time.time() - BEAT_SECONDS))[0]
    word = ClassWord(
        paused=row["paused"],
        locked=frozenset((row["locked"] or "").split("\n")) - {""},
        part=row["part"],
        hand=row["hand"] or 0.0,
        expires=row["expires"] or 0.0,
    )
    return Seen(word, row["newest"] or 0)


# --- messages ----------------------------------------------------------------------------


def say(store: Store, runs: Sequence[str], kind: MessageKind, text: str) -> frozenset[str]:
    """Leave a message for runs; those that are still there and got it.

    Raises:
        UsageError: it says nothing.
    """
    kept = _kept(text)
    if not kept:
        raise UsageError("the message is empty", next_step="write what learners shall read")
    sql = "INSERT INTO messages (run, at, kind, text) SELECT id, ?, ?, ? FROM runs WHERE id = ?"
    with store.changes() as db:
        return frozenset(
            run for run in runs if db.execute(sql, (time.time(), kind, kept, run)).rowcount
        )


def unread(store: Store, run: str, after: int = 0) -> tuple[Message, ...]:
    """Messages that were not dismissed, oldest first.

    Args:
        store: the progress file.
        run: whose.
        after: only those with a higher number.
    """
    rows = store.rows(
        "SELECT number, at, kind, text FROM messages"
        " WHERE run = ? AND number > ? AND seen IS NULL ORDER BY number",
        (run, after),
    )
    return tuple(Message(row["number"], row["at"], row["kind"], row["text"]) for row in rows)


def dismiss(store: Store, run: str, number: int) -> None:
    """A learner has read a message, and those before it."""
    store.write(
        "UPDATE messages SET seen = ? WHERE run = ? AND number <= ? AND seen IS NULL",
        (time.time(), run, number),
    )


# --- hands -------------------------------------------------------------------------------


def raise_hand(store: Store, run: str, question: str = "") -> None:
    """A learner asks for help; a hand that is up already stays up since when it was."""
    store.write(
        "INSERT INTO hands (run, since, question) VALUES (?, ?, ?)"
        " ON CONFLICT (run) DO UPDATE SET question = excluded.question",
        (run, time.time(), _kept(question)),
    )


def lower_hand(store: Store, run: str) -> bool:
    """The question was answered; whether the hand was up."""
    return store.write("DELETE FROM hands WHERE run = ?", (run,)) > 0


# --- a lab's pause and locks -------------------------------------------------------------


def pause(store: Store, lab: str, words: str | None) -> None:
    """Stop the screens of a lab's learners for a discussion; None lets them go on."""
    if words is None:
        store.write("DELETE FROM pauses WHERE lab = ?", (lab,))
        return
    store.write(
        "INSERT INTO pauses (lab, words, since) VALUES (?, ?, ?)"
        " ON CONFLICT (lab) DO UPDATE SET words = excluded.words",
        (lab, _kept(words), time.time()),
    )


def paused(store: Store, lab: str) -> str | None:
    """What the pause of a lab says; None while there is none."""
    row = store.row("SELECT words FROM pauses WHERE lab = ?", (lab,))
    return str(row["words"]) if row else None


def lock(store: Store, lab: str, chapter: str, *, locked: bool) -> None:
    """Let nobody enter a chapter, or let them again."""
    if locked:
        sql = "INSERT OR IGNORE INTO locked (lab, chapter, since) VALUES (?, ?, ?)"
        store.write(sql, (lab, chapter, time.time()))
    else:
        store.write("DELETE FROM locked WHERE lab = ? AND chapter = ?", (lab, chapter))


def locked_chapters(store: Store, lab: str) -> frozenset[str]:
    """The chapters of a lab that nobody may enter."""
    rows = store.rows("SELECT chapter FROM locked WHERE lab = ?", (lab,))
    return frozenset(row["chapter"] for row in rows)


def refuse_locked(store: Store, lab: str, chapter: str) -> None:
    """See to it that a chapter may be entered.

    Raises:
        UsageError: its instructor has locked it.
    """
    if chapter in locked_chapters(store, lab):
        raise UsageError(
            f"the instructor has locked chapter {chapter}",
            next_step="wait until it is released, or go on in another chapter",
        )


# --- what an instructor does with a run's shells -----------------------------------------


def take_part(store: Store, run: str, desk: str, state: PartState) -> None:
    """An instructor's program watches a run's shells, or asks to type into them.

    Args:
        store: the progress file.
        run: whose shells.
        desk: names the program.
        state: ``takes part`` is not for it to say: the learner does, with ``answer_part``.
    """
    store.write(
        "INSERT INTO parts (run, desk, state, beat) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (run, desk) DO UPDATE SET beat = excluded.beat, state ="
        " CASE WHEN parts.state = 'takes part' OR excluded.state = 'watches' THEN parts.state"
        " ELSE excluded.state END",
        (run, desk, state, time.time()),
    )


def part_of(store: Store, run: str, desk: str) -> PartState | None:
    """What one program does with a run's shells, as far as its learner lets it."""
    row = store.row("SELECT state FROM parts WHERE run = ? AND desk = ?", (run, desk))
    state: PartState | None = row["state"] if row else None
    return state


def parts(store: Store) -> Mapping[str, PartState]:
    """What instructors do with shells at this moment, by run."""
    rows = store.rows(
        f"SELECT run, state FROM parts WHERE beat > ? ORDER BY {_WEIGHT}",  # noqa: S608 - ours
        (time.time() - BEAT_SECONDS,),
    )
    return {row["run"]: row["state"] for row in rows}


def beat(store: Store, desk: str) -> None:
    """An instructor's program lives; of others that died nothing is left."""
    now = time.time()
    with store.changes() as db:
        db.execute("UPDATE parts SET beat = ? WHERE desk = ?", (now, desk))
        db.execute("DELETE FROM parts WHERE beat < ?", (now - 10 * BEAT_SECONDS,))


def leave(store: Store, desk: str, run: str | None = None) -> None:
    """An instructor's program looks at a run's shells no more; at none without ``run``."""
    store.write("DELETE FROM parts WHERE desk = ?1 AND run = coalesce(?2, run)", (desk, run))


def answer_part(store: Store, run: str, *, agreed: bool) -> None:
    """The learner lets who asks type, or does not (any more): then they only watch."""
    if agreed:
        sql = "UPDATE parts SET state = 'takes part' WHERE run = ? AND state = 'asks'"
    else:
        sql = "UPDATE parts SET state = 'watches' WHERE run = ?"
    store.write(sql, (run,))


def note_open(store: Store, run: str) -> None:
    """A program has the run open now."""
    store.write(
        "INSERT INTO presence (run, at) SELECT id, ?2 FROM runs WHERE id = ?1"
        " ON CONFLICT (run) DO UPDATE SET at = excluded.at",
        (run, time.time()),
    )


def _kept(text: str) -> str:
    return text.strip()[:LONGEST]
