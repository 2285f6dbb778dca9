from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swarmlab.nodes.shell.quoting import bash_unquote, captures_in, captures_script

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed here")
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def bash(script: str, *arguments: str) -> bytes:
    return subprocess.run(
        ["bash", "-c", script, "bash", *arguments],
        check=True,
        capture_output=True,
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    ).stdout


@needs_bash
@settings(max_examples=60, deadline=None)
@given(words)
def test_unquoting_undoes_what_bash_quotes(word: str) -> None:
    quoted = bash('printf %s "${1@Q}"', word)
    assert bash_unquote(quoted) == word.encode()


@needs_bash
@settings(max_examples=60, deadline=None)
@given(words)
def test_a_capture_reaches_bash_as_it_was(value: str) -> None:
    script = captures_script({"worker_token": value})
    assert bash(script + 'printf %s "$worker_token"') == value.encode()


@needs_bash
def test_a_capture_is_not_exported() -> None:
    script = captures_script({"worker_token": "x"})
    assert b"worker_token" not in bash(script + "env")


@given(st.dictionaries(st.from_regex(r"[a-z_][a-z0-9_]{0,9}", fullmatch=True), words))
def test_captures_are_read_back_as_they_were_written(captures: dict[str, str]) -> None:
    assert captures_in(captures_script(captures)) == captures


@given(st.text(max_size=60))
def test_what_is_no_such_script_holds_no_captures(text: str) -> None:
    assert all("=" not in name for name in captures_in(text))


@pytest.mark.parametrize("name", ["", "a b", "1a", "a;id", "a=b", "é"])
def test_a_name_that_is_no_variable_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="variable"):
        captures_script({name: "x"})
