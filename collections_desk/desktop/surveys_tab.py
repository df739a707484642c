"""The tab of the surveys: those that are out, and what was answered by category and step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.decisions_lists import result_list, survey_list
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.domain.surveys import LEAST_TO_SAY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from collections_desk.desktop.shell import Shell
    from collections_desk.operations.surveys import SurveyPage


class SurveysTab(QWidget):
    """Surveys sent, answers typed in, and the results."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._page: SurveyPage | None = None
        self.dialog: QDialog | None = None
        form = shell.desk.resources.survey_form
        self.waiting = survey_list()
        self.by = QComboBox()
        self.by.setAccessibleName(self.tr("Results by"))
        self.by.addItem(self.tr("by category"), "category")
        self.by.addItem(self.tr("by the last step before they paid"), "step")
        self.results = result_list(form.questions, self.tr("too few to say"))
        button = QPushButton(icon("question", "text"), self.tr("Type Answers In (A)"))
        button.clicked.connect(self.answer)
        inside = column(self)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addLayout(line_of(button, 1))
        inside.addWidget(self.waiting, 3)
        words = self.tr(
            "Means from 1 ({0}) to 5 ({1}), with the number of answers; below {2} answers it is"
            " too few to say."
        )
        caption = label(self.tr("Resu&lts"), "section")
        caption.setBuddy(self.by)
        inside.addLayout(line_of(caption, self.by, 1))
        said = words.format(form.lowest, form.highest, LEAST_TO_SAY)
        inside.addWidget(label(said, "muted", wrap=True))
        inside.addWidget(self.results, 2)
        questions = "   ".join(f"{n}. {text}" for n, text in enumerate(form.questions, start=1))
        inside.addWidget(label(questions, "small", wrap=True))
        self.waiting.empty.tell(
            "question",
            self.tr("No survey is out"),
            self.tr(
                "Two weeks after a customer has paid everything the contact plan asks for the"
                " letter L15. Its answers are typed in here."
            ),
        )
        self.results.empty.tell(
            "report",
            self.tr("No results yet"),
            self.tr("Answers are counted here as they are typed in."),
        )
        self.by.currentIndexChanged.connect(self._show_results)

    def show_page(self, page: SurveyPage) -> None:
        """Show the surveys."""
        self._page = page
        self.waiting.list.rows_model.show_rows(page.sent)
        self._show_results()

    def answer(self) -> None:
        """Type in the answers of the marked survey."""
        from collections_desk.desktop.dialogs.survey import SurveyDialog  # noqa: PLC0415 - on demand

        survey = self.waiting.list.current_row()
        if survey is None or self._page is None:
            self._shell.say(self.tr("Choose a survey of the list first."))
        elif survey.answered_on is not None:
            self._shell.say(self.tr("The answers to this survey are typed in already."))
        else:
            self.dialog = SurveyDialog(self._shell, survey, self._page.form, self.window())
            self.dialog.destroyed.connect(self._forget)
            self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _show_results(self) -> None:
        if self._page is None:
            return
        rows = (
            self._page.by_category if self.by.currentData() == "category" else self._page.by_step
        )
        self.results.list.rows_model.show_rows(rows if self._page.sent else ())
