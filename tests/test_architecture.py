"""Who may import whom. This list is the plan of the house: change it on purpose."""

from __future__ import annotations

import ast
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: Each part, and the parts and libraries that it may import. `domain` may use libraries that
#: carry data of the world (locales, phone plans, ZIP codes, holidays) and nothing else.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "domain": {"errors", "babel", "phonenumbers", "zip2info", "holidays", "rapidfuzz"},
    "store": {
        "domain",
        "errors",
        "sqlalchemy",
        "alembic",
        "keyring",
        "sqlcipher3",
        "cryptography",
        "argon2",
    },
    "importers": {"domain", "errors", "python_calamine"},
    "letters": {"domain", "errors", "reportlab", "PIL"},
    # pypdfium2 and PIL: letters as printed and scans become pages of a bundle.
    "exports": {"domain", "errors", "xlsxwriter", "reportlab", "pypdfium2", "PIL"},
    "operations": {
        "store",
        "importers",
        "letters",
        "exports",
        "domain",
        "errors",
        "platformdirs",
        "_resources",
    },
    "desktop": {
        "operations",
        "store",
        "domain",
        "errors",
        "PySide6",
        "shiboken6",  # comes with PySide6: tells whether a widget is still there
        "pypdfium2",
        "hunspell",  # the module of chunspell
    },
    "command_line": {"desktop", "operations", "errors", "domain"},
    "__main__": {"command_line"},
    "__init__": set(),
}
#: The program works offline, so these are not for it.
NETWORK = {"ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "socketserver", "ssl"}
NETWORK |= {"urllib.request", "xmlrpc", "asyncio"}
STANDARD_LIBRARY = sys.stdlib_module_names - {name.partition(".")[0] for name in NETWORK}
#: Only these parts may know these libraries, whatever the table above grows to.
ONLY_IN = {"PySide6": "desktop", "sqlalchemy": "store", "keyring": "store"}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted(ROOT.glob("collections_desk/**/*.py"))
}


@cache
def imports(module: str) -> frozenset[str]:
    """Return the dotted names that a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by dots: write the whole name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def part_of(module: str) -> str:
    return module.split(".")[1]


def top_level(name: str) -> str:
    """Give the part of the house, or the library, that a dotted name belongs to."""
    return name.removeprefix("collections_desk.").split(".")[0]


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    part = part_of(module)
    outside = {name for name in imports(module) if not name.startswith("urllib.parse")}
    imported = {top_level(name) for name in outside if name != "collections_desk.__version__"}

    assert imported - STANDARD_LIBRARY <= MAY_IMPORT[part] | {part}


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_part(library: str) -> None:
    users = {
        part_of(module)
        for module in MODULES
        if any(name.split(".")[0] == library for name in imports(module))
    }

    assert users <= {ONLY_IN[library]}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        module.removesuffix(".__init__"): {
            target for name in imports(module) for target in (name, name.rpartition(".")[0])
        }
        & {name.removesuffix(".__init__") for name in MODULES} - {module.removesuffix(".__init__")}
        for module in MODULES
    }

    TopologicalSorter(graph).prepare()  # CycleError names the circle
