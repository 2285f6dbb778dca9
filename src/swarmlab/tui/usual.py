"""How long fresh nodes at a place usually take on this machine, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.runs.replay import way_to
from swarmlab.tui import words

if TYPE_CHECKING:
    from swarmlab.runs.model import Place
    from swarmlab.tui.ports import LabSession


def usual(session: LabSession, place: Place) -> str:
    """``usually 27 s``; at the first time what is known of it; empty where that is nothing."""
    seconds = session.usual_seconds(place)
    if seconds is not None:
        return f"usually {words.seconds(seconds)}"
    boot, lab = session.usual_boot_seconds, session.lab
    here = lab.chapter(session.place.chapter).chapter.nodes
    if boot is None or len(lab.chapter(place.chapter).chapter.nodes) != len(here):
        return ""
    units = sum(len(leg.units) for leg in way_to(lab, place.chapter, place.slide))
    if not units:
        return f"usually {words.seconds(boot)}"
    runs = "runs" if units == 1 else "run"
    up = f"nodes usually up in {words.seconds(boot)}"
    return f"{up}, then {words.counted(units, 'unit')} {runs}"
