"""Copying, quizzes, themes, paper, and life without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from swarmlab.colours import CONTRAST, DARK, LIGHT
from swarmlab.render.html import render_html
from swarmlab.render.profile import Profile
from tests.render.browser.seen import expect_slide, now, press
from tests.render.test_hostile import evil_deck

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

    from swarmlab.colours import Palette
    from tests.render.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_the_copy_button_copies_the_command_and_nothing_else(visitor: Visitor) -> None:
    page = visitor.open(
        "own-learner", "#take-a-token-apart", permissions=["clipboard-read", "clipboard-write"]
    )
    button = now(page).get_by_role("button", name="copy the command for manager1").nth(1)
    button.click()
    expect(button).to_have_text("copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "docker swarm join-token -q worker\ndocker swarm join-token -q manager"
    expect(button).to_have_text("copy")


def test_copying_works_where_the_clipboard_is_withheld(visitor: Visitor) -> None:
    page = visitor.open("all-learner", "#units")
    page.evaluate("""() => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        document.addEventListener('copy', () => { window.heard = String(getSelection())
            || document.activeElement.value; });
    }""")
    button = now(page).locator(".copy").first
    button.click()
    expect(button).to_have_text("copied")
    assert page.evaluate("window.heard") == "docker node ls # look"


def test_a_question_with_one_answer_is_judged_when_it_is_chosen(visitor: Visitor) -> None:
    page = visitor.open("all-learner", "#units.2")
    quiz = now(page).locator(".quiz")
    explanation = quiz.get_by_text("This one, since it is right.")
    expect(explanation).not_to_be_visible()
    quiz.get_by_label("That").check()
    expect(quiz.locator("label", has_text="That").locator(".mark")).to_have_text("✗ not right")
    expect(explanation).not_to_be_visible()
    quiz.get_by_label("This").check()
    expect(quiz.locator("label", has_text="This").locator(".mark")).to_have_text("✓ right")
    expect(explanation).to_be_visible()


def test_a_question_with_several_is_judged_on_request(visitor: Visitor) -> None:
    page = visitor.open("all-learner", "#which-holds-two")
    quiz = now(page).locator(".quiz")
    answer = quiz.get_by_role("button", name="Answer", exact=True)
    quiz.get_by_label("One").check()
    answer.click()
    expect(quiz.locator(".verdict")).to_have_text("– not all of them yet")
    quiz.get_by_label("Three").check()
    answer.click()
    expect(quiz.locator(".verdict")).to_have_text("✗ not right, try again")
    quiz.get_by_label("Three").uncheck()
    quiz.get_by_label("Two").check()
    answer.click()
    expect(quiz.locator(".outcome")).to_have_text("✓ right")
    expect(quiz.locator(".verdict")).to_have_count(0)
    expect(page.locator("[id='ui.status']")).to_have_text("Right")


def test_space_marks_an_answer_and_does_not_go_on(visitor: Visitor) -> None:
    page = visitor.open("all-learner", "#which-holds-two")
    box = now(page).get_by_label("Two")
    box.focus()
    press(page, "Space")
    expect(box).to_be_checked()
    expect_slide(page, "which-holds-two")


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def rgb(palette: Palette) -> str:
    value = palette.colours["background"].removeprefix("#")
    return f"rgb({', '.join(str(int(value[n : n + 2], 16)) for n in (0, 2, 4))})"


@pytest.mark.parametrize(
    ("options", "palette"),
    [
        ({"color_scheme": "light"}, LIGHT),
        ({"color_scheme": "dark"}, DARK),
        ({"color_scheme": "light", "contrast": "more"}, CONTRAST),
    ],
)
def test_colours_are_those_the_reader_prefers(
    visitor: Visitor, options: dict[str, str], palette: Palette
) -> None:
    assert background(visitor.open("all-learner", **options)) == rgb(palette)


def test_the_theme_key_goes_through_them_and_the_choice_is_kept(visitor: Visitor) -> None:
    page = visitor.open("all-learner", color_scheme="dark")
    seen = []
    for _ in range(4):
        press(page, "t")
        seen.append(background(page))
    assert seen == [rgb(LIGHT), rgb(DARK), rgb(CONTRAST), rgb(DARK)]
    press(page, "t")
    page.reload()
    expect_slide(page, "every-block")
    assert background(page) == rgb(LIGHT)


def test_paper_has_every_slide_in_light_colours_and_no_controls(visitor: Visitor) -> None:
    page = visitor.open("all-learner", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    slides = page.locator("main .slide")
    expect(page.locator("main .slide:visible")).to_have_count(slides.count())
    for name in (".bar", ".copy", ".contents-bar", ".skip"):
        expect(page.locator(f"{name}:visible")).to_have_count(0)
    expect(page.locator("[data-part='1']")).to_be_visible()
    colour = page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--foreground')"
    )
    assert colour == LIGHT.colours["foreground"]


def test_without_script_it_is_one_long_page(visitor: Visitor) -> None:
    page = visitor.open("all-learner", java_script_enabled=False)
    slides = page.locator("main .slide")
    expect(page.locator("main .slide:visible")).to_have_count(slides.count())
    expect(page.locator("[data-part='1']")).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)
    hint = page.locator("details.hint")
    expect(hint.locator(".inside")).not_to_be_visible()
    hint.locator("summary").click()
    expect(hint.locator(".inside")).to_be_visible()
    page.locator("nav summary").click()
    page.locator("nav a", has_text="Which holds two?").click()
    expect(page.locator("[id='which-holds-two']")).to_be_in_viewport()
    answer = page.locator("[id='which-holds-two'] details")
    answer.locator("summary").click()
    expect(answer.locator("ul")).to_be_visible()


def test_nothing_of_a_hostile_deck_runs(visitor: Visitor) -> None:
    path = visitor.folder / "evil.html"
    path.write_text(render_html(evil_deck(), Profile.INSTRUCTOR), encoding="utf-8")
    page = visitor.context().new_page()
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    page.goto(path.as_uri())
    press(page, "End", "o", "Escape", "/")
    page.keyboard.type("alert")
    expect(page.locator(".results a")).not_to_have_count(0)
    press(page, "Enter", "v", "x")
    assert not said


def test_the_policy_stops_what_was_slipped_in(visitor: Visitor) -> None:
    text = (visitor.folder / "all-learner.html").read_text(encoding="utf-8")
    picture = '<img src="https://a.example/x.png" onerror="window.ran = 2">'
    slipped = f"<script>window.ran = 1</script>{picture}"
    path = visitor.folder / "slipped.html"
    path.write_text(text.replace("</main>", f"{slipped}</main>"), encoding="utf-8")
    page = visitor.context().new_page()
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))
    page.goto(path.as_uri())
    expect_slide(page, "every-block")
    assert page.evaluate("window.ran") is None
    assert answered == [path.as_uri()]
    assert len([each for each in visitor.complaints if "Content Security Policy" in each]) >= 2
    # The browser tells of what it then did not ask for.
    assert set(visitor.requests) == {path.as_uri(), "https://a.example/x.png"}
    visitor.complaints.clear()
    visitor.requests.clear()


def test_motion_is_left_out_for_those_who_want_none(visitor: Visitor) -> None:
    asked = "getComputedStyle(document.querySelector('.slide.now .part')).transitionDuration"
    calm = visitor.open("all-learner", reduced_motion="reduce")
    assert calm.evaluate(asked) == "0s"
    other = visitor.open("all-learner", reduced_motion="no-preference")
    assert other.evaluate(asked) != "0s"
