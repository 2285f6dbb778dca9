"""Fences: units, expectations, and code that is only shown."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from swarmlab.deck import gap, values, words
from swarmlab.deck.attributes import read_info
from swarmlab.deck.diagnostic import did_you_mean
from swarmlab.deck.model import Code, Expectation, FileUnit, PowerUnit, ReadUnit, ShellUnit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token

    from swarmlab.deck.model import Position, PowerVerb, ReadWhat, Unit
    from swarmlab.deck.reading import Reading

_SHELL: Final = "bash"
_FITS: Final[Mapping[str, frozenset[str]]] = {
    "an expectation": frozenset({".expect", ".contains", "within"}),
    "a unit": frozenset({"node", "#", "timeout", "exit", "refused", "as", "needs"}),
    "a unit that writes a file": frozenset({"node", "#", "path"}),
    "a power unit": frozenset({"node", "#"}),
    "a read unit": frozenset({"node", "#", "path"}),
    "a fence that is only shown": frozenset(),
}


def read_fence(reading: Reading, token: Token) -> Unit | Expectation | Code:
    """What a fence says. A unit or expectation with a fault is only shown, and noted as spoilt."""
    return _Fence(reading, token).read()


class _Fence:
    def __init__(self, reading: Reading, token: Token) -> None:
        self.reading = reading
        self.faults = reading.faults
        self.line = token.map[0] if token.map else 0
        source = reading.page.lines[self.line]
        column = max(source.find(token.markup), 0)
        info = source[column + len(token.markup) :]
        begin = column + len(token.markup) + len(info) - len(info.lstrip())
        self.position = reading.page.position(self.line, column)
        self.text = token.content
        self.info = read_info(
            info.strip(), lambda at: reading.page.position(self.line, begin + at), self.faults
        )
        self._judge_end(token)

    def read(self) -> Unit | Expectation | Code:
        form = self._form()
        block = self._block(form) if self._fits(form) else None
        if block is None or self.faults.has(self.position):
            self.reading.spoilt.add(self.position)
        return block or self._code()

    def _block(self, form: str) -> Unit | Expectation | Code | None:
        """What a fence of that form holds; None when it is faulty."""
        if form == "a fence that is only shown":
            return self._code()
        return self._expectation() if form == "an expectation" else self._unit(form)

    def _judge_end(self, token: Token) -> None:
        """Report a fence that ends with its list or quote, which the traps cannot see."""
        first, end = token.map or (0, 2)
        if end - first != self.text.count("\n") + 2 and not self.faults.hides_tasks:
            self.faults.hides_tasks = True
            message = "this fence is not closed inside its list or quote"
            self._fault("unclosed-fence", message, "", "indent its end like its beginning")

    def _code(self) -> Code:
        return Code(self.info.language, self.text, self.position)

    def _form(self) -> str:
        given = self.info.attributes
        if ".expect" in given:
            return "an expectation"
        if self.info.language in {"power", "read"}:
            return f"a {self.info.language} unit"
        if "path" in given:
            return "a unit that writes a file"
        return "a unit" if given else "a fence that is only shown"

    def _fault(self, code: str, message: str, key: str = "", suggestion: str = "") -> None:
        """Note a fault at an attribute, or at the fence where it has none of that key."""
        attribute = self.info.attributes.get(key)
        position = attribute.position if attribute else self.position
        self.faults.add(code, message, position, suggestion)

    def _fits(self, form: str) -> bool:
        given, language = self.info.attributes, self.info.language
        strange = [key for key in given if key not in _FITS[form]]
        if ".contains" in strange:
            self._fault("contains-without-expect", "`.contains` goes with `.expect`", ".contains",
                        "write `{.expect .contains}`")  # fmt: skip
        elif strange:
            self._fault("misplaced-attribute", f"`{strange[0]}` does not fit {form}", strange[0])
        elif self.info.faulty:
            # What an unknown attribute would have said is unknown; the node is not.
            if "node" in given:
                values.read_node(given["node"], self.reading.nodes, self.faults)
            return False
        elif "node" in _FITS[form] and "node" not in given:
            self._fault("unit-without-node", f"{form} needs `node=`", "",
                        "name the node it is for, such as node=manager1")  # fmt: skip
        elif form == "a unit" and language != _SHELL:
            self._fault("not-bash", f"a node's shell runs `bash`, not `{language[:40]}`", "node",
                        "write ```bash, or give the `path=` of a file to write")  # fmt: skip
        elif form == "a read unit" and "path" not in given:
            self._fault("read-without-path", "a read unit needs `path=`: where the result goes")
        else:
            return True
        return False

    def _unit(self, form: str) -> Unit | None:
        """The unit of a form whose attributes fit; None when a value is wrong."""
        given = self.info.attributes
        node = values.read_node(given["node"], self.reading.nodes, self.faults)
        ident = given.get("#")
        name = self.reading.take_id(ident.value, ident.position) if ident else None
        whole = node is not None and (ident is None or name is not None)
        make = {
            "a unit": self._shell,
            "a unit that writes a file": self._file,
            "a power unit": self._power,
            "a read unit": self._read,
        }[form]
        unit = make(node or "", name)
        return unit if whole else None

    def _shell(self, node: str, ident: str | None) -> ShellUnit | None:
        given, faults = self.info.attributes, self.faults
        timeout = values.read_duration(given["timeout"], faults) if "timeout" in given else 20.0
        status = values.read_status(given["exit"], faults) if "exit" in given else 0
        refused = values.read_refusal(given["refused"], faults) if "refused" in given else None
        shell = values.read_shell(given["as"], faults) if "as" in given else None
        needs = values.read_need(given["needs"], faults) if "needs" in given else None
        if "refused" in given and "exit" in given:
            self._fault("refused-with-exit", "`refused` already says how it ends", "exit",
                        "leave `exit=` out")  # fmt: skip
            return None
        if not self.text.strip():
            self._fault("empty-unit", "this unit holds no command")
            return None
        if timeout is None or status is None:
            return None
        read = {"refused": refused, "as": shell, "needs": needs}
        if any(key in given and value is None for key, value in read.items()):
            return None
        return ShellUnit(
            node, self.text, self.position, ident, timeout, status, refused, shell, needs
        )

    def _file(self, node: str, ident: str | None) -> FileUnit | None:
        path = values.read_path(self.info.attributes["path"], self.faults)
        language = self.info.language or "text"
        return FileUnit(node, path, self.text, self.position, ident, language) if path else None

    def _listed(self) -> list[tuple[str, Position]]:
        """The lines of the fence that hold a word, with their places."""
        lines = self.text.split("\n")
        return [
            (line.strip(), self.reading.page.locate(self.line + 1 + at, line, _indent(line)))
            for at, line in enumerate(lines)
            if line.strip()
        ]

    def _power(self, node: str, ident: str | None) -> PowerUnit | None:
        verbs = self._known("power verb", tuple(words.POWER))
        return PowerUnit(node, cast("tuple[PowerVerb, ...]", verbs), self.position, ident) \
            if verbs else None  # fmt: skip

    def _read(self, node: str, ident: str | None) -> ReadUnit | None:
        path = values.read_path(self.info.attributes["path"], self.faults, under=values.TMPFS)
        what = self._known("thing to read", tuple(words.READS))
        if len(what) > 1:
            self._fault("two-reads", "a read unit reads one thing")
            return None
        if not what or path is None:
            return None
        return ReadUnit(node, cast("ReadWhat", what[0]), path, self.position, ident)

    def _known(self, kind: str, known: Sequence[str]) -> tuple[str, ...]:
        """The fence's words, all known; empty when one is not or there is none."""
        listed = self._listed()
        if not listed:
            self._fault("empty-unit", f"this unit holds no {kind}", "",
                        f"write {', '.join(known)}")  # fmt: skip
        strange = [(word, place) for word, place in listed if word not in known]
        for word, place in strange:
            near = did_you_mean(word, known) or f"write {', '.join(known)}"
            self.faults.add("unknown-word", f"`{word[:40]}` is no {kind}", place, near)
        return () if strange else tuple(word for word, _ in listed)

    def _expectation(self) -> Expectation | None:
        given = self.info.attributes
        within = values.read_duration(given["within"], self.faults) if "within" in given else None
        lines = tuple(self.text.removesuffix("\n").split("\n")) if self.text else ()
        whole = self._lines(lines) and ("within" not in given or within is not None)
        contains = ".contains" in given
        if whole and (contains or lines) and all(gap.is_wild(x) or not x.strip() for x in lines):
            self._fault("vacuous-expectation", "this expectation matches whatever is printed")
            return None
        return Expectation(lines, contains, within, self.position) if whole else None

    def _lines(self, lines: tuple[str, ...]) -> bool:
        whole = True
        for at, line in enumerate(lines):
            parts, problems = gap.read_line(line)
            for problem in problems:
                place = self.reading.page.locate(self.line + 1 + at, line, problem.offset)
                self.faults.add(problem.code, problem.message, place, problem.suggestion)
            for one, two in pairwise(parts):
                if not isinstance(one, str) and not isinstance(two, str) and _open(one, two):
                    place = self.reading.page.locate(self.line + 1 + at, line, 0)
                    message = "two open gaps side by side cannot be told apart"
                    self.faults.add("ambiguous-gap", message, place)
                    whole = False
            whole = whole and not problems
        return whole


def _open(one: gap.Gap | gap.Dots, two: gap.Gap | gap.Dots) -> bool:
    """Whether both stand for any text."""
    return all(isinstance(part, gap.Dots) or part.type == "any" for part in (one, two))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
