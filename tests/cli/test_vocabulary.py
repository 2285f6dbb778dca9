"""``swarmlab checks`` shows every sentence with an example."""

from __future__ import annotations

import json

from click.testing import CliRunner

from swarmlab.checks.vocabulary import sentences
from swarmlab.cli.main import cli


def test_every_sentence_is_listed_with_its_example() -> None:
    shown = CliRunner().invoke(cli, ["checks"])
    assert shown.exit_code == 0
    assert len(sentences()) > 5
    for sentence in sentences():
        assert sentence.pattern in shown.stdout
        assert f"example: {sentence.example}" in shown.stdout


def test_programs_get_the_vocabulary_as_json() -> None:
    shown = CliRunner().invoke(cli, ["checks", "--json"])
    listed = json.loads(shown.stdout)
    assert [record["pattern"] for record in listed] == [s.pattern for s in sentences()]
    assert set(listed[0]) == {"subject", "pattern", "example", "doc", "reads"}
