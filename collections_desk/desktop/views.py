"""The screens of the window, by name: imported when they are first shown."""

from __future__ import annotations

from dataclasses import dataclass

from collections_desk.desktop.translating import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A screen that the window can show.

    Attributes:
        view_id: The name to go by.
        module: Where its class is; imported on first show.
        class_name: The class, a `View`.
        title: What the navigation says, with its access key.
        icon: The name of its icon.
        key: Its shortcut, or empty.
        navigation: Whether it has a place in the navigation.
    """

    view_id: str
    module: str
    class_name: str
    title: str
    icon: str
    key: str = ""
    navigation: bool = True


_HERE = "collections_desk.desktop."
VIEWS = (
    ViewEntry(
        "today",
        f"{_HERE}today_view",
        "TodayView",
        QT_TRANSLATE_NOOP("View", "&Today"),
        "today",
        "Ctrl+0",
    ),
    ViewEntry(
        "worklist",
        f"{_HERE}worklist_view",
        "WorklistView",
        QT_TRANSLATE_NOOP("View", "&Worklist"),
        "worklist",
        "Ctrl+1",
    ),
    ViewEntry(
        "customer",
        f"{_HERE}customer_view",
        "CustomerView",
        QT_TRANSLATE_NOOP("View", "&Customer"),
        "customer",
        "Ctrl+2",
    ),
    ViewEntry(
        "call",
        f"{_HERE}call_form",
        "CallForm",
        QT_TRANSLATE_NOOP("View", "Call"),
        "phone",
        navigation=False,
    ),
    ViewEntry(
        "mail",
        f"{_HERE}mail_view",
        "MailView",
        QT_TRANSLATE_NOOP("View", "&Mail"),
        "mail",
        "Ctrl+3",
    ),
    ViewEntry(
        "agreements",
        f"{_HERE}agreements_view",
        "AgreementsView",
        QT_TRANSLATE_NOOP("View", "&Agreements"),
        "promise",
        "Ctrl+7",
    ),
    ViewEntry(
        "decisions",
        f"{_HERE}decisions_view",
        "DecisionsView",
        QT_TRANSLATE_NOOP("View", "Decisi&ons"),
        "scales",
        "Ctrl+8",
    ),
    ViewEntry(
        "imports",
        f"{_HERE}imports_view",
        "ImportsView",
        QT_TRANSLATE_NOOP("View", "&Imports"),
        "import",
        "Ctrl+4",
    ),
    ViewEntry(
        "reports",
        f"{_HERE}reports_view",
        "ReportsView",
        QT_TRANSLATE_NOOP("View", "&Reports"),
        "report",
        "Ctrl+5",
    ),
    ViewEntry(
        "figures",
        f"{_HERE}figures_view",
        "FiguresView",
        QT_TRANSLATE_NOOP("View", "Fi&gures"),
        "bar-3",
        "Ctrl+9",
    ),
    ViewEntry(
        "plans",
        f"{_HERE}plans_view",
        "PlansView",
        QT_TRANSLATE_NOOP("View", "Contact &Plans"),
        "plan",
        "Ctrl+Shift+1",
    ),
    ViewEntry(
        "rules",
        f"{_HERE}rules_view",
        "RulesView",
        QT_TRANSLATE_NOOP("View", "Rul&es"),
        "shield",
        "Ctrl+Shift+2",
    ),
    ViewEntry(
        "records",
        f"{_HERE}records_view",
        "RecordsView",
        QT_TRANSLATE_NOOP("View", "Records and &Backups"),
        "records",
        "Ctrl+6",
    ),
    ViewEntry(
        "settings",
        f"{_HERE}settings_view",
        "SettingsView",
        QT_TRANSLATE_NOOP("View", "&Settings"),
        "settings",
        "Ctrl+,",
    ),
    ViewEntry(
        "help",
        f"{_HERE}help_view",
        "HelpView",
        QT_TRANSLATE_NOOP("View", "&Help"),
        "help",
    ),
)
#: Shown when a desk is opened.
FIRST_VIEW = "worklist"
