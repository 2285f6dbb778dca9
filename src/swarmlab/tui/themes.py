"""The three themes of the screens; the only place of the program that names a colour.

The values and their roles are those of the design's table, measured for contrast (text,
labels, states and nodes at least 4.5 to 1 on every tone) and for simulated protan, deutan
and tritan sight.
"""

from __future__ import annotations

from textual.theme import Theme

OWN_VARIABLES = ("term", "muted", "faint", "rule", *(f"node-{n}" for n in range(1, 7)))
"""Variables of our own, beyond Textual's; each needs a default for the built-in themes."""


def _theme(
    name: str, *, dark: bool, tones: str, text: str, states: str, rule: str, nodes: str
) -> Theme:
    background, surface, panel, term = (f"#{tone}" for tone in tones.split())
    foreground, muted, faint = (f"#{tone}" for tone in text.split())
    accent, success, error, warning = (f"#{tone}" for tone in states.split())
    own = dict(zip(OWN_VARIABLES, (term, muted, faint, f"#{rule}"), strict=False))
    own |= {f"node-{n}": f"#{tone}" for n, tone in enumerate(nodes.split(), 1)}
    return Theme(
        name=name,
        primary=accent,
        secondary=accent,
        accent=accent,
        success=success,
        error=error,
        warning=warning,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        text_alpha=1.0,
        variables=own | _scrollbars(panel, faint),
    )


def _scrollbars(panel: str, faint: str) -> dict[str, str]:
    return {
        "scrollbar": faint,
        "scrollbar-hover": faint,
        "scrollbar-active": faint,
        "scrollbar-background": panel,
        "scrollbar-background-hover": panel,
        "scrollbar-background-active": panel,
        "scrollbar-corner-color": panel,
    }


THEMES = (
    _theme(
        "swarmlab-dark",
        dark=True,
        tones="14171c 1b1f26 262b34 0c0e11",
        text="d6dbe3 98a1b0 6b7484",
        states="4fc8b4 9fd8a4 f07662 f0a35a",
        rule="1b1f26",
        nodes="6c98ee e1ce86 da86b7 a1efec da7a44 cab7f7",
    ),
    _theme(
        "swarmlab-light",
        dark=False,
        tones="fbfaf7 f1efe9 e3e0d7 ffffff",
        text="23272e 565e6b 7a808a",
        states="00665c 196640 a3170f 8a4a00",
        rule="f1efe9",
        nodes="0e48c2 7d5707 b71177 0e3d42 41260f 38176f",
    ),
    _theme(
        "swarmlab-contrast",
        dark=True,
        tones="000000 000000 262626 000000",
        text="ffffff e0e0e0 b0b0b0",
        states="00ffe0 b8ffcf ff8a75 ffc04a",
        rule="b0b0b0",
        nodes="5c97ff ffe7ad ff85cc ccffff ff7733 d9ccff",
    ),
)
"""In the order in which the theme key goes through them."""

DEFAULTS = {name: str(THEMES[0].variables[name]) for name in OWN_VARIABLES} | {"unlit": "#000000"}
"""What our variables mean in a theme that does not know them; a screen gone dark is so in all."""


def next_theme(name: str) -> str:
    """The theme after this one; the first of ours after any other."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
