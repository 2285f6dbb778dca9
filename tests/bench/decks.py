"""Decks to measure on: as many slides as wanted, equal for swarmlab and for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FRONT = """\
---
title: Bench
minutes: 5
nodes: [manager1]
start: bare
---

# Bench, part {part}
"""
_OTHER_FRONT = """\
---
marp: true
title: Bench
---

# Bench
"""
_SLIDE = """
---

## Slide {number}: a worker asks

Ask the manager for its list of **nodes**, then be *refused*: `docker node ls`, on line {number}.

```bash{unit}
docker node ls --format '{{{{.Hostname}}}} {{{{.Status}}}}'
docker service ls
```

- The first point of slide {number}, with a [link](https://example.com/{number})
- The second point, **strong** and *soft*
- The third one

> A quote about least privilege.

| role | may |
| --- | --- |
| worker | run tasks |
| manager | decide {number} |
"""
CHAPTER_SLIDES = 500
"""A chapter has no more; larger decks are labs of several."""


def write_chapter(folder: Path, slides: int, name: str = "deck", part: int = 1) -> Path:
    """A chapter of so many slides."""
    path = folder / f"{name}.md"
    body = "".join(_SLIDE.format(number=n, unit=" {node=manager1}") for n in range(1, slides))
    path.write_text(_FRONT.format(part=part) + body, encoding="utf-8")
    return path


def write_other(folder: Path, slides: int) -> Path:
    """The same for marp."""
    path = folder / "other.md"
    body = "".join(_SLIDE.format(number=n, unit="") for n in range(1, slides))
    path.write_text(_OTHER_FRONT + body, encoding="utf-8")
    return path


def write_large_lab(folder: Path, slides: int) -> Path:
    """A lab of so many slides, in chapters."""
    for name in ("labs", "slides"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    parts = range(1, slides // CHAPTER_SLIDES + 1)
    for part in parts:
        write_chapter(folder / "slides", CHAPTER_SLIDES, f"part{part}", part)
    names = ", ".join(f'"part{part}"' for part in parts)
    lab = folder / "labs" / "large.toml"
    lab.write_text(f'title = "Large"\nchapters = [{names}]\nnodes = ["manager1"]\n')
    return lab
