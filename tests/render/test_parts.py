"""The small parts: names, code, colours, assets."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swarmlab.colours import PALETTES, ROLES
from swarmlab.render.anchors import Names
from swarmlab.render.code import highlight
from swarmlab.render.cover import minutes_words
from swarmlab.render.markup import element, text
from swarmlab.render.style import style
from tests.render.tree import read

ASSETS = resources.files("swarmlab.render") / "assets"


@given(st.lists(st.sampled_from(["a", "a-1", "a-2", "b"]), max_size=40))
def test_names_are_unique_and_the_first_keeps_its_own(wanted: list[str]) -> None:
    names = Names()
    given_names = [names.take(each) for each in wanted]
    assert len(given_names) == len(set(given_names))
    assert given_names[:1] == wanted[:1]


def test_names_count_as_git_hosts_do() -> None:
    names = Names()
    assert [names.take("a") for _ in range(3)] == ["a", "a-1", "a-2"]
    assert names.take("a-1") == "a-1-1"


@given(st.text())
def test_text_of_any_kind_is_read_back_as_text(raw: str) -> None:
    page = read(element("p", text(raw), title=raw))
    assert [node.tag for node in page.walk()] == ["document", "p"]
    assert set(page.one("p").attributes) == {"title"}


def test_attributes_may_be_bare_left_out_or_named_like_words_of_python() -> None:
    made = element("input", class_="a", hidden=True, disabled=False, aria_label=None, data_x="1")
    assert made == '<input class="a" hidden data-x="1">'


@given(st.text(alphabet="abc $\"'#|&<>\n\t{}();=", max_size=60), st.sampled_from(["bash", "yaml"]))
def test_highlighting_changes_no_letter(code: str, language: str) -> None:
    assert read(f"<pre>{highlight(code, language)}</pre>").one("pre").text == code


def test_comments_and_keywords_are_told_apart() -> None:
    shown = read(highlight("if true; then ls; fi # why", "bash"))
    assert [node.text for node in shown.all("span", "k")] == ["if", "then", "fi"]
    assert shown.one("span", "c").text == "# why"
    assert not read(highlight("if # x", "no-such-language")).all("span")


@pytest.mark.parametrize(
    "name", [each.name for each in ASSETS.iterdir() if each.name.endswith(".css")]
)
def test_style_sheets_name_no_colour_but_black(name: str) -> None:
    sheet = (ASSETS / name).read_text(encoding="utf-8")
    named = re.findall(r"#[0-9a-f]{3,8}\b|rgba?\([^)]*\)", sheet)
    assert set(named) <= {"#000", "#fff", "rgb(0 0 0 / 55%)"}
    used = set(re.findall(r"var\(--([a-z0-9-]+)", sheet))
    assert used <= {*ROLES, "sans", "mono", "gap", "hair", "node", "size"}


def test_every_palette_is_in_the_style() -> None:
    sheet = style()
    for palette in PALETTES:
        assert set(palette.colours) == set(ROLES)
        for role, colour in palette.colours.items():
            assert f"--{role}: {colour};" in sheet


def test_assets_cannot_end_their_own_element() -> None:
    for each in ASSETS.iterdir():
        words = each.read_text(encoding="utf-8").lower()
        if each.name.endswith((".js", ".css")):
            assert "</" not in words
        else:
            assert read(words).children


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, ""), (45, "45 min"), (60, "1 h"), (145, "2 h 25 min")]
)
def test_minutes(minutes: int, words: str) -> None:
    assert minutes_words(minutes) == words
