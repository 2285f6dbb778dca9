from __future__ import annotations

import json
import subprocess
import sys

SHOW = """
import json, sys
import swarmlab.nodes.sweeper
print(json.dumps(sorted(sys.modules)))
"""


def test_the_sweeper_says_it_is_there_before_it_loads_anything_heavy() -> None:
    shown = subprocess.run((sys.executable, "-c", SHOW), capture_output=True, check=True)
    loaded = set(json.loads(shown.stdout))
    assert not {"docker", "requests", "textual"} & loaded
