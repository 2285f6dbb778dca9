"""The document's structure, read by a parser that is not ours."""

from __future__ import annotations

import itertools
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from swarmlab.deck.deck import Deck
from swarmlab.deck.model import Action, Code, Exercise, Group, Paragraph, Span
from swarmlab.render.html import render_html
from swarmlab.render.profile import Profile, for_profile
from tests.render.decks import deck_of, everything, main_of, own_deck
from tests.render.tree import read

if TYPE_CHECKING:
    from swarmlab.deck.model import Block, Slide
    from tests.render.tree import Node

LEARNER, INSTRUCTOR, PRINT = Profile.LEARNER, Profile.INSTRUCTOR, Profile.PRINT
EVERY = pytest.mark.parametrize("profile", list(Profile))


def document(deck: Deck, profile: Profile = LEARNER) -> Node:
    return read(render_html(deck, profile))


def slide_of(deck: Deck, number: int, profile: Profile = LEARNER) -> Node:
    return main_of(render_html(deck, profile)).all("section", "slide")[number]


def with_block(*blocks: Block, **changes: object) -> Deck:
    """A deck of one slide, with blocks that only remark decks have."""
    deck = deck_of("# Title\n\nText.")
    (chapter,) = deck.chapters
    (slide,) = chapter.slides
    slide = replace(slide, blocks=(*slide.blocks, *blocks))
    return replace(deck, chapters=(replace(chapter, slides=(slide,)),), **changes)  # type: ignore[arg-type]


@EVERY
def test_every_slide_is_there_in_order_with_an_id_of_its_own(profile: Profile) -> None:
    deck = for_profile(own_deck(), profile)
    page = document(own_deck(), profile)
    slides = [slide for slide in page.by_id("ui.slides").all("section", "slide")
              if "cover" not in slide.classes]  # fmt: skip
    titles = [slide.title for chapter in deck.chapters for slide in chapter.slides]
    assert [slide.attributes["data-title"] for slide in slides] == titles
    numbers = [slide.attributes["data-number"] for slide in slides]
    assert numbers == [str(number) for number in range(1, len(titles) + 1)]
    ids = [node.attributes["id"] for node in page.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))


def test_a_deck_of_chapters_begins_with_a_cover_and_one_chapter_does_not() -> None:
    several, single = document(own_deck()), document(own_deck("secrets"))
    cover = several.one("section", "cover")
    assert cover.one("h1").text == "Least privilege"
    assert len(cover.one("ol", "chapters").all("li")) == len(own_deck().chapters)
    assert not single.all("section", "cover")
    assert single.all("h1")[0].text == own_deck("secrets").chapters[0].title


def test_chapters_of_parts_bring_their_own_cover() -> None:
    deck = own_deck("roles", "secrets")
    parts = replace(deck, chapters=tuple(replace(each, part=1) for each in deck.chapters))
    assert document(deck).all("section", "cover")
    assert not document(parts).all("section", "cover")


