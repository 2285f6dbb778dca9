"""Back-ticks in fences, which remark draws as highlights and nobody types."""

from __future__ import annotations

import re
from typing import Final

SHELLS: Final = frozenset({"bash", "sh", "shell", "hide"})
"""Languages in which every back-tick is a highlight's, as the deck's own tools have it."""
_MEANT: Final = frozenset({
    "markdown", "md", "js", "javascript", "jsx", "ts", "typescript", "tsx", "go", "golang", "sql",
    "ruby", "perl", "php", "lisp", "scheme", "clojure", "haskell", "latex", "tex", "rst",
})  # fmt: skip
"""Languages in which a back-tick is a sign of the language itself."""
_PAIR: Final = re.compile(r"`([^`\n]+)`")


def without_highlights(text: str, language: str) -> str:
    """A fence's text without the back-ticks that only highlight."""
    if language in SHELLS:
        return text.replace("`", "")
    return text if language in _MEANT else _PAIR.sub(r"\1", text)
