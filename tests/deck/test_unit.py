"""Fences: which are units, what they say, and what is a fault."""

from __future__ import annotations

import pytest

from swarmlab.deck.model import Code, FileUnit, PowerUnit, ReadUnit, ShellUnit
from swarmlab.deck.parse import parse_chapter
from tests.deck.writing import FRONT, PATH, blocks, faults, found


def fence(info: str, text: str = "ls") -> str:
    return f"```{info}\n{text}\n```\n"


def test_a_fence_without_a_node_is_only_shown() -> None:
    (block,) = blocks(fence("bash"))
    assert isinstance(block, Code)
    assert (block.language, block.text) == ("bash", "ls\n")


def test_a_unit_says_all_it_can() -> None:
    info = "bash {node=worker1 #list timeout=1.5m exit=3 as=second}"
    (unit,) = blocks(fence(info))
    assert isinstance(unit, ShellUnit)
    assert (unit.node, unit.id, unit.timeout, unit.exit) == ("worker1", "list", 90.0, 3)
    assert (unit.shell, unit.refused, unit.text) == ("second", None, "ls\n")


def test_a_unit_may_be_an_attack() -> None:
    (unit,) = blocks(fence("bash {node=worker1 needs=esp refused=not-a-manager}"))
    assert isinstance(unit, ShellUnit)
    assert (unit.refused, unit.needs) == ("not-a-manager", "esp")


def test_a_fence_with_a_path_is_a_file() -> None:
    (unit,) = blocks(fence('json {node=worker1 path="/etc/my app.json"}', "{}"))
    assert isinstance(unit, FileUnit)
    assert (unit.path, unit.text, unit.language) == ("/etc/my app.json", "{}\n", "json")


def test_power_is_one_verb_a_line() -> None:
    (unit,) = blocks(fence("power {node=worker1 #cut}", "kill\n\nstart"))
    assert isinstance(unit, PowerUnit)
    assert (unit.verbs, unit.id) == (("kill", "start"), "cut")


def test_read_names_what_and_where() -> None:
    (unit,) = blocks(fence("read {node=manager1 path=/run/raft.txt}", "raft-log"))
    assert isinstance(unit, ReadUnit)
    assert (unit.what, unit.path) == ("raft-log", "/run/raft.txt")


def test_an_expectation_belongs_to_the_unit_before_it() -> None:
    expect = fence("text {.expect .contains within=10s}", "{{node:id}}  ready\n...")
    (unit,) = blocks(fence("bash {node=worker1}") + "\n" + expect)
    assert isinstance(unit, ShellUnit)
    assert unit.expectation is not None
    assert unit.expectation.lines == ("{{node:id}}  ready", "...")
    assert (unit.expectation.contains, unit.expectation.within) == (True, 10.0)


def test_an_expectation_may_be_that_nothing_is_printed() -> None:
    (unit,) = blocks(fence("bash {node=worker1}") + "\n```text {.expect}\n```\n")
    assert isinstance(unit, ShellUnit)
    assert unit.expectation is not None
    assert unit.expectation.lines == ()


def test_docker_templates_in_a_command_are_left_alone() -> None:
    (unit,) = blocks(fence("bash {node=worker1}", "docker info -f '{{.Swarm}} {{int}}'"))
    assert isinstance(unit, ShellUnit)
    assert "{{.Swarm}}" in unit.text