@EVERY
def test_headings_go_down_one_level_at_a_time(profile: Profile) -> None:
    page = document(own_deck(), profile).by_id("ui.slides")
    levels = [int(node.tag[1]) for node in page.walk() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@EVERY
def test_every_name_that_is_referred_to_exists(profile: Profile) -> None:
    page = document(own_deck(), profile)
    ids = {node.attributes.get("id") for node in page.walk()}
    referred = {
        node.attributes[name].removeprefix("#")
        for node in page.walk()
        for name in ("aria-labelledby", "aria-describedby", "for", "href")
        if name in node.attributes and not node.attributes[name].startswith("http")
    }
    assert len(referred) > 100
    assert referred <= ids


def test_ids_are_slugs_with_the_suffix_of_git_hosts() -> None:
    deck = deck_of("# Same\n\nA.\n\n---\n\n## More, *and* `more`\n\nB.", "# Same\n\nC.")
    slides = main_of(render_html(deck, LEARNER)).all("section", "slide")[1:]
    assert [each.attributes["id"] for each in slides] == ["same", "more-and-more", "same-1"]


def test_a_slide_without_heading_says_what_it_continues() -> None:
    slide = slide_of(everything(), 2)
    assert slide.attributes["aria-label"] == "Units, continued"
    assert slide.attributes["id"] == "units.2"
    assert "aria-labelledby" not in slide.attributes


def test_units_show_node_colour_kind_and_a_copy_button() -> None:
    command, attack, power, file, reading = slide_of(everything(), 1).all("div", "unit")[:5]
    assert command.one("b", "node").text == "manager1"
    assert "node-1" in command.classes
    assert command.one("button").attributes["aria-label"] == "copy the command for manager1"
    assert command.one("pre").text == "docker node ls # look"
    assert {"attack", "node-2"} <= set(attack.classes)
    assert attack.one("p", "head").text == (
        "worker1 ATTACK shell second, must be refused: not-a-manager copy"
    )
    assert "power" in power.classes
    assert power.one("pre").text == "swarmlab node kill worker1\nswarmlab node start worker1"
    assert "writes /etc/x.toml" in file.text
    assert file.one("pre").text == 'a = "b"'
    assert "swarmlab reads its raft log into /run/raft.txt" in reading.text
    assert not reading.all("button")


def test_expected_output_stands_under_its_command_with_its_gaps_named() -> None:
    prints = slide_of(everything(), 1, INSTRUCTOR).one("div", "prints")
    assert prints.one("pre").text == "‹id› manager1 ..."
    assert not slide_of(everything(), 1, LEARNER).all("div", "prints")


def test_pauses_divide_a_slide_into_parts() -> None:
    parts = slide_of(everything(), 1).all("div", "part")
    assert [each.attributes["data-part"] for each in parts] == ["0", "1"]
    assert len(parts[0].all("div", "unit")) == 2
    assert len(slide_of(everything(), 2).all("div", "part")) == 1


def test_tasks_are_a_checklist_and_sentences_are_the_instructors() -> None:
    tasks = slide_of(everything(), 1).one("div", "tasks")
    assert [item.text for item in tasks.all("li")] == ["○It became so", "○It stayed so"]
    told = slide_of(everything(), 1, INSTRUCTOR).one("div", "tasks").all("p", "sentence")
    assert [each.text for each in told] == [
        "check: worker1 is a worker", "guard: worker1 is a worker",
    ]  # fmt: skip


def test_hints_are_folded_and_solutions_are_the_instructors() -> None:
    def kinds(profile: Profile) -> list[str]:
        return [each.classes[1] for each in slide_of(everything(), 1, profile).all("details")]

    assert kinds(LEARNER) == ["hint", "why"]
    assert kinds(INSTRUCTOR) == ["hint", "why", "solution"]
    hint = slide_of(everything(), 1).one("details", "hint")
    assert "open" not in hint.attributes
    assert hint.one("summary").text == "Hint Where to look"


def test_a_quiz_is_a_group_of_answers_and_a_folded_one_that_needs_no_script() -> None:
    quiz = slide_of(everything(), 2).one("div", "quiz")
    boxes = quiz.all("input")
    assert [box.attributes["type"] for box in boxes] == ["radio", "radio"]
    assert [box.attributes.get("data-right") for box in boxes] == ["yes", None]
    assert len({box.attributes["name"] for box in boxes}) == 1
    answer = quiz.one("details")
    assert answer.one("ul").text == "This"
    assert "since it is right" in answer.text
    second = slide_of(everything(), 3).one("div", "quiz")
    assert [box.attributes["type"] for box in second.all("input")] == ["checkbox"] * 3


def test_a_handout_has_boxes_to_tick_and_its_answers_at_the_end() -> None:
    slides = main_of(render_html(everything(), PRINT)).all("section", "slide")
    first, *_, last = (quiz for slide in slides for quiz in slide.all("div", "quiz"))
    assert [item.text for item in first.one("ul").all("li")] == ["☐ This", "☐ That"]
    assert [item.text for item in last.one("ul").all("li")] == ["✓ One", "✓ Two", "– Three"]
    assert "Solutions" in [slide.attributes["data-title"] for slide in slides]
    assert not [box for slide in slides for box in slide.all("input")]


def test_prose_tables_lists_and_callouts() -> None:
    first, last = slide_of(everything(), 0), slide_of(everything(), 2)
    assert [first.one(tag).text for tag in ("em", "s", "code")] == ["soft", "gone", "coded"]
    assert [cell.attributes for cell in last.all("th")] == [
        {"scope": "col"}, {"scope": "col", "class": "right"},
    ]  # fmt: skip
    assert last.one("ol").all("li")[1].text == "twoinner"
    assert last.one("blockquote").text == "quoted"
    warning = last.one("div", "warning")
    assert warning.attributes["role"] == "note"
    assert warning.text == "! WarningTake care."


def test_a_chapters_title_slide_says_place_time_and_nodes() -> None:
    slide = slide_of(own_deck("roles", "join-tokens"), 2)
    assert "opening" not in slide.classes
    opening = list(main_of(render_html(own_deck("roles", "join-tokens"), LEARNER))
               .all("section", "opening"))[1]  # fmt: skip
    assert opening.one("p", "kicker").text == "Chapter 2 of 2  ·  15 min"
    nodes = opening.one("ul", "nodes").all("li")
    assert [node.text for node in nodes] == ["manager1", "worker1", "worker2"]
    assert [node.classes[1] for node in nodes] == ["node-1", "node-2", "node-3"]


def test_notes_are_the_instructors_and_keep_their_paragraphs() -> None:
    notes = slide_of(everything(), 0, INSTRUCTOR).one("aside", "notes")
    assert [each.text for each in notes.all("p")] == ["Notes", "Say hello.", "Then wait."]


def test_links_lead_out_without_a_referrer_and_within_the_deck_by_id() -> None:
    linked = "[web](https://a.example/?x=1&y=2) [here](#two) [other](chapter.md#two)"
    body = f"# One\n\n{linked}\n\n---\n\n## Two\n\nText."
    links = slide_of(deck_of(body), 0).all("a")
    assert links[0].attributes == {
        "href": "https://a.example/?x=1&y=2", "rel": "noopener noreferrer", "target": "_blank",
    }  # fmt: skip
    assert [link.attributes["href"] for link in links[1:]] == ["#two", "#two"]


def test_the_policy_allows_this_style_and_this_script_and_no_others() -> None:
    page = document(everything(), INSTRUCTOR)
    (policy,) = [each.attributes["content"] for each in page.all("meta")
                 if each.attributes.get("http-equiv") == "Content-Security-Policy"]  # fmt: skip

    def hashed(node: Node) -> str:
        return b64encode(sha256(node.text.encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashed(page.one('style'))}'; "
        f"script-src 'sha256-{hashed(page.one('script'))}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@EVERY
def test_nothing_in_the_document_would_be_fetched(profile: Profile) -> None:
    page = document(own_deck(), profile)
    assert not {"link", "iframe", "object", "embed", "video", "audio", "source"} & {
        node.tag for node in page.walk()
    }
    fetched = [
        node for node in page.walk() if {"src", "srcset", "poster", "data"} & set(node.attributes)
    ]
    assert not [node for node in fetched if not node.attributes["src"].startswith("data:image/")]
    style = page.one("style").text
    assert "@import" not in style
    assert "url(" not in style
    assert not [node for node in page.walk() if "style" in node.attributes]


def test_language_title_and_numbers_are_the_decks() -> None:
    deck = replace(everything(), language="de", number_prefix="M1-", title="Ein <Titel>")
    page = document(deck)
    assert page.one("html").attributes["lang"] == "de"
    assert page.one("title").text == "Ein <Titel>"
    assert page.all("section", "slide")[1].attributes["data-number"] == "M1-2"


def test_known_classes_of_remark_are_kept_and_others_dropped() -> None:
    at = everything().chapters[0].position
    group = Group(
        ("center", "copy", 'x"y'), (Paragraph((Span("in", classes=("red", "slide")),), at),), at
    )
    slide = slide_of(with_block(group), 0)
    assert slide.one("div", "r-center").attributes == {"class": "r-center"}
    assert slide.one("span", "r-red").attributes == {"class": "r-red"}


def test_an_exercise_is_a_box_whose_hidden_actions_are_the_instructors() -> None:
    at = everything().chapters[0].position
    deck = with_block(Exercise((Code("bash", "docker ps", at),), (Action("wait", "up", at),), at))
    box = slide_of(deck, 0).one("div", "lab")
    assert box.one("pre").text == "docker ps"
    assert box.all("button")
    assert not box.all("details")
    assert slide_of(deck, 0, INSTRUCTOR).one("details", "actions").all("li")[0].text == "wait up"


def test_an_empty_deck_is_a_document_too() -> None:
    page = document(Deck("none", "Nothing", ()))
    assert page.one("title").text == "Nothing"
    assert not page.by_id("ui.slides").children


def test_it_is_the_same_text_each_time() -> None:
    assert render_html(own_deck(), INSTRUCTOR) == render_html(own_deck(), INSTRUCTOR)


def test_a_slide_of_classes_carries_them() -> None:
    deck = everything()
    (chapter,) = deck.chapters
    slides: tuple[Slide, ...] = (
        replace(chapter.slides[0], classes=("title", "now")),
        *chapter.slides[1:],
    )
    deck = replace(deck, chapters=(replace(chapter, slides=slides),))
    assert slide_of(deck, 0).classes == ["slide", "opening", "r-title"]
