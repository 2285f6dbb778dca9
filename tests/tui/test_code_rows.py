"""Code on a slide that is too narrow for it."""

from __future__ import annotations

from swarmlab.tui.draw.prose import code_lines

JOIN = 'docker swarm join --token "$worker_token" manager1:2377'


def rows(text: str, width: int) -> list[str]:
    return [line.plain.rstrip() for line in code_lines(text, "bash", width)]


def test_a_line_that_fits_is_left_alone() -> None:
    assert rows(JOIN, len(JOIN)) == [JOIN]


def test_what_goes_on_in_the_next_row_does_not_look_like_a_command() -> None:
    assert rows(f"{JOIN}\ndocker ps", 50) == [
        'docker swarm join --token "$worker_token"',
        "    manager1:2377",
        "docker ps",
    ]


def test_nothing_of_a_long_word_is_lost() -> None:
    found = rows("echo " + "x" * 100, 30)
    assert all(len(each) <= 30 for each in found)
    assert "".join(found).count("x") == 100
