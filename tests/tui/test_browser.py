"""A link is handed to a browser with a window, never to one in the terminal."""

from __future__ import annotations

import subprocess
import webbrowser
from typing import Any

import pytest

from swarmlab.errors import SwarmlabError
from swarmlab.tui.browser import browser, open_in_browser

URL = "https://example.org/?a=%s"


def use(monkeypatch: pytest.MonkeyPatch, found: webbrowser.BaseBrowser | None) -> None:
    def get() -> webbrowser.BaseBrowser:
        if found is None:
            raise webbrowser.Error("could not locate runnable browser")
        return found

    monkeypatch.setattr(webbrowser, "get", get)


@pytest.mark.parametrize("name", [None, "lynx", "/usr/bin/w3m", "www-browser"])
def test_a_browser_in_the_terminal_is_none(
    monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    use(monkeypatch, webbrowser.GenericBrowser(name) if name else None)
    assert browser() is None
    with pytest.raises(SwarmlabError, match="no browser"):
        open_in_browser(URL)


def test_a_command_gets_the_address_and_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], Any]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda argv, **more: started.append((argv, more)))
    use(monkeypatch, webbrowser.GenericBrowser(["my-browser", "--new", "%s"]))
    open_in_browser(URL)
    ((argv, more),) = started
    assert argv == ["my-browser", "--new", URL]
    assert more["stdin"] == more["stdout"] == more["stderr"] == subprocess.DEVNULL


def test_a_browser_that_does_not_take_it_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(webbrowser.BaseBrowser):
        def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
            return False

    use(monkeypatch, Broken("firefox"))
    with pytest.raises(SwarmlabError, match="did not start"):
        open_in_browser(URL)
