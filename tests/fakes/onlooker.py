"""Somebody who looks at a fake shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.shell import FakeShell

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.shell import FakeScreen


class FakeOnlooker(FakeShell):
    """Looks at a fake shell."""

    def __init__(self, shell: FakeShell, may_type: Callable[[], bool] | None) -> None:
        super().__init__(shell.node)
        self.watched = shell
        self._may_type = may_type

    def capture(self, scrollback: int = 0) -> FakeScreen:
        return self.watched.capture(scrollback)

    def keys(self, data: bytes) -> None:
        if self._may_type is not None and self._may_type():
            self.watched.keys(data)
