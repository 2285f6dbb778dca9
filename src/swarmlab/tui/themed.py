"""What our apps have in common: the themes, keys as they are, and faults said in words."""

from __future__ import annotations

from typing import TypeVar

from textual.app import App

from swarmlab.errors import SwarmlabError
from swarmlab.tui import themes
from swarmlab.tui.alt_keys import let_alt_through
from swarmlab.tui.background import unexpected

R = TypeVar("R")


class ThemedApp(App[R], inherit_bindings=False):
    """An app of swarmlab's.

    Args:
        theme: the name of the theme to begin with.

    Attributes:
        failure: set when the app ends by a fault; whoever ran it says it and exits with its
            code.
    """

    TITLE = "swarmlab"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, theme: str = "swarmlab-dark") -> None:
        let_alt_through()
        super().__init__()
        self.failure: SwarmlabError | None = None
        for each in themes.THEMES:
            self.register_theme(each)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not know them."""
        return themes.DEFAULTS

    def _handle_exception(self, error: Exception) -> None:
        """Whoever ran the app says it in words."""
        self.failure = error if isinstance(error, SwarmlabError) else unexpected(error)
        if self.failure is not error:
            self.failure.__cause__ = error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a traceback, which would show variables and the secrets in them."""
        self._close_messages_no_wait()
