"""A whole deck as container.training writes them: a manifest, parts, templates and labs."""

from __future__ import annotations

from pathlib import Path

import pytest

from swarmlab.deck.model import Exercise, plain
from swarmlab.deck.remark import read_deck
from tests.deck.remark.writing import deck, every, slides, spans, steps, text

WORKSHOP = read_deck(Path(__file__).parent / "decks" / "workshop" / "workshop.yml")


def test_it_has_no_faults_and_the_manifests_values() -> None:
    found = deck(WORKSHOP)
    assert (found.name, found.title) == ("workshop", "Least privilege in a swarm")
    assert found.number_prefix == "#swarm —"
    assert found.folder == Path(__file__).parent / "decks" / "workshop"
    assert len(WORKSHOP.files) == 9


def test_chapters_begin_at_headings_and_parts_are_the_manifests_lists() -> None:
    assert [(c.title, c.part, len(c.slides)) for c in deck(WORKSHOP).chapters] == [
        ("Least privilege in a swarm", 0, 6),
        ("Nodes of a swarm", 1, 4),
        ("Secrets", 2, 4),
        ("Rotating", 2, 3),
        ("More to read", 3, 2),
    ]
    assert [c.name for c in deck(WORKSHOP).chapters] == [
        "title", "nodes-of-a-swarm", "secrets", "rotating", "more-to-read",
    ]  # fmt: skip


def test_every_slide_has_a_title_an_anchor_and_its_steps() -> None:
    assert [(s.title, s.anchor, steps(s)) for s in slides(WORKSHOP)] == [
        ("Least privilege in a swarm", "least-privilege-in-a-swarm", 0),
        ("These slides", "these-slides", 0),
        ("These slides", "these-slides", 0),
        ("Part 1", "toc-module-1", 0),
        ("Part 2", "toc-module-2", 0),
        ("Part 3", "toc-module-3", 0),
        ("Nodes of a swarm", "toc-nodes-of-a-swarm", 0),
        ("Nodes of a swarm", "nodes-of-a-swarm", 2),
        ("Joining", "joining", 1),
        ("End of part one", "part-1", 0),
        ("Secrets", "toc-secrets", 0),
        ("Secrets", "secrets", 0),
        ("In the frame", "in-the-frame", 0),
        ("Without it", "without-it", 0),
        ("Rotating", "toc-rotating", 0),
        ("Rotating", "base", 0),
        ("Like the base", "like-the-base", 0),
        ("More to read", "toc-more-to-read", 0),
        ("More to read", "more-to-read", 0),
    ]
    for chapter in deck(WORKSHOP).chapters:
        assert [slide.index for slide in chapter.slides] == list(range(len(chapter.slides)))


def test_the_contents_lead_to_the_title_slides_by_part() -> None:
    links = [
        [(span.text, span.href) for span in spans(slide.blocks[1:])]
        for slide in slides(WORKSHOP)
        if slide.anchor.startswith("toc-module")
    ]
    assert links == [
        [("Nodes of a swarm", "#toc-nodes-of-a-swarm")],
        [("Secrets", "#toc-secrets"), ("Rotating", "#toc-rotating")],
        [("More to read", "#toc-more-to-read")],
    ]


def test_a_slide_without_a_heading_continues_the_one_before() -> None:
    _, about, picture, *_ = slides(WORKSHOP)
    assert (about.continues, picture.continues, picture.classes) == (False, True, ("pic",))


def test_layouts_hold_until_they_end_and_templates_inherit() -> None:
    framed, without = slides(WORKSHOP)[12:14]
    assert text(framed.blocks) == "Secrets\nIn the frame\nbody\nthe end"
    assert (framed.classes, without.classes) == (("framed",), ())
    base, like = slides(WORKSHOP)[15:17]
    assert like.background == base.background == "images/nodes.png"
    assert text(like.blocks) == "Rotating\nLike the base"


def test_excluded_slides_are_gone_with_their_steps() -> None:
    everything = "\n".join(text(slide.blocks) for slide in slides(WORKSHOP))
    assert "Only in the room" not in everything
    assert "A step of it" not in everything
    assert "Winter9378" not in everything


def test_notes_are_kept_without_comments() -> None:
    assert [s.notes for s in slides(WORKSHOP) if s.notes] == ["Ask who has run a swarm before."]


LABS = [
    block
    for slide in slides(WORKSHOP)
    for block in every(slide.blocks)
    if isinstance(block, Exercise)
]


@pytest.mark.parametrize(
    ("lab", "expected"),
    [
        (0, [("open", "https://git.example/team/workshop/about.md")]),
        (1, [
            ("bash", "docker swarm init --advertise-addr 127.0.0.1"),
            ("bash", "docker node ls \\\n       --format '{{.Hostname}}'"),
            ("wait", "a manager"),
            ("bash", "less /etc/hosts"),
            ("wait", "localhost"),
            ("keys", "^["),
            ("key", "q"),
        ]),
        (2, [("bash", "echo love | docker secret create hackme -")]),
    ],
)  # fmt: skip
def test_labs_do_what_they_show_and_what_their_comments_say(
    lab: int, expected: list[tuple[str, str]]
) -> None:
    assert [(action.verb, action.text) for action in LABS[lab].actions] == expected
    assert len(LABS) == 3


def test_a_lab_shows_its_list_and_nothing_of_its_comments() -> None:
    joining = LABS[1]
    assert [plain(b.spans) for b in every(joining.blocks) if hasattr(b, "spans")] == [
        "Make a swarm:", "Look at it:", "Read the file with less, and leave it again:",
    ]  # fmt: skip
    assert LABS[0].blocks == ()


def test_actions_know_their_place() -> None:
    joining = LABS[1]
    assert [(a.position.path.name, a.position.line) for a in joining.actions] == [
        ("nodes.md", 26), ("nodes.md", 32), ("nodes.md", 37), ("nodes.md", 42),
        ("nodes.md", 43), ("nodes.md", 44), ("nodes.md", 45),
    ]  # fmt: skip
