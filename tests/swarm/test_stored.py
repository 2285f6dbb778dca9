from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.swarm.stored import changes, objects, texts
from swarmlab.swarm.wire import NotProtobuf
from tests.fakes.raftlogs import CREATE_SECRET, SECRET, change, message, named, request

NODE = message((1, "idofnode"), (3, message((1, b""))), (4, message((1, "worker1"))))
YOUNG_NODE = message((1, "idofnode"), (3, message((2, 1))))
TASK = message((1, "idoftask"), (3, b"\x08\x01"), (5, 2), (8, message((1, "web"))))
EXTENSION = message((1, "idofext"), (3, message((1, "ext"))))


@pytest.mark.parametrize(
    ("target", "data", "words"),
    [
        (7, SECRET, "secret db_password"),
        (10, named("idofconfig", "settings"), "config settings"),
        (6, named("idofcluster", "default"), "cluster default"),
        (3, named("idofservice", "web"), "service web"),
        (2, NODE, "node worker1"),
        (2, YOUNG_NODE, "node idofnode"),
        (4, TASK, "task web.2"),
        (9, EXTENSION, "extension ext"),
        (5, named("idofnet", "a\x1b[31mb\n"), "network ab"),
    ],
)
def test_what_is_changed_is_named(target: int, data: bytes, words: str) -> None:
    (made,) = changes(request(change(2, target, data)))
    assert (made.action, made.of.words) == ("update", words)
    assert made.of.size == len(data)


def test_the_actions_are_told_apart() -> None:
    made = changes(request(*(change(action, 7, SECRET) for action in (1, 2, 3, 9))))
    assert [each.action for each in made] == ["create", "update", "remove", ""]


def test_a_target_of_a_later_engine_is_something() -> None:
    (made,) = changes(request(change(1, 99, message((1, "idofnew")))))
    assert made.of.words == "something"
    assert made.of.texts == ("idofnew",)


def test_the_value_of_a_secret_is_among_its_texts() -> None:
    (made,) = changes(CREATE_SECRET)
    assert made.of.texts == ("idofsecret", "db_password", "correct horse battery")
    assert "horse" not in repr(made)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (message((1, "x")), ("x",)),
        (
            message((1, message((2, "deep"), (3, "down"))), (4, 7), (5, "up")),
            ("deep", "down", "up"),
        ),
        (message((1, "two\nlines\n")), ("two\nlines",)),
        (message((1, "from\r\nWindows")), ("from\nWindows",)),
        (message((1, message((1, "a" * 40)))), ("a" * 40,)),
        (message((1, b"\xff\xfe\x00")), ()),
        (message((1, "\x1b[31mred")), ()),
        (message((1, "  ")), ()),
        (b"", ()),
    ],
)
def test_every_readable_text_is_found(data: bytes, found: tuple[str, ...]) -> None:
    assert texts(data) == found


def test_a_snapshot_tells_its_objects() -> None:
    data = message((2, b""), (3, message((1, NODE), (6, SECRET), (99, named("i", "new")))))
    assert [each.words for each in objects(data)] == [
        "node worker1", "secret db_password", "something new",
    ]  # fmt: skip


@given(st.binary(max_size=200))
def test_garbage_raises_nothing_else(data: bytes) -> None:
    for read in (changes, objects, texts):
        for whole in (data, request(change(1, 7, data)), message((3, message((6, data))))):
            with contextlib.suppress(NotProtobuf):
                read(whole)


def test_messages_within_messages_are_not_followed_for_ever() -> None:
    data = b"\x01"
    for _ in range(2000):
        data = message((1, data))
    assert texts(data) == ()
