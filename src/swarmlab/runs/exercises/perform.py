"""Does one action of an exercise after the other, and says what came of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.errors import NodeError, ShellBusy, UnitFailed
from swarmlab.runs.exercises import keynames, tmuxwords
from swarmlab.runs.exercises.clock import until
from swarmlab.runs.exercises.copying import last_match
from swarmlab.runs.exercises.outcome import Outcome
from swarmlab.runs.exercises.pane import last_lines
from swarmlab.runs.exercises.panes import LEAVING, MOST
from swarmlab.swarm.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from swarmlab.runs.exercises.clock import Clock, Limits
    from swarmlab.runs.exercises.pane import Entry, Pane
    from swarmlab.runs.exercises.panes import Panes
    from swarmlab.runs.exercises.plan import Ending, Planned

OPENS_NOTHING = "nothing of a deck is opened on this machine"


class Performer:
    """Performs actions in panes.

    Args:
        panes: where.
        clock: what waits.
        limits: how long.
    """

    def __init__(self, panes: Panes, clock: Clock, limits: Limits) -> None:
        self._panes = panes
        self._clock = clock
        self._limits = limits
        self._copied = ""
        """What was copied last."""
        self._do: Mapping[str, Callable[[Planned], Outcome]] = {
            "bash": self._bash, "hide": self._bash, "check": self._check,
            "wait": lambda one: self._wait(one, limits.wait),
            "longwait": lambda one: self._wait(one, limits.longwait),
            "key": self._key, "keys": self._keys, "copy": self._copy, "paste": self._paste,
            "copypaste": self._copypaste, "tmux": self._tmux,
            "open": lambda _: Outcome("skipped", OPENS_NOTHING),
        }  # fmt: skip

    def perform(self, planned: Planned) -> Outcome:
        """Do an action.

        Raises:
            CalledOff: it shall not go on.
            EngineError: the engine is gone.
        """
        verb = planned.action.verb
        if planned.unknown:
            return Outcome("unknown", planned.unknown)
        do = self._do.get(verb)
        if do is None:
            near = did_you_mean(verb, self._do) or f"known are: {', '.join(self._do)}"
            return Outcome("unknown", f"no action is called {verb}; {near}")
        begun = self._clock.now()
        try:
            outcome = do(planned)
        except (NodeError, UnitFailed) as fault:
            outcome = Outcome("failed", fault.message)
        if outcome.kind == "skipped":
            return outcome
        return replace(outcome, seconds=self._clock.now() - begun)

    def recover(self) -> None:
        """After a fault: what runs is ended; a shell that does not end is replaced."""
        pane = self._panes.active
        if pane.at_own_prompt and not pane.shell.lost:
            return
        try:
            back = pane.recover()
        except NodeError:
            back = False
        if not back:
            self._panes.leave()

    # --- commands ----------------------------------------------------------------------

    def _bash(self, planned: Planned) -> Outcome:
        return self._command(clean(planned.action.text).strip(), planned.ending)

    def _command(self, text: str, ending: Ending) -> Outcome:
        if not text:
            return Outcome("failed", "there is no command")
        pane = self._panes.active
        if not pane.await_prompt(self._limits.prompt):
            return self._late("the shell has no prompt: what runs there did not end", pane)
        if (moved := self._moved(text, pane)) is not None:
            return moved
        entry = self._entered(text, pane)
        if ending == "text" and not (entry and entry.incomplete):
            return Outcome("ran", "goes on")
        return self._ended(entry, pane, ending)

    def _moved(self, text: str, pane: Pane) -> Outcome | None:
        """The commands that lead to another node's shell, and back from it."""
        if not pane.at_own_prompt:
            return None
        if text in LEAVING and self._panes.can_leave:
            self._panes.leave()
            return Outcome("ran", f"back on {self._panes.active.node}")
        node = self._panes.login_of(text)
        if node is None:
            return None
        if self._panes.is_full:
            return _full()
        self._panes.login(node)
        return Outcome("ran", f"on {node} now")

    def _entered(self, text: str, pane: Pane) -> Entry | None:
        """Enter a command; a shell that is busy just now is asked again while there is time."""
        deadline = self._clock.now() + self._limits.prompt
        while True:
            try:
                return pane.enter(text)
            except ShellBusy:
                if self._clock.now() >= deadline:
                    raise
                self._clock.pause(self._limits.look)
                pane.await_prompt(self._limits.prompt)

    def _ended(self, entry: Entry | None, pane: Pane, ending: Ending) -> Outcome:
        limit = self._limits.grace if ending == "keys" else self._limits.prompt

        def over() -> bool:
            done = entry.over if entry else pane.at_own_prompt
            return done or pane.at_inner_prompt()

        if not until(self._clock, over, limit, self._limits.look):
            if ending == "keys":
                return Outcome("ran", "goes on")
            return self._late(f"did not end within {limit:g} s", pane)
        if entry is None:
            return self._judged_inside(pane)
        if entry.incomplete:
            return Outcome("failed", "is no whole command: the shell waits for more")
        if not entry.over:
            return Outcome("ran", "a shell inside it has the prompt")
        return _judged(entry)

    def _judged_inside(self, pane: Pane) -> Outcome:
        """What came of a command in a shell inside the shell."""
        output = pane.printed()
        status = pane.last_status if pane.at_own_prompt else pane.ask_status()
        if status is None:
            return Outcome("failed", "the shell inside told no status", last_lines(output))
        return Outcome("failed", f"exit {status}", last_lines(output)) if status else Outcome("ran")

    def _check(self, planned: Planned) -> Outcome:
        text = clean(planned.action.text).strip()
        if text:
            return self._command(text, "prompt")
        pane = self._panes.active
        if not pane.await_prompt(self._limits.prompt):
            return self._late(f"no prompt within {self._limits.prompt:g} s", pane)
        status = pane.last_status if pane.at_own_prompt else pane.ask_status()
        if status is None:
            return Outcome("failed", "no command has ended here: there is no status to check")
        if status:
            return Outcome("failed", f"exit {status}", last_lines(pane.printed()))
        return Outcome("ran", "exit 0")

    # --- what is shown -----------------------------------------------------------------

    def _wait(self, planned: Planned, seconds: float) -> Outcome:
        text, pane = clean(planned.action.text).strip(), self._panes.active
        if not text:
            return Outcome("failed", "there is no text to wait for")
        if until(self._clock, lambda: text in pane.seen(), seconds, self._limits.look * 2):
            return Outcome("came")
        return self._late(f"did not come within {seconds:g} s", pane)

    def _copy(self, planned: Planned) -> Outcome:
        pattern = planned.action.text.strip()
        if not pattern:
            return Outcome("failed", "there is no expression")
        self._copied = last_match(pattern, self._panes.active.screen())
        return Outcome("ran", f"{len(self._copied)} characters")

    def _paste(self, _: Planned) -> Outcome:
        if not self._copied:
            return Outcome("failed", "nothing was copied")
        self._panes.active.paste(self._copied)
        return Outcome("ran")

    def _copypaste(self, planned: Planned) -> Outcome:
        copied = self._copy(planned)
        if not copied.is_good:
            return copied
        return self._command(clean(self._copied).strip(), planned.ending)

    # --- keys and panes ----------------------------------------------------------------

    def _key(self, planned: Planned) -> Outcome:
        name = planned.action.text.strip()
        data = keynames.key(name)
        if data is None:
            near = did_you_mean(name, keynames.NAMES) or "text is typed by keys"
            return Outcome("failed", f"no key is called {name or 'nothing'}; {near}")
        return self._typed(data)

    def _keys(self, planned: Planned) -> Outcome:
        text = planned.action.text.strip("\n")
        return self._typed(keynames.keys(text)) if text else Outcome("failed", "there are no keys")

    def _typed(self, data: bytes) -> Outcome:
        pane = self._panes.active
        if data == keynames.END_OF_INPUT and pane.at_own_prompt and self._panes.can_leave:
            self._panes.leave()
            return Outcome("ran", f"back on {self._panes.active.node}")
        pane.type(data)
        return Outcome("ran")

    def _tmux(self, planned: Planned) -> Outcome:
        wanted = tmuxwords.read(clean(planned.action.text))
        if isinstance(wanted, tmuxwords.Passed):
            return Outcome("skipped", wanted.why)
        match wanted.change:
            case "keys":
                return self._typed(b"".join(keynames.keys(word) for word in wanted.words))
            case "open" if self._panes.is_full:
                return _full()
            case "open":
                self._panes.split()
            case "close":
                self._panes.leave()
            case "step":
                self._panes.step(wanted.target)
            case "last" if not self._panes.last():
                return Outcome("failed", "there is no other pane")
            case "go" if not self._panes.go(wanted.target):
                return Outcome("failed", f"there is no pane {wanted.target}")
        return Outcome("ran", f"pane {self._panes.number + 1} of {self._panes.count}")

    @staticmethod
    def _late(words: str, pane: Pane) -> Outcome:
        return Outcome("timed out", words, last_lines(pane.screen()))


def _judged(entry: Entry) -> Outcome:
    """What came of a command at the node's own prompt: the status of its last line counts."""
    result = entry.result
    if result is None:
        return Outcome("failed", "something else ran in its place")
    if result.status:
        return Outcome("failed", f"exit {result.status}", last_lines(result.output))
    for command in result.commands[:-1]:
        if command.status:
            first = command.text.split("\n")[0]
            return Outcome("ran", f"exit {command.status} of `{first}` on the way")
    return Outcome("ran")


def _full() -> Outcome:
    return Outcome("failed", f"there are {MOST} panes already")
