"""Lab files: found, read, and every fault with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.errors import UsageError
from swarmlab.runs import labfile
from swarmlab.runs.labtoml import read
from tests.runs.labs import FIRST, LAB, SECOND, write_lab

if TYPE_CHECKING:
    from pathlib import Path


SIZE = 'a text such as "512 MiB", from 64 MiB to 1024 GiB'
NAME = "be small letters, digits and dashes within, begin with a letter, not localhost"


def faults(path: Path) -> list[str]:
    return [f"{f.position.line}:{f.position.column} {f.message}" for f in read(path)[1]]


def test_a_lab_is_read_with_its_chapters(tmp_path: Path) -> None:
    lab = labfile.load(write_lab(tmp_path))
    assert (lab.name, lab.title, lab.minutes, lab.hours) == ("small", "Small", 10, 8.0)
    assert [node.name for node in lab.nodes] == ["manager1", "worker1"]
    assert [step.id for step in lab.steps] == [
        "first#make-it",
        "first#join-it",
        "first#be-refused",
        "second#rotate",
    ]
    assert lab.steps[0].tasks[0].key == "first#make-it/1"


def test_limits_are_common_or_a_nodes_own(tmp_path: Path) -> None:
    text = (
        'title = "T"\nchapters = ["first"]\n[limits]\nmemory = "1 GiB"\npids = 500\n'
        '[[nodes]]\nname = "manager1"\n[[nodes]]\nname = "worker1"\npids = 100\ncpus = 0.5\n'
    )
    file, _ = read(write_lab(tmp_path, text))
    assert file is not None
    manager, worker = file.nodes
    assert (manager.memory, manager.pids, manager.cpus) == (1 << 30, 500, 1.0)
    assert (worker.memory, worker.pids, worker.cpus) == (1 << 30, 100, 0.5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LAB + "colour = 1\n", ["5:1 unknown key colour"]),
        (LAB.replace("title", "titel"), ["1:1 unknown key titel", "1:1 the lab has no title"]),
        (LAB + "hours = true\n", ["5:1 hours must be a number of hours from above 0 to 168"]),
        (LAB + '[limits]\nmemory = "lots"\n', [f"6:1 memory must be {SIZE}"]),
        (LAB.replace('"worker1"', '"Worker_1"'), [f"4:22 a node's name must {NAME}"]),
        (LAB.replace('"worker1"', '"manager1"'), ["4:22 node manager1 is named twice"]),
        (LAB.replace('"worker1"', '"localhost"'), [f"4:22 a node's name must {NAME}"]),
        (LAB.replace('"worker1"', '"worker1-"'), [f"4:22 a node's name must {NAME}"]),
        (LAB.replace('["manager1", ', f"{[f'n{n}' for n in range(64)]}".replace("]", ", ")),
         ["4:1 nodes must be 64 at most"]),
        (LAB + f'[limits]\nmemory = "{"9" * 5000} GiB"\n', [f"6:1 memory must be {SIZE}"]),
        (LAB + '[limits]\nmemory = "1025 GiB"\n', [f"6:1 memory must be {SIZE}"]),
        (LAB.replace('"Small"', '"Sm\\u001b]52;c;\\u0007all"'),
         ["1:1 title must be visible characters"]),
        ('title = "T\n', ["1:11 not TOML: Illegal character '\\n'"]),
        (LAB.replace("second", "../x"), ["3:22 '../x' is not a chapter's name"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert faults(write_lab(tmp_path, text)) == expected


def test_an_endless_number_is_a_fault_not_an_accident(tmp_path: Path) -> None:
    (fault,) = faults(write_lab(tmp_path, LAB + f"hours = {'9' * 5000}\n"))
    assert "not TOML: Exceeds the limit" in fault


@pytest.mark.parametrize("target", ["/dev/null", "../slides"])
def test_what_is_no_file_is_not_read(tmp_path: Path, target: str) -> None:
    path = write_lab(tmp_path)
    path.unlink()
    path.symlink_to(target)
    assert faults(path) == ["1:1 this is no file"]


def test_a_link_that_leads_to_itself_is_a_fault(tmp_path: Path) -> None:
    path = write_lab(tmp_path)
    loop = tmp_path / "slides" / "first.md"
    loop.unlink()
    loop.symlink_to("first.md")
    assert {f.code for f in labfile.lint([path, loop.parent])} >= {"unknown-chapter"}


def test_text_inside_long_strings_is_no_key(tmp_path: Path) -> None:
    text = LAB.replace('"Two chapters."', '"""\ncolour = 1\n"""') + "colour = 2\n"
    assert faults(write_lab(tmp_path, text)) == ["7:1 unknown key colour"]


def test_a_missing_chapter_is_a_fault_with_a_suggestion(tmp_path: Path) -> None:
    path = write_lab(tmp_path, LAB.replace('"second"', '"secund"'))
    (fault,) = labfile.read(path).diagnostics
    assert (fault.position.line, fault.position.column) == (3, 22)
    assert fault.suggestion == "did you mean second?"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    path = write_lab(tmp_path)
    (tmp_path / "elsewhere.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "slides" / "first.md").unlink()
    (tmp_path / "slides" / "first.md").symlink_to(tmp_path / "elsewhere.md")
    assert any("leads out" in f.message for f in labfile.read(path).diagnostics)


def test_labs_here_come_before_the_packaged_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lab(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert str(labfile.find("small")) == "labs/small.toml"
    assert labfile.load("small").title == "Small"
    with pytest.raises(UsageError) as fault:
        labfile.find("smal")
    assert fault.value.next_step == "did you mean small?"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("start: first", "start: frist", "unknown start frist"),
        ("the worker join token was rotated", "the worker join token was rotatet", "vocabulary"),
    ],
)
def test_the_binding_finds_what_the_parser_cannot_know(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    path = write_lab(tmp_path, second=SECOND.replace(before, after))
    (fault,) = labfile.read(path).diagnostics
    assert message in fault.message
    assert fault.source_line


def test_a_chapter_cannot_start_at_the_end_of_a_later_one(tmp_path: Path) -> None:
    lab = LAB.replace('["first", "second"]', '["second", "first"]')
    (fault,) = labfile.read(write_lab(tmp_path, lab)).diagnostics
    assert "comes later" in fault.message


def test_a_node_of_a_sentence_is_underlined_where_it_stands(tmp_path: Path) -> None:
    text = FIRST.replace("worker1 is a worker", "worker9 is a worker")
    (fault,) = labfile.read(write_lab(tmp_path, first=text)).diagnostics
    line = fault.source_line
    assert line[fault.position.column - 1 :].startswith("worker9")


def test_within_needs_a_unit_that_only_looks(tmp_path: Path) -> None:
    text = SECOND.replace(
        "\n- [ ]", "\n```text {.expect within=5s}\nSuccessfully ...\n```\n\n- [ ]"
    )
    (fault,) = labfile.read(write_lab(tmp_path, second=text)).diagnostics
    assert fault.code == "within-changes"


def test_a_capture_is_made_once(tmp_path: Path) -> None:
    unit = "```bash {node=manager1}\ndocker swarm join-token -q worker\n```\n\n"
    expect = "```text {.expect}\n{{worker_token:token}}\n```\n\n"
    text = FIRST.replace("- [ ] worker1 works", f"{unit}{expect}- [ ] worker1 works")
    (fault,) = labfile.read(write_lab(tmp_path, first=text)).diagnostics
    assert fault.code == "duplicate-capture"


def test_lint_tells_each_fault_once_and_binds_a_chapter_alone(tmp_path: Path) -> None:
    broken = SECOND.replace("was rotated", "was turned")
    path = write_lab(tmp_path, second=broken)
    alone = tmp_path / "slides" / "second.md"
    assert len(labfile.lint([path])) == 1
    assert len(labfile.lint([path, alone, tmp_path / "slides"])) == 1
    assert len(labfile.lint([alone])) == 1


def test_two_steps_of_one_name_are_one_fault(tmp_path: Path) -> None:
    task = "- [ ] once more <!-- check: manager1 is a manager -->\n"
    again = FIRST.replace("---\n\n## ", f"---\n\n{task}\n---\n\n## ", 2)
    path = write_lab(tmp_path, first=again)
    assert [fault.code for fault in labfile.lint([path])] == ["duplicate-step"]


def test_the_labs_of_this_project_have_no_fault() -> None:
    for path in labfile.all_labs():
        assert labfile.read(path).diagnostics == ()


def test_faults_of_parser_and_binding_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    broken = SECOND.replace("was rotated", "was turned") + "\n---\n\n## More\n\n- [ ] nothing\n"
    write_lab(tmp_path, second=broken)
    found = labfile.lint([tmp_path / "slides" / "second.md"])
    assert [f.code for f in found][-1] == "task-without-sentence"
    assert list(found) == sorted(found, key=lambda fault: fault.position)
