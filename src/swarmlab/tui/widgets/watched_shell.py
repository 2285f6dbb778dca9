"""Another's shell: to look at, or to type into once that was agreed. Its size stays its owner's."""

from __future__ import annotations

from swarmlab.tui.widgets.shell_screen import ShellScreen
from swarmlab.tui.widgets.shell_view import ShellView


class WatchedShell(ShellScreen, can_focus=False):
    """Draws it; no key, click or size of ours ever gets there."""

    ALLOW_SELECT = False

    def _resize(self) -> None:
        """The learner's terminal decides how large it is."""


class SharedShell(ShellView):
    """Types into it, too."""

    def _resize(self) -> None:
        """The learner's terminal decides how large it is."""
