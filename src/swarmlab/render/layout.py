"""Laying out HTML for paper by WeasyPrint: the only module that knows it.

Nothing is fetched: pictures are ``data:`` addresses, and every other address is refused.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Final

from swarmlab.errors import ExtraMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from weasyprint import Document

_PACKAGES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""Debian's names of the libraries that WeasyPrint opens (its documentation, First Steps)."""
_VARIABLE: Final = re.compile(r"var\(--([\w-]+)\)")
_OWN_VARIABLES: Final = frozenset({"node"})
"""Set by classes, so that only the layout knows their values."""


class Layout:
    """Lays out documents of one style.

    Args:
        sheet: the style sheet.
        variables: its variables, put in place here: WeasyPrint takes its time over them.

    Raises:
        ExtraMissing: WeasyPrint or a library it needs is not installed.
    """

    def __init__(self, sheet: str, variables: dict[str, str]) -> None:
        self._weasyprint = _weasyprint()
        self._fonts = _fonts()
        self._sheet = self._weasyprint.CSS(
            string=_substituted(sheet, variables), url_fetcher=_data_only(), font_config=self._fonts
        )

    def lay_out(self, html: str) -> Document:
        """The pages of a document."""
        document: Document = self._weasyprint.HTML(string=html, url_fetcher=_data_only()).render(
            stylesheets=[self._sheet], font_config=self._fonts
        )
        return document


def write_pdf(documents: Sequence[Document]) -> bytes:
    """The pages of documents as one PDF, tagged for screen readers (PDF/UA-1).

    Title and language are those of the first. Its metadata can be read without a PDF reader.
    """
    pages = [page for document in documents for page in document.pages]
    content: bytes = (
        documents[0].copy(pages).write_pdf(pdf_variant="pdf/ua-1", finisher=_leave_metadata_plain)
    )
    return content


def _leave_metadata_plain(_: Document, pdf: Any) -> None:
    """What ISO 19005 asks for archives too: whoever looks for metadata finds it as text."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False


def used_height(document: Document) -> float:
    """How far down the first page's text and boxes reach, in CSS pixels below its margin."""
    page = document.pages[0]._page_box  # noqa: SLF001 - WeasyPrint tells it nowhere else
    content = [box for box in page.children if box.element_tag == "html"]
    return max((_bottom(box) for box in content), default=0.0) - float(page.content_box_y())


def _bottom(box: Any) -> float:
    """Of what is drawn: blocks as high as their page or columns are not asked themselves."""
    children = getattr(box, "children", ())
    if not children or box.element_tag in {"pre", "tr", "li"}:
        return float(box.position_y + (box.margin_height() if box.is_in_normal_flow() else 0))
    return max(_bottom(child) for child in children)


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - an extra, and slow
    except ModuleNotFoundError as missing:
        raise ExtraMissing(
            f"PDF needs {missing.name}, which is not installed",
            next_step="pip install 'swarmlab[pdf]'",
        ) from missing
    except OSError as missing:
        raise ExtraMissing(
            f"PDF needs a library of the system: {str(missing).splitlines()[0]}",
            next_step=f"sudo apt install {_PACKAGES}",
        ) from missing
    # What it does not understand of a style is said there, to nobody's use.
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return weasyprint


def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - an extra

    return FontConfiguration()


def _data_only() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - an extra

    return URLFetcher(allowed_protocols=["data"])


def _substituted(sheet: str, variables: dict[str, str]) -> str:
    """The sheet with its variables' values, some of which are variables themselves."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in _OWN_VARIABLES or name not in variables:
            return found[0]
        return _VARIABLE.sub(lambda inner: variables.get(inner[1], inner[0]), variables[name])

    return _VARIABLE.sub(value, sheet)
