"""Every expectation of every hostile input has its proof: this is the list of them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.shared_data import hostile, needs_shared_data

TESTS = Path(__file__).parents[1]

VALUES, PAPER = "whole/test_hostile_values.py", "whole/test_hostile_paper.py"
WINDOW, LINKS = "whole/test_hostile_window.py", "whole/test_hostile_links.py"
FILES, IMPORTS = "whole/test_hostile_files.py", "importers/test_hostile.py"
ARCHIVE, STORE = "store/test_archive.py", "store/test_store_files.py"
CODE = "store/test_recovery_code.py"

#: For each category: what is expected of it, and the test that proves it for all its items.
#: What stands after a colon in an expectation ("import_rows:2") is read by that test.
PROOFS: dict[str, dict[str, tuple[str, str]]] = {
    "customer_name": {
        "store_verbatim": (VALUES, "test_a_name_rests_in_the_store_letter_by_letter"),
        "pdf_literal": (PAPER, "test_a_name_is_printed_on_the_letter_as_it_stands"),
        "pdf_literal_embedded_font": (PAPER, "test_a_name_is_printed_on_the_letter_as_it_stands"),
        "template_literal": (PAPER, "test_a_name_is_printed_on_the_letter_as_it_stands"),
        "pdf_glyph_flag": (PAPER, "test_a_letter_waits_until_missing_characters_were_named"),
        "screen_plain": (WINDOW, "test_every_name_is_shown_as_it_stands"),
        "csv_no_formula": (PAPER, "test_libreoffice_finds_no_formula_and_the_same_texts"),
        "no_file_read": (WINDOW, "test_a_value_that_names_a_file_or_a_host_touches_neither"),
        "no_network": (WINDOW, "test_a_value_that_names_a_file_or_a_host_touches_neither"),
        "no_exec": (PAPER, "test_no_code_of_a_name_runs"),
        "search_folds_case_and_accents": (VALUES, "test_a_hostile_name_is_found_as_people_type"),
        "duplicate_of": (VALUES, "test_a_twin_that_differs_in_what_is_unseen_is_found"),
        "clean_control": (WINDOW, "test_a_cleaned_name_is_shown_before_it_is_saved"),
        "single_line": (WINDOW, "test_a_cleaned_name_is_shown_before_it_is_saved"),
        "trim": (VALUES, "test_a_name_that_cannot_stay_is_cleaned_and_stored"),
        "reject_field": (VALUES, "test_a_name_that_cannot_be_stored_is_refused_by_its_field"),
        "reject_field_over_limit": (
            VALUES,
            "test_a_name_that_cannot_be_stored_is_refused_by_its_field",
        ),
        "time_limit": (WINDOW, "test_a_hostile_name_does_not_hold_the_window"),
        "filename_safe": (VALUES, "test_no_file_is_named_after_a_customer"),
    },
    "call_note": {
        "store_verbatim": (VALUES, "test_a_note_rests_in_the_store_letter_by_letter"),
        "clean_control": (VALUES, "test_a_note_with_control_characters_is_cleaned_and_told"),
        "reject_field_over_limit": (
            VALUES,
            "test_a_long_note_is_kept_whole_or_refused_in_time",
        ),
        "time_limit": (WINDOW, "test_pasting_a_long_note_does_not_hold_the_window"),
        "screen_plain": (WINDOW, "test_notes_are_shown_as_they_stand_and_in_time"),
        "pdf_literal": (PAPER, "test_a_note_is_printed_in_the_call_log_as_it_stands"),
        "pdf_splits_pages": (PAPER, "test_the_longest_note_runs_over_pages"),
        "csv_round_trip": (PAPER, "test_a_note_comes_back_from_the_exported_file"),
        "csv_no_formula": (PAPER, "test_libreoffice_finds_no_formula_and_the_same_texts"),
        "no_network": (WINDOW, "test_a_value_that_names_a_file_or_a_host_touches_neither"),
        "xlsx_no_truncation": (PAPER, "test_a_text_that_no_cell_holds_is_refused_and_never_cut"),
    },
    "amount": {
        "amount_exact_or_reject": (VALUES, "test_an_amount_is_stored_exactly_or_not_at_all")
    },
    "date": {"date_exact_or_reject": (VALUES, "test_a_date_is_stored_exactly_or_not_at_all")},
    "csv_file": {
        **dict.fromkeys(
            (
                "amount_ask",
                "clean_control_or_row_error",
                "delimiter_asked_or_detected",
                "duplicates_reported",
                "encoding_asked_or_detected",
                "header_matched",
                "import_refused_empty",
                "import_refused_header",
                "import_refused_line",
                "import_refused_not_text",
                "import_row_errors",
                "import_row_or_file_error_named",
                "import_rows",
                "time_limit",
                "warn_scientific",
            ),
            (IMPORTS, "test_a_hostile_file_meets_its_expectations"),
        ),
        "csv_no_formula": (PAPER, "test_names_from_a_file_are_exported_without_formulas"),
        "store_verbatim_accounts": (VALUES, "test_account_numbers_keep_their_zeros_in_the_store"),
    },
    "letter_template": {
        "template_ok": (PAPER, "test_a_wording_prints_or_is_refused_with_its_line"),
        "template_literal_text": (PAPER, "test_a_wording_prints_or_is_refused_with_its_line"),
        "pdf_literal": (PAPER, "test_a_wording_prints_or_is_refused_with_its_line"),
        "template_refused_over_limit": (
            PAPER,
            "test_a_wording_prints_or_is_refused_with_its_line",
        ),
        "template_refused_with_line": (PAPER, "test_no_letter_is_made_with_a_refused_wording"),
        "time_limit": (PAPER, "test_a_wording_prints_or_is_refused_with_its_line"),
        "no_exec": (PAPER, "test_no_code_of_a_value_runs"),
        "no_file_read": (PAPER, "test_a_wording_reads_no_file"),
    },
    "attachment_filename": {
        "filename_safe": (FILES, "test_no_file_is_made_from_the_name_of_an_attached_one"),
        "inside_target_folder": (FILES, "test_no_file_is_made_from_the_name_of_an_attached_one"),
        "warn_executable": (FILES, "test_an_attached_program_is_never_opened"),
    },
    "website_or_link": {
        **dict.fromkeys(
            (
                "link_ok",
                "link_ok_or_warn",
                "link_refused",
                "link_refused_or_tel",
                "link_shows_host",
                "link_shows_punycode",
            ),
            (LINKS, "test_a_link_is_opened_after_its_host_was_seen_or_not_at_all"),
        ),
        "reject_field": (VALUES, "test_a_way_to_reach_is_stored_as_typed_or_refused"),
        "trim": (VALUES, "test_a_way_to_reach_is_stored_as_typed_or_refused"),
    },
    "email": {
        "mailto_quoted": (LINKS, "test_no_address_adds_anything_to_a_message"),
        "email_ok": (LINKS, "test_no_address_adds_anything_to_a_message"),
        "no_file_read": (WINDOW, "test_a_value_that_names_a_file_or_a_host_touches_neither"),
        **dict.fromkeys(
            ("email_ok_or_reject", "reject_field", "reject_field_or_split", "reject_field_or_two"),
            (VALUES, "test_a_way_to_reach_is_stored_as_typed_or_refused"),
        ),
    },
    "phone": {
        "phone_kept": (WINDOW, "test_a_number_that_cannot_be_dialled_is_kept_with_a_warning"),
        "phone_kept_with_warning": (
            WINDOW,
            "test_a_number_that_cannot_be_dialled_is_kept_with_a_warning",
        ),
        "csv_no_formula": (PAPER, "test_a_number_that_is_a_formula_reaches_no_file"),
        **dict.fromkeys(
            ("phone_normalised", "reject_field", "reject_field_or_ascii", "reject_field_or_clean"),
            (VALUES, "test_a_way_to_reach_is_stored_as_typed_or_refused"),
        ),
    },
    "search_query": {
        "results_or_empty": (VALUES, "test_a_hostile_search_gives_a_list_in_time"),
        "time_limit": (VALUES, "test_a_hostile_search_gives_a_list_in_time"),
        "no_error_shown": (WINDOW, "test_no_hostile_search_shows_an_error"),
    },
    "clipboard_html": dict.fromkeys(
        ("paste_plain_text", "no_file_read", "no_network"),
        (WINDOW, "test_pasted_html_gives_its_words_and_touches_nothing"),
    ),
    "backup_archive_entry": dict.fromkeys(
        ("archive_refused", "archive_refused_named", "nothing_written_outside", "time_limit"),
        (ARCHIVE, "test_hostile_archives"),
    ),
    "store_file": {
        "store_error": (STORE, "test_each_fault_has_its_own_message_and_writes_nothing"),
        "store_warning": (STORE, "test_a_shorter_history_is_told_and_recorded"),
        "salvage_offered": (STORE, "test_what_can_be_read_of_a_damaged_file_is_saved"),
        "backup_refused": (ARCHIVE, "test_an_empty_copy_inside_a_backup_is_incomplete"),
        "restored_equals_backup": (
            "operations/test_safekeeping.py",
            "test_a_stale_log_beside_a_restored_file_is_never_played_back",
        ),
    },
    "recovery_code": dict.fromkeys(
        (
            "recovery_code_ok",
            "recovery_code_other_store",
            "recovery_code_rejected",
            "recovery_code_rejected_group_named",
        ),
        (CODE, "test_hostile_codes"),
    ),
    "xlsx_file": {
        **dict.fromkeys(
            ("app_alive", "time_limit", "memory_limit", "import_refused_named", "no_file_read"),
            (FILES, "test_no_workbook_ends_the_program_or_takes_its_memory"),
        ),
        "row_error": (
            "importers/test_workbooks.py",
            "test_a_formula_without_a_value_is_a_fault_of_its_row",
        ),
    },
}


@cache
def named_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@needs_shared_data
@pytest.mark.parametrize("category", PROOFS)
def test_every_expectation_has_a_proof_that_exists(category: str) -> None:
    items = hostile(category)
    expected = {word.partition(":")[0] for item in items for word in item["expect"]}

    assert set(PROOFS[category]) == expected
    for file, name in PROOFS[category].values():
        assert name in named_in(file), f"{file} has no {name}"


@needs_shared_data
def test_no_category_is_left_out() -> None:
    items = hostile(*PROOFS)

    assert {item["category"] for item in items} == set(PROOFS)
    assert len(items) == 277


def test_recipes_with_a_test_of_their_own_have_it() -> None:
    assert "test_every_hostile_recipe_has_its_case" in named_in(STORE)
    assert "test_an_infinite_number_is_a_fault_of_its_row" in named_in(
        "importers/test_workbooks.py"
    )
