"""The language of letter templates: what it does, and all that it refuses to do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.merge_field_list import FIELDS
from collections_desk.domain.merge_fields import merge, read_template
from tests.shared_data import hostile, hostile_text, needs_shared_data

HOSTILE = hostile("letter_template")
VALUES = {field.name: f"<{field.name}>" for field in FIELDS.values() if not field.loop}


def texts(template: str, values: dict[str, str] | None = None) -> list[str]:
    lines, problems = merge(read_template(template), values or VALUES, {})
    assert problems == ()
    return [line.text for line in lines]


@needs_shared_data
@pytest.mark.parametrize("item", HOSTILE, ids=lambda item: item["id"])
def test_hostile_templates_meet_their_expectations(item: dict[str, Any]) -> None:
    text = hostile_text(item)
    template = read_template(text)

    if {"template_ok", "template_literal_text"} & set(item["expect"]):
        assert template.problems == ()
        printed = "\n".join(texts(text))
        assert printed == text.replace("{{ customer_name }}", "<customer_name>").replace(
            "{{ balance }}", "<balance>"
        )
    elif "template_refused_over_limit" in item["expect"]:
        assert "100,000" in template.problems[0].said
    else:
        assert template.problems
        assert all(problem.line == 1 for problem in template.problems)
        assert template.problems[0].said.startswith("Line 1: ")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        pytest.param("Dear\n{{customer_nmae}}", 2, "no field", id="misspelt on line 2"),
        pytest.param("{{each customers}}\n{{end}}", 1, "cannot repeat", id="unknown loop"),
        pytest.param("{{each invoices}}\nx", 1, "no {{end}}", id="loop not closed"),
        pytest.param("x\n{{end}}", 2, "ends nothing", id="end without begin"),
        pytest.param("{{each invoices}}\n{{each enclosures}}\n{{end}}", 2, "inside", id="nested"),
        pytest.param("see {{statement_table}} here", 1, "alone on its line", id="table in a line"),
        pytest.param("{{invoice_number}}", 1, "outside its repeated part", id="outside"),
        pytest.param("{{each enclosures}}\n{{invoice_number}}\n{{end}}", 2, "outside", id="other"),
        pytest.param("{{balance", 1, "no partner", id="not closed"),
        pytest.param("balance}}", 1, "no partner", id="not opened"),
        pytest.param("{{}}", 1, "not the name", id="empty braces"),
        pytest.param("{{Customer_Name}}", 1, "not the name", id="capitals"),
    ],
)
def test_what_is_refused_names_its_line(text: str, line: int, said: str) -> None:
    problems = read_template(text).problems

    assert any(problem.line == line and said in problem.said for problem in problems)
    assert all(problem.remedy for problem in problems)


def test_every_fault_is_told_at_once() -> None:
    problems = read_template("{{one}}\nfine\n{{two}}\n{% if x %}").problems

    assert [problem.line for problem in problems] == [1, 3, 4]


def test_a_missing_value_is_refused_by_its_name_once() -> None:
    template = read_template("By {{act_by}}\nand again {{act_by}}, {{consequence}}")

    lines, problems = merge(template, {**VALUES, "act_by": "", "consequence": ""}, {})

    assert [problem.field for problem in problems] == ["act_by", "consequence"]
    assert "Act-by date" in problems[0].said
    assert "this letter" in problems[0].remedy
    assert lines[0].text == "By [Act-by date]"


def test_a_line_whose_optional_field_is_empty_is_left_out() -> None:
    assert texts("a\nHelp: {{offer}}\nb", {**VALUES, "offer": ""}) == ["a", "b"]


def test_loops_repeat_their_lines() -> None:
    template = read_template("{{each invoices}}\n- {{invoice_number}}: {{invoice_open}}\n{{end}}")
    rows = [
        {"invoice_number": "A", "invoice_open": "$1"},
        {"invoice_number": "B", "invoice_open": "$2"},
    ]

    lines, problems = merge(template, {}, {"invoices": rows})

    assert problems == ()
    assert [(line.kind, line.text) for line in lines] == [("bullet", "A: $1"), ("bullet", "B: $2")]


@given(value=st.text(min_size=1))
def test_data_is_never_read_as_a_template(value: str) -> None:
    template = read_template("Dear {{customer_name}},\n{{customer_name}}")

    lines, problems = merge(template, {**VALUES, "customer_name": value}, {})

    assert problems == ()
    assert [(line.kind, line.text) for line in lines] == [
        ("text", f"Dear {value},"),
        ("text", value),
    ]


@given(text=st.text("{}%abc _\n-|.each invoices end balance", max_size=200))
def test_any_text_is_read_without_a_fault_of_ours(text: str) -> None:
    template = read_template(text)
    lines, _ = merge(template, VALUES, {"invoices": [{}]})

    if not template.problems:
        assert not any("{{" in line.text for line in lines)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("if it is not {{business_name}}. If", "if it is not Acme, Inc. If"),
        ("Payable to {{business_name}}.", "Payable to Acme, Inc."),
        ("{{business_name}}, Erie", "Acme, Inc., Erie"),
        ("{{business_name}}...", "Acme, Inc...."),
        ("{{customer_name}}.", "Bolt."),
    ],
)
def test_a_name_that_ends_in_a_period_ends_its_sentence_once(template: str, said: str) -> None:
    values = {**VALUES, "business_name": "Acme, Inc.", "customer_name": "Bolt"}

    assert texts(template, values) == [said]
