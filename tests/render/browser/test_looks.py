"""What every slide of the project looks like, measured: nothing is cut off, and axe is content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_core_python
import pytest
from playwright.sync_api import expect

from tests.render.browser.conftest import DESK, PHONE
from tests.render.browser.seen import press

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.render.browser.conftest import Visitor

pytestmark = pytest.mark.browser

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
SCHEMES = pytest.mark.parametrize(
    "scheme",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"contrast": "more"}],
    ids=["light", "dark", "contrast"],
)
PLACES = ("", "#least-privilege", "#take-a-token-apart", "#three-managers", "#what-to-keep")

GO = """const goTo = async (slide) => {
  location.hash = '#' + slide.id;
  const end = performance.now() + 10000;
  while (!slide.matches('.now') && performance.now() < end) {
    await new Promise((done) => { setTimeout(done, 5); });
  }
  return slide.matches('.now');
};"""
MEASURE = (
    "async () => {"
    + GO
    + """
  const found = [];
  for (const slide of [...document.querySelectorAll('main .slide')]) {
    if (!await goTo(slide)) { found.push([slide.id, 'is not shown']); continue; }
    if (slide.scrollWidth > slide.clientWidth) found.push([slide.id, 'is too wide']);
    const edge = slide.getBoundingClientRect().right;
    for (const each of slide.querySelectorAll('p, pre, td, th, li, button')) {
      const box = each.getBoundingClientRect();
      const cut = box.width > 0 && box.right > edge + 1;
      if (cut) found.push([slide.id, each.outerHTML.slice(0, 80)]);
    }
  }
  return found;
}"""
)
SMALL = """() => [...document.querySelectorAll('.bar button')].map((each) => {
  const { width, height } = each.getBoundingClientRect();
  return Math.min(width, height);
}).filter((least) => least > 0 && least < 44)"""


@SIZES
@pytest.mark.parametrize("profile", ["learner", "instructor"])
def test_no_slide_of_the_project_is_wider_than_the_window(
    visitor: Visitor, size: Any, profile: str
) -> None:
    page = visitor.open(f"own-{profile}", viewport=size)
    assert page.evaluate(MEASURE) == []


def test_slides_that_fit_are_seen_whole_and_their_type_is_not_small(visitor: Visitor) -> None:
    page = visitor.open("own-learner")
    sizes = page.evaluate(
        "async () => {"
        + GO
        + """
      const found = [];
      for (const slide of [...document.querySelectorAll('main .slide')]) {
        if (!await goTo(slide)) continue;
        const size = parseFloat(getComputedStyle(slide).fontSize);
        found.push([slide.scrollHeight > slide.clientHeight + 1, size]);
      }
      return found;
    }"""
    )
    assert len(sizes) > 90
    assert all(size >= 15 for _, size in sizes)
    assert sum(scrolls for scrolls, _ in sizes) <= 0.05 * len(sizes)


def test_on_a_phone_every_button_is_large_enough_for_a_finger(visitor: Visitor) -> None:
    page = visitor.open("own-learner", viewport=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate(SMALL) == []


def findings(page: Page) -> list[str]:
    """What axe holds against the page, serious and critical."""
    page.evaluate(AXE)
    # Behind an open dialog nothing can be reached; axe would judge it all the same.
    found = page.evaluate("axe.run(document.querySelector('dialog[open]') ?? document)")
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"][:3]
    ]


@SIZES
@SCHEMES
@pytest.mark.parametrize("profile", ["learner", "instructor"])
def test_axe_finds_nothing_serious_on_slides(
    visitor: Visitor, size: Any, scheme: dict[str, str], profile: str
) -> None:
    page = visitor.open(f"own-{profile}", viewport=size, bypass_csp=True,
                        reduced_motion="reduce", **scheme)  # fmt: skip
    for place in PLACES:
        page.evaluate("place => { location.hash = place; }", place or "#ui.cover")
        expect(page.locator(f"main .slide.now[id='{place[1:] or 'ui.cover'}']")).to_be_visible()
        press(page, "h")
        assert findings(page) == []


@SIZES
@SCHEMES
def test_axe_finds_nothing_serious_on_the_page_in_dialogs_and_on_every_block(
    visitor: Visitor, size: Any, scheme: dict[str, str]
) -> None:
    page = visitor.open("all-instructor", viewport=size, bypass_csp=True,
                        reduced_motion="reduce", **scheme)  # fmt: skip
    press(page, "v")
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    assert findings(page) == []
    for key in ("o", "/", "?"):
        press(page, key)
        expect(page.locator("dialog[open]")).to_have_count(1)
        if key == "/":
            page.keyboard.type("worker1")
        assert findings(page) == []
        press(page, "Escape")


@SCHEMES
def test_axe_finds_nothing_serious_on_the_presenters_desk(
    visitor: Visitor, scheme: dict[str, str]
) -> None:
    page = visitor.open("own-instructor", "?presenter#three-managers", bypass_csp=True, **scheme)
    expect(page.locator(".frame.now .slide")).to_have_count(1)
    assert findings(page) == []


@pytest.mark.parametrize("name", ["own-learner", "own-print"])
def test_axe_finds_nothing_serious_without_script(visitor: Visitor, name: str) -> None:
    text = (visitor.folder / f"{name}.html").read_text(encoding="utf-8")
    page = visitor.context(bypass_csp=True).new_page()
    path = visitor.folder / f"{name}-still.html"
    path.write_text(text[: text.rindex("<script>")] + "</body></html>", encoding="utf-8")
    page.goto(path.as_uri())
    expect(page.locator("main .slide").first).to_be_visible()
    assert findings(page) == []
