"""Extra shells, two at once, and one on the whole screen."""

from __future__ import annotations

from swarmlab.tui import words
from swarmlab.tui.arrangement import shell_name
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.hearing import LabHearing


class LabArranging(LabHearing):
    """Arranges shells."""

    def action_shell(self, number: int) -> None:
        """To the shell with this number."""
        keys = self.arrangement.keys(self.session.node_names)
        if 1 <= number <= len(keys):
            self.show_shell(keys[number - 1])
            self.go_to("shell")

    def more_actions(self) -> list[tuple[str, str]]:
        """Every shell by its name."""
        keys = self.arrangement.keys(self.session.node_names)
        return [
            (f"To the shell of {words.line(shell_name(key))}  ({number})", f"shell({number})")
            for number, key in enumerate(keys, 1)
        ]

    def action_open_shell(self) -> None:
        """One more shell on the node in view."""
        node = self.shell_key[0]
        if not node:
            self.say("There is no node to open a shell on")
            return
        self.show_shell(self.arrangement.new_extra(node))
        self.go_to("shell")

    def action_close_shell(self) -> None:
        """The extra shell in view ends; asks first while something runs in it."""
        key = self.shell_key
        shell = self.shells.get(key)
        if key[1] is None:
            self.say(f"The first shell of {key[0] or 'a node'} stays; + opens extra ones")
        elif shell is not None and shell.busy and not shell.lost:
            question = Question(f"Close {shell_name(key)}",
                                ("A command still runs in it, and ends with it.",),
                                (Answer("enter", "close it"),))  # fmt: skip
            self.ask_first(question, lambda _: self.close_shell())
        else:
            self.close_shell()

    def close_shell(self) -> None:
        """The extra shell in view ends."""
        key = self.shell_key
        shell = self.shells.pop(key, None)
        self.arrangement.close(key, self.session.node_names)
        self.fill_halves()
        self.go_to(self.pane)
        if shell is not None:
            self.ask(shell.end, group=f"end {key}")

    def action_split(self) -> None:
        """Two shells at once, or the one in use again."""
        arranged = self.arrangement
        if arranged.split:
            arranged.join(arranged.half)
        elif self.shell_key[0]:
            arranged.divide(self.session.node_names)
        self.fill_halves()
        self.go_to("shell" if self.layout_name == "-narrow" else self.pane)

    def action_zoom(self) -> None:
        """The shell on the whole screen, or in its place again."""
        self.toggle_class("-zoom")
        self.go_to("shell")
