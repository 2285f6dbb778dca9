"""Makes ``swarmlab/node:debian``, a node image whose engine is Debian's own.

``python -m scripts.debian_image`` from the top of the checkout. What Debian's packages make is
kept as an image of its own, and made only where it is not there yet (``--fresh`` makes it anew);
swarmlab's files are laid on it each time, in a moment.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from swarmlab.errors import SwarmlabError
from swarmlab.nodes import image
from swarmlab.nodes.chosen import NAME
from swarmlab.nodes.engine import Engine

SUITE = "trixie"
BASE = f"swarmlab/debian:{SUITE}"
REFERENCE = f"{NAME}:debian"
SCRIPT = Path(__file__).with_name("debian_base.sh")


def main() -> int:
    """Make it; the exit status."""
    try:
        with Engine.connect() as engine:
            there = bool(engine.api.images(name=BASE, quiet=True))
            if not there or "--fresh" in sys.argv[1:]:
                made = subprocess.run((SCRIPT, BASE, SUITE), check=False)
                if made.returncode:
                    return made.returncode
            image.build(engine, BASE, REFERENCE)
    except SwarmlabError as error:
        sys.stderr.write(f"swarmlab: {error}\n          next: {error.next_step}\n")
        return error.exit_code
    sys.stderr.write(f"swarmlab: {REFERENCE} is there; --image debian takes it\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
