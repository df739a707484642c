"""The twenty-five requirements of the window, and the tests that prove them.

| id | proved by |
|---|---|
| UX-01 | tests/whole/test_whole_day.py::test_the_whole_day_with_keys_only, tests/desktop/test_main_window.py::test_every_action_is_in_the_menu_bar, tests/desktop/test_main_window.py::test_tab_reaches_everything |
| UX-02 | tests/desktop/test_call_form.py::test_ten_calls_in_four_presses_each, tests/desktop/test_call_form.py::test_one_key_logs_no_answer_and_undo_withdraws |
| UX-03 | tests/desktop/test_worklist_view.py::test_every_column_sorts_by_what_it_means, tests/desktop/test_worklist_view.py::test_sorting_and_widths_survive_a_restart |
| UX-04 | tests/desktop/test_call_form.py::test_the_note_is_open_stamped_and_the_past_in_sight |
| UX-05 | tests/desktop/test_main_window.py::test_keys_of_the_platform_mean_what_they_mean_everywhere, tests/desktop/test_main_window.py::test_our_own_keys_use_ctrl_and_never_alt, tests/desktop/test_main_window.py::test_each_key_is_given_once |
| UX-06 | tests/desktop/test_quick_find.py::test_a_customer_is_found_by_what_was_meant, tests/desktop/test_quick_find.py::test_a_command_is_found_and_run_by_keys |
| UX-07 | tests/desktop/test_main_window.py::test_the_list_of_keys_is_what_the_actions_say, tests/desktop/test_main_window.py::test_menus_and_tooltips_show_the_keys |
| UX-08 | tests/whole/test_ux_screens.py::test_every_screen_can_be_named_reached_read_and_pressed, tests/desktop/test_main_window.py::test_access_keys_are_unique_inside_a_menu |
| UX-09 | tests/desktop/test_call_form.py::test_one_key_logs_no_answer_and_undo_withdraws, tests/desktop/test_customer_view.py::test_a_withdrawal_leaves_both_in_the_list, tests/desktop/test_main_window.py::test_ctrl_z_takes_back_typing_first |
| UX-10 | tests/desktop/test_messages.py::test_the_bar_stays_long_enough_to_undo |
| UX-11 | tests/desktop/test_call_killed.py::test_what_was_typed_is_there_after_kill_9, tests/desktop/test_call_form.py::test_typing_is_saved_while_the_clerk_types_on |
| UX-12 | tests/desktop/test_background.py::test_the_window_does_not_stand_still_while_work_is_done, tests/desktop/test_background.py::test_the_bar_appears_only_when_work_takes_long, tests/desktop/test_background.py::test_long_work_says_how_far_it_is_and_stops_when_asked |
| UX-13 | tests/desktop/test_worklist_view.py::test_nothing_matches_is_not_nothing_there, tests/desktop/test_worklist_view.py::test_an_empty_store_says_what_the_list_is_for, tests/desktop/test_import_wizard.py::test_the_empty_screen_offers_the_import |
| UX-14 | tests/desktop/test_opening.py::test_the_first_start_needs_three_inputs, tests/desktop/test_opening.py::test_sample_data_is_one_click_away_in_a_store_of_its_own, tests/desktop/test_main_window.py::test_the_sample_says_so |
| UX-15 | tests/desktop/test_fields.py::test_single_keys_step_from_the_day_that_is_there, tests/desktop/test_fields.py::test_a_day_is_typed_in_many_ways, tests/desktop/test_fields.py::test_the_weekday_stands_beside_the_day, tests/domain/test_typed_values.py::test_any_text_is_a_day_or_refused |
| UX-16 | tests/desktop/test_fields.py::test_amounts_and_sums_are_read, tests/domain/test_typed_values.py::test_what_is_written_is_read_back |
| UX-17 | tests/desktop/test_fields.py::test_what_cannot_be_is_said_beside_the_field_and_kept, tests/desktop/test_messages.py::test_a_wrong_field_keeps_its_text |
| UX-18 | tests/whole/test_ux_screens.py::test_every_screen_can_be_named_reached_read_and_pressed, tests/desktop/test_worklist_view.py::test_cells_tell_their_meaning_to_a_screen_reader |
| UX-19 | tests/desktop/test_theme.py::test_words_can_be_read_on_every_ground, tests/desktop/test_theme.py::test_edges_and_focus_stand_out, tests/desktop/test_theme.py::test_no_two_marks_of_a_kind_look_and_read_alike, tests/whole/test_ux_screens.py::test_every_screen_can_be_named_reached_read_and_pressed |
| UX-20 | tests/desktop/test_gallery.py::test_every_scene_gives_a_picture_that_is_dark_and_not_blank, tests/desktop/test_theme.py::test_the_window_turns_dark_at_once, tests/desktop/test_theme.py::test_every_icon_is_drawn_in_the_color_of_the_theme |
| UX-21 | tests/whole/test_ux_screens.py::test_every_screen_can_be_named_reached_read_and_pressed, tests/desktop/test_worklist_view.py::test_the_list_fits_a_small_screen_without_scrolling |
| UX-22 | tests/desktop/test_spelling.py::test_marks_come_soon_after_the_last_key_and_go_with_add, tests/desktop/test_spelling.py::test_at_most_five_suggestions_the_likeliest_among_them, tests/desktop/test_spelling.py::test_names_of_customers_are_right |
| UX-23 | tests/desktop/test_letter_editor.py::test_the_page_is_the_very_pdf_that_will_be_printed, tests/desktop/test_print_dialog.py::test_letters_reach_the_printer_and_are_on_record, tests/desktop/test_print_dialog.py::test_a_printer_that_is_off_keeps_the_letters_to_print_with_the_reason |
| UX-24 | tests/desktop/test_main_window.py::test_lock_hides_everything, tests/desktop/test_main_window.py::test_left_alone_it_locks, tests/desktop/test_main_window.py::test_what_was_copied_is_taken_back, tests/desktop/test_records_view.py::test_a_backup_is_put_back_after_one_question, tests/operations/test_safekeeping.py::test_the_whole_record_is_checked_once_a_week |
| UX-25 | tests/desktop/test_crash.py::test_a_fault_in_a_slot_keeps_drafts_and_writes_a_report_without_customers, tests/desktop/test_crash.py::test_a_fault_in_the_background_comes_to_the_same_place, tests/desktop/test_crash.py::test_a_fault_in_painting_gives_one_box_and_one_report, tests/desktop/test_main_window.py::test_f1_opens_the_page_of_the_screen_and_back |

Owed, each with its reason:

- UX-06: the time of the first hit with 10,000 customers has no test; times are measured, not asserted.
- UX-08: most fields under Details of a letter have no access key; they are more than the letters that are left.
- UX-12: the pulse of the window is measured during made-up work, not yet during an export of 10,000 calls.
- UX-21: with a font half as large again the imports need 1450 and the letters 1384 pixels of width, and the records with their backups 872 of height; longer words of another language have no test.
- UX-24: the desk locks by itself after 10 minutes, not 5, as the settings of the business were agreed.
"""  # noqa: E501 - one requirement a line

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = [line for line in (__doc__ or "").splitlines() if line.startswith("| UX-")]
TESTS = sorted(set(re.findall(r"tests/\S+?\.py::\w+", "\n".join(LINES))))


def test_every_requirement_is_listed() -> None:
    listed = [line.split(" | ")[0].removeprefix("| ") for line in LINES]

    assert listed == [f"UX-{number:02}" for number in range(1, 26)]
    assert all("::" in line for line in LINES)


@pytest.mark.parametrize("test", TESTS)
def test_every_named_test_exists(test: str) -> None:
    file, name = test.split("::")

    text = (ROOT / file).read_text(encoding="utf-8")

    assert re.search(rf"^def {name}\(", text, re.MULTILINE), f"{test} is gone"
