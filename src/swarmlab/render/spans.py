"""Inline text as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from swarmlab.render import links
from swarmlab.render.classes import safe_classes
from swarmlab.render.markup import element, joined, own, text

if TYPE_CHECKING:
    from swarmlab.deck.model import Span, Spans
    from swarmlab.render.markup import Html
    from swarmlab.render.setting import Setting


def inline(spans: Spans, setting: Setting) -> Html:
    """The spans with their styles; line breaks stay."""
    return joined(_span(span, setting) for span in spans)


def _span(span: Span, setting: Setting) -> Html:
    if span.image is not None:
        shown = picture(span.image, span.text, setting)
    else:
        lines = span.text.split("\n") if "\n" in span.text else [span.text]
        shown = joined((text(line) for line in lines), "<br>")
    for name, on in (
        ("code", span.code),
        ("s", span.strike),
        ("em", span.emphasis),
        ("strong", span.strong),
    ):
        if on:
            shown = element(name, shown)
    if span.href is not None:
        shown = _link(span.href, shown, setting)
    for name in reversed(span.classes):
        classes = safe_classes((name,))
        shown = element("span", shown, class_=classes) if classes else shown
    return shown


def _link(href: str, shown: Html, setting: Setting) -> Html:
    """A link where its address is safe, else what it would have shown."""
    address = links.external(href)
    if address is not None:
        return element("a", shown, href=address, rel="noopener noreferrer", target="_blank")
    place = links.inner(href)
    target = setting.anchors.target(setting.chapter, *place) if place is not None else None
    return element("a", shown, href=f"#{target}") if target is not None else shown


def picture(address: str, description: str, setting: Setting) -> Html:
    """A picture of the deck's folder; of any other, its description and where it is."""
    data = setting.pictures.address(address)
    if data is not None:
        return element("img", src=data, alt=description)
    words = element("span", text(description or address), class_="alt")
    return element("span", own("picture: "), _link(address, words, setting), class_="no-picture")
