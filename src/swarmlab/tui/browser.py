"""Opening an address in the browser of the learner's desktop, never in their terminal."""

from __future__ import annotations

import subprocess
import webbrowser

from swarmlab.errors import SwarmlabError

_IN_TERMINAL = frozenset({"www-browser", "links", "elinks", "lynx", "w3m", "browsh"})
"""Text browsers that Python knows: they would take the terminal away from the lab."""


def browser() -> webbrowser.BaseBrowser | None:
    """The system's browser; None where there is none with a window of its own."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    name = str(getattr(found, "name", "")).rpartition("/")[2]
    return None if name in _IN_TERMINAL else found


def open_in_browser(url: str) -> None:
    """Hand an address over; may block until the browser has taken it.

    Raises:
        SwarmlabError: there is no browser, or it did not start.
    """
    found = browser()
    if found is None:
        raise SwarmlabError("this machine has no browser to open it in", next_step="y copies it")
    if not (_detached(found, url) if _is_generic(found) else found.open(url)):
        raise SwarmlabError("the browser did not start", next_step="y copies the address")


def _is_generic(found: webbrowser.BaseBrowser) -> bool:
    # A command of $BROWSER: Python would wait for it and let it use the terminal.
    return type(found) is webbrowser.GenericBrowser


def _detached(found: webbrowser.BaseBrowser, url: str) -> bool:
    arguments = [argument.replace("%s", url) for argument in getattr(found, "args", ("%s",))]
    try:
        subprocess.Popen(
            [found.name, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError:
        return False
    return True
