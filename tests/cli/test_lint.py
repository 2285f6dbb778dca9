"""Lint shows each fault with its line, a caret and a way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from swarmlab.cli.main import cli
from swarmlab.deck.diagnostic import Diagnostic
from swarmlab.deck.model import Position
from swarmlab.runs import labfile

if TYPE_CHECKING:
    from click.testing import Result

FAULT = Diagnostic(
    code="unknown-attribute",
    message="unknown attribute nod",
    position=Position(Path("slides/roles.md"), 12, 9),
    source_line="```bash {nod=manager1}",
    suggestion="did you mean node?",
)


def lint(monkeypatch: pytest.MonkeyPatch, faults: tuple[Diagnostic, ...], *words: str) -> Result:
    monkeypatch.setattr(labfile, "lint", lambda paths: faults)
    return CliRunner().invoke(cli, ["lint", *words])


def test_a_fault_has_place_line_caret_and_suggestion(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = lint(monkeypatch, (FAULT,))
    assert shown.exit_code == 1
    assert shown.stdout.splitlines() == [
        "slides/roles.md:12:9: unknown attribute nod",
        "  12 | ```bash {nod=manager1}",
        "     |         ^",
        "    = did you mean node?",
    ]
    assert shown.stderr == "1 fault\n"


@pytest.mark.parametrize(
    ("before", "blanks"), [("\tab", "\t  "), ("日本", "    "), ("a\u0301b", "  ")]
)
def test_the_caret_stands_under_its_column(
    monkeypatch: pytest.MonkeyPatch, before: str, blanks: str
) -> None:
    place = Position(Path("x.md"), 1, len(before) + 1)
    fault = Diagnostic("odd", "odd", place, source_line=f"{before}! rest")
    shown = lint(monkeypatch, (fault,))
    assert shown.stdout.splitlines()[2] == f"    | {blanks}^"


def test_no_faults_is_exit_code_0_and_a_word_on_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = lint(monkeypatch, ())
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "no faults\n")


def test_programs_get_every_field(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = lint(monkeypatch, (FAULT,), "--format", "json")
    assert shown.exit_code == 1
    assert json.loads(shown.stdout) == [
        {
            "code": "unknown-attribute",
            "message": "unknown attribute nod",
            "file": "slides/roles.md",
            "line": 12,
            "column": 9,
            "source": "```bash {nod=manager1}",
            "suggestion": "did you mean node?",
        }
    ]


def test_a_deck_cannot_drive_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Diagnostic(
        "odd", "odd \x1b[31mred", Position(Path("x.md"), 1), source_line="a\x1b]0;owned\x07b"
    )
    shown = lint(monkeypatch, (fault,))
    assert "\x1b" not in shown.stdout
    assert "x.md:1:1: odd red" in shown.stdout


def test_a_word_that_is_neither_path_nor_lab_is_exit_code_2() -> None:
    shown = CliRunner().invoke(cli, ["lint", "no-such-lab"])
    assert shown.exit_code == 2
    assert "no lab is called no-such-lab" in shown.stderr


def test_a_path_goes_as_it_is_and_a_name_as_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chapter = tmp_path / "roles.md"
    chapter.touch()
    seen: list[list[Path]] = []

    def note(paths: list[Path]) -> tuple[Diagnostic, ...]:
        seen.append(paths)
        return ()

    monkeypatch.setattr(labfile, "lint", note)
    monkeypatch.setattr(labfile, "find", lambda name: Path(f"labs/{name}.toml"))
    CliRunner().invoke(cli, ["lint", str(chapter), "least-privilege"])
    assert seen == [[chapter, Path("labs/least-privilege.toml")]]


def test_a_remark_deck_is_linted_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "deck.yml").write_text("title: T\ncontent:\n- a.md\n- gone.md\n")
    (tmp_path / "a.md").write_text("# A\n\n.lab[\n<!-- ```wiat x``` -->\n]\n")
    shown = CliRunner().invoke(cli, ["lint", str(tmp_path / "deck.yml"), "--format", "json"])
    assert shown.exit_code == 1
    assert [(Path(f["file"]).name, f["line"], f["code"]) for f in json.loads(shown.stdout)] == [
        ("a.md", 4, "unknown-verb"), ("deck.yml", 4, "missing-file"),
    ]  # fmt: skip
    alone = CliRunner().invoke(cli, ["lint", str(tmp_path / "a.md")])
    assert (alone.exit_code, alone.stderr) == (1, "1 fault\n")
    assert "= did you mean wait?" in alone.stdout


def test_a_folder_is_linted_with_its_manifests_and_their_files_once(tmp_path: Path) -> None:
    (tmp_path / "deck.yml").write_text("title: T\nchat: here\ncontent:\n- a.md\n")
    (tmp_path / "compose.yml").write_text("services: {}\n")
    (tmp_path / "a.md").write_text("# A\n\n@@CHAT@@ @@CHAD@@\n")
    shown = CliRunner().invoke(cli, ["lint", str(tmp_path)])
    assert (shown.exit_code, shown.stderr) == (1, "1 fault\n")
    assert "a.md:3:10: `@@CHAD@@` is no macro" in shown.stdout


def test_faulty_front_matter_is_no_remark_deck(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitel: A\n---\n\n# A\n")
    shown = CliRunner().invoke(cli, ["lint", str(tmp_path / "a.md")])
    assert "`titel` is no key of the front matter" in shown.stdout


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    shown = CliRunner().invoke(cli, ["lint", str(tmp_path / "a.txt")])
    assert shown.exit_code == 2
