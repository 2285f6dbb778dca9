"""The map of the swarm on the lab screen: selecting a node, and what keys do to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from swarmlab.deck.model import Position, PowerUnit
from swarmlab.tui.draw.map_board import per_row
from swarmlab.tui.screens.dialog import Answer, Question
from swarmlab.tui.screens.lab.nodes import LabNodes
from swarmlab.tui.widgets.map_pane import MapPane

if TYPE_CHECKING:
    from swarmlab.deck.model import PowerVerb


class LabMap(LabNodes):
    """Shows the whole swarm, and changes the power of its nodes."""

    @property
    def map_pane(self) -> MapPane:
        """The map."""
        return self.query_one(MapPane)

    def action_map(self) -> None:
        """To the map, at the node whose shell is in view."""
        self.map_opened = False
        self.map_node = self.map_node or self.shell_key[0]
        self.draw_map()
        self.go_to("map")

    def action_show_on_map(self, index: int) -> None:
        """A click on a card of the swarm's pane."""
        self.action_choose_node(index)
        self.action_map()

    def action_map_back(self) -> None:
        """From one node's facts to the list; from the map to the slide."""
        if self.map_opened and self.layout_name == "-narrow":
            self._open_node(opened=False)
        else:
            self.go_to("slide")

    def _open_node(self, *, opened: bool) -> None:
        self.map_opened = opened
        self.draw_map()
        self.draw_keys()

    # Selecting

    def action_node_left(self) -> None:
        """The node before."""
        self._step_node(-1)

    def action_node_right(self) -> None:
        """The node after."""
        self._step_node(1)

    def action_node_up(self) -> None:
        """The node above, else a line up."""
        self._node_beside(-1)

    def action_node_down(self) -> None:
        """The node below, else a line down."""
        self._node_beside(1)

    def action_map_page(self) -> None:
        """A page down."""
        self.map_pane.page(1)

    def action_map_page_back(self) -> None:
        """A page up."""
        self.map_pane.page(-1)

    def action_choose_node(self, index: int) -> None:
        """A click on a card."""
        if 0 <= index < len(self.session.node_names):
            self.map_node = self.session.node_names[index]
            self.draw_map()
            self.draw_keys()

    def action_open_node(self, index: int) -> None:
        """A click on a line of the list."""
        self.map_opened = True
        self.action_choose_node(index)

    def _step_node(self, step: int) -> None:
        names = self.session.node_names
        if names:
            at = names.index(self.map_node) if self.map_node in names else 0
            self.action_choose_node(max(0, min(len(names) - 1, at + step)))

    def _node_beside(self, direction: int) -> None:
        pane, look = self.map_pane, self.map_pane.look
        if self.layout_name == "-narrow":
            step = 0 if self.map_opened else 1
        else:
            step = per_row(len(look.nodes), pane.board_width)
        if step and 0 <= look.selected + direction * step < len(look.nodes):
            self._step_node(direction * step)
        else:
            pane.line(direction)

    # What keys do to a node

    def action_enter_node(self) -> None:
        """Its facts where they are not in view, else its shell."""
        if self.layout_name == "-narrow" and not self.map_opened:
            self._open_node(opened=True)
            return
        node = self.map_pane.look.node
        if node:
            self.show_shell((node, None))
            self.go_to("shell")

    def action_kill_node(self) -> None:
        """Off, as by a power cut."""
        self._switch("kill")

    def action_start_node(self) -> None:
        """On again."""
        self._switch("start")

    def action_pause_node(self) -> None:
        """Stand still, or go on."""
        paused = self.lesson.swarm.powers.get(self.map_pane.look.node) == "paused"
        self._switch("unpause" if paused else "pause")

    def action_rebuild_node(self) -> None:
        """A fresh node in its place; asks first."""
        node = self.map_pane.look.node
        question = Question(
            f"Rebuild {node}",
            (f"1 node is thrown away: {node}, with its disk and its certificate.",
             "A fresh one with its name and address comes, outside the swarm."),
            (Answer("enter", "rebuild it"),),
        )  # fmt: skip
        if node:
            self.ask_first(question, lambda _: self.rebuild(node))

    def _switch(self, verb: PowerVerb) -> None:
        node = self.map_pane.look.node
        if node:
            unit = PowerUnit(node, (verb,), Position(Path("key"), 1))
            self.say(f"{node}: {verb}")
            # Its shells end or open again as the session tells of the node.
            self.ask(lambda: self.session.run_unit(unit), group=f"power {node}")
