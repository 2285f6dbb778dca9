"""``swarmlab present``: what it shows, and the shells of the run that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from swarmlab.cli.decks import read
from swarmlab.cli.node_visits import NodeVisits
from swarmlab.errors import AmbiguousRun, RunNotFound
from swarmlab.runs.store import Store
from swarmlab.runs.verbs import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Place


@pytest.fixture
def verbs(place: Place) -> Iterator[Workshop]:
    with Store(place.folder / "state") as store:
        yield Workshop(store, lambda: place.ground)


def test_without_a_terminal_it_says_what_it_needs(place: Place) -> None:
    shown = place.run("present", "small")
    assert shown.exit_code == 2
    assert "slides are shown in a terminal" in shown.stderr


@pytest.mark.parametrize("word", ["small", "first", "slides/first.md"])
def test_a_visit_finds_the_run_by_lab_or_chapter(up: Place, verbs: Workshop, word: str) -> None:
    deck = read((word,)).deck
    with NodeVisits(verbs, deck, "ada") as visits:
        visit = visits.visit("manager1")
        assert visit.shell.node == "manager1"
        assert "open in another program" in up.run("status").stdout
        visit.end()
        assert "open in another program" not in up.run("status").stdout
        assert up.run("down", "--as", "ada").exit_code == 0


def test_without_a_name_it_is_the_runs_first_node(up: Place, verbs: Workshop) -> None:
    with NodeVisits(verbs, read(("small",)).deck, None) as visits:
        assert visits.visit("").shell.node == "manager1"


def test_where_nothing_is_up_the_way_to_start_it_is_said(place: Place, verbs: Workshop) -> None:
    for word in ("small", "second"):
        with NodeVisits(verbs, read((word,)).deck, None) as visits:
            with pytest.raises(RunNotFound) as raised:
                visits.visit("manager1")
            assert "swarmlab up small" in raised.value.next_step


def test_a_deck_of_no_lab_has_no_nodes(up: Place, verbs: Workshop) -> None:
    chapter = (up.folder / "slides" / "first.md").read_text()
    (up.folder / "alone.md").write_text(chapter)
    deck = read(("alone.md",)).deck
    with (
        NodeVisits(verbs, deck, None) as visits,
        pytest.raises(RunNotFound, match="no lab here has the chapters"),
    ):
        visits.visit("manager1")


def test_a_node_that_is_not_up_is_said(up: Place, verbs: Workshop) -> None:
    with NodeVisits(verbs, read(("small",)).deck, None) as visits:
        with pytest.raises(RunNotFound, match="no node worker9 is up"):
            visits.visit("worker9")
        assert visits.visit("worker1").shell.node == "worker1"


def test_of_two_owners_one_has_to_be_named(up: Place, verbs: Workshop) -> None:
    assert up.run("up", "small", "--as", "bob").exit_code == 0
    deck = read(("small",)).deck
    with NodeVisits(verbs, deck, None) as visits:
        with pytest.raises(AmbiguousRun) as raised:
            visits.visit("manager1")
        assert "--as" in raised.value.next_step
    with NodeVisits(verbs, deck, "bob") as visits:
        assert visits.visit("manager1").shell.node == "manager1"


def test_what_is_still_open_is_let_go_of_at_the_end(up: Place, verbs: Workshop) -> None:
    with NodeVisits(verbs, read(("small",)).deck, "ada") as visits:
        visits.visit("manager1")
    assert "open in another program" not in up.run("status").stdout
    with pytest.raises(RunNotFound, match="over"):
        visits.visit("manager1")
