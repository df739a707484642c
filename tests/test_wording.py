"""The program tells the fact, the rule and its date; it never says that something is allowed.

Looks at every text of the program that is no docstring, and at every shipped data file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Claims that nobody here can make. "Legal hold", "legal name" and the like name things.
CLAIM = re.compile(
    r"\b(compliant|compliance|complies with|lawful|lawfully|unlawful|illegal|illegally|legally"
    r"|(?:is|are|be|it's|this is) legal|legal advice|court-proof|guaranteed to)\b",
    re.IGNORECASE,
)
#: What a text may quote: words that are looked for in letters, and a refusal of the claim.
MAY_SAY = (
    "never says that something is legal",
    "no legal advice",
    "not legal advice",
)


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every text of a module that is no docstring, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            docs.add(id(body[0].value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def claims_in(text: str) -> list[str]:
    for allowed in MAY_SAY:
        text = text.replace(allowed, "")
    return [found[0] for found in CLAIM.finditer(text)]


def test_no_text_of_the_program_claims_that_something_is_allowed() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {claim}"
        for path in sorted((ROOT / "collections_desk").rglob("*.py"))
        for line, text in texts_of(path)
        for claim in claims_in(text)
    ]
    assert found == []


def test_no_shipped_data_claims_it_either() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {claim}"
        for path in sorted((ROOT / "resources").rglob("*"))
        if path.suffix in {".md", ".toml", ".csv"} and "licenses" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for claim in claims_in(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("This call is legal.", ["is legal"]),
        ("You are compliant.", ["compliant"]),
        ("A legal hold stands since Monday.", []),
        ("Sender: legal name, address", []),
    ],
)
def test_the_net_has_the_right_meshes(text: str, claims: list[str]) -> None:
    assert claims_in(text) == claims