@pytest.mark.parametrize(
    ("info", "code", "column"),
    [
        ("bash {node=manager2}", "unknown-node", 10),
        ("bash {node=worker1 tmeout=2s}", "unknown-attribute", 23),
        ("bash {node=worker1 quick}", "unknown-attribute", 23),
        ("bash {node}", "bad-attribute", 10),
        ("bash {node=worker1 .expct}", "unknown-class", 23),
        ("bash {node=worker1 node=worker1}", "duplicate-attribute", 23),
        ("bash {node=worker1 timeout=soon}", "bad-value", 23),
        ("bash {node=worker1 timeout=0s}", "bad-value", 23),
        ("bash {node=worker1 timeout=99999s}", "bad-value", 23),
        ("bash {node=worker1 exit=256}", "bad-value", 23),
        ("bash {node=worker1 as=Second!}", "bad-value", 23),
        ("bash {node=worker1 needs=vpn}", "bad-value", 23),
        ("bash {node=worker1 refused=not-manager}", "unknown-refusal", 23),
        ("bash {node=worker1 refused=denied exit=1}", "refused-with-exit", 38),
        ("bash {node=worker1 within=3s}", "misplaced-attribute", 23),
        ("bash {node=worker1 #1st}", "bad-id", 23),
        ("bash {timeout=3s}", "unit-without-node", 1),
        ("bash node=worker1", "bad-info", 9),
        ("bash {node=worker1", "bad-info", 9),
        ("python {node=worker1}", "not-bash", 12),
        ("json {node=worker1 path=etc/x}", "bad-value", 23),
        ("json {node=worker1 path=/etc/../x}", "bad-value", 23),
        ("json {node=worker1 path=/x exit=1}", "misplaced-attribute", 31),
        ("text {.contains}", "contains-without-expect", 10),
        ("text {.expect node=worker1}", "misplaced-attribute", 18),
        ("power {node=worker1 timeout=3s}", "misplaced-attribute", 24),
        ("power", "unit-without-node", 1),
        ("read {node=worker1}", "read-without-path", 1),
        ("read {node=worker1 path=/etc/x}", "bad-value", 23),
    ],
)
def test_a_faulty_fence_is_one_fault_at_its_place(info: str, code: str, column: int) -> None:
    text = "certificate" if info.startswith("read") else "kill"
    # In a list, so that columns are not those of the line by chance.
    item = fence(info, text).rstrip().replace("\n", "\n   ")
    assert found(f"# Title\n\n1. {item}\n") == [(code, 3, 3 + column)]


@pytest.mark.parametrize(
    ("info", "text", "suggestion"),
    [
        ("power {node=worker1}", "start\n kil", "did you mean kill?"),
        ("read {node=worker1 path=/run/x}", "\n cert", "write certificate, raft-log"),
    ],
)
def test_an_unknown_word_in_a_unit_is_a_fault_at_its_line(
    info: str, text: str, suggestion: str
) -> None:
    body = "# Title\n\n" + fence(info, text)
    assert found(body) == [("unknown-word", 5, 2)]
    assert faults(body)[0].suggestion == suggestion


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("x {{itn}}", "unknown-gap", 3),
        ("{{}}", "unknown-gap", 1),
        ("{{a:}}", "unknown-gap", 1),
        ("{{Token:token}}", "bad-capture", 1),
        ("{{:id}}", "bad-capture", 1),
        ("a {{id", "bad-gap", 3),
        ("x {{any}}...", "ambiguous-gap", 1),
        ("...", "vacuous-expectation", None),
    ],
)
def test_a_faulty_expectation_is_one_fault(line: str, code: str, column: int | None) -> None:
    body = "# Title\n\n" + fence("bash {node=worker1}") + "\n" + fence("text {.expect}", line)
    assert found(body) == [(code, 8 if column else 7, column or 1)]


def test_what_follows_a_faulty_unit_is_not_judged() -> None:
    body = fence("bash {nod=worker1}") + "\n" + fence("text {.expect}", "x")
    assert [fault.code for fault in faults("# Title\n\n" + body)] == ["unknown-attribute"]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "text\n",
        fence("bash"),
        fence("text {node=worker1 path=/x}"),
        fence("power {node=worker1}", "kill"),
        fence("bash {node=worker1}") + "\n" + fence("text {.expect}"),
    ],
)
def test_an_expectation_needs_a_unit_that_prints(before: str) -> None:
    body = "# Title\n\n" + before + "\n" + fence("text {.expect}", "x")
    assert [fault.code for fault in faults(body)] == ["expectation-without-unit"]


def test_a_unit_without_a_command_is_a_fault() -> None:
    assert found("# Title\n\n```bash {node=worker1}\n\n```\n") == [("empty-unit", 3, 1)]


def test_an_id_is_given_once() -> None:
    twice = fence("bash {node=worker1 #a}") + "\n- [ ] work <!-- check #a: x -->\n"
    assert found("# Title\n\n" + twice) == [("duplicate-id", 7, 23)]


def test_nodes_are_not_judged_when_the_front_matter_is_faulty() -> None:
    text = FRONT.replace("[manager1, worker1]", "[Manager 1]") + "# T\n\n"
    parsed = parse_chapter(text + fence("bash {node=worker9}"), PATH)
    assert [fault.code for fault in parsed.diagnostics] == ["bad-value"]
    assert parsed.chapter is None


def test_an_unknown_attribute_hides_no_unknown_node() -> None:
    found_faults = faults("# Title\n\n" + fence("bash {node=worker9 tmeout=2s}"))
    assert {fault.code for fault in found_faults} == {"unknown-attribute", "unknown-node"}
