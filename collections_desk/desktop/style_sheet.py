"""The few rules that Fusion does not know, in the colors of a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_BUTTONS = """
QPushButton {{ background: {surface}; color: {text}; border: 1px solid {edge};
    border-radius: 6px; padding: 5px 14px; min-height: 18px; }}
QPushButton:hover {{ background: {raised}; border-color: {accent}; }}
QPushButton:pressed {{ background: {soft}; color: {on_soft}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 13px; }}
QPushButton:checked {{ background: {soft}; color: {on_soft}; border-color: {accent}; }}
QPushButton:disabled {{ color: {muted}; border-color: {line}; background: {window}; }}
QPushButton[role="primary"], QPushButton:default {{ background: {accent}; color: {on_accent};
    border: 1px solid {accent}; }}
QPushButton[role="primary"] {{ font-weight: 600; }}
QPushButton[role="primary"]:hover, QPushButton:default:hover {{ border-color: {text}; }}
QPushButton[role="primary"]:focus, QPushButton:default:focus {{ border: 2px solid {text}; }}
QPushButton[role="primary"]:disabled, QPushButton:default:disabled {{ background: {window};
    color: {muted}; border: 1px solid {line}; }}
QPushButton[role="danger"] {{ color: {danger}; border-color: {danger}; }}
QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; }}
QPushButton[role="quiet"]:hover {{ background: {soft}; color: {on_soft}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {accent}; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent;
    color: {accent}; padding: 3px 4px; text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border: 2px solid {accent}; padding: 2px 3px; }}
QPushButton[role="nav"] {{ background: transparent; color: {text}; border: 2px solid transparent;
    border-radius: 6px; padding: 7px 10px; text-align: left; min-height: 20px; }}
QPushButton[role="nav"]:hover {{ background: {line}; }}
QPushButton[role="nav"]:checked {{ background: {soft}; color: {on_soft}; font-weight: 600; }}
QPushButton[role="nav"]:focus {{ border: 2px solid {accent}; }}
QToolButton {{ background: transparent; color: {text}; border: 1px solid transparent;
    border-radius: 6px; padding: 4px 8px; min-height: 18px; min-width: 16px; }}
QToolButton:hover {{ background: {soft}; color: {on_soft}; }}
QToolButton:checked {{ background: {soft}; color: {on_soft}; border-color: {accent}; }}
QToolButton:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QToolButton:disabled {{ color: {muted}; }}
QLineEdit QToolButton {{ padding: 0; border: none; min-height: 0; min-width: 0; }}
QLineEdit QToolButton:hover {{ background: transparent; }}
QToolButton::menu-indicator {{ image: none; }}
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser {{ background: {surface}; color: {text};
    border: 1px solid {edge}; border-radius: 6px; padding: 4px 8px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit {{ min-height: 20px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus {{
    border: 2px solid {accent}; padding: 3px 7px; }}
QLineEdit:read-only, QPlainTextEdit[readOnly="true"], QTextBrowser {{ background: {raised};
    border-color: {line}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {window}; color: {muted};
    border-color: {line}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {danger};
    padding: 3px 7px; }}
QLineEdit[role="plain"] {{ border: none; background: transparent; }}
QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit {{ min-height: 22px; }}
QCheckBox, QRadioButton {{ spacing: 8px; min-height: 24px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {accent}; text-decoration: underline; }}
QGroupBox {{ border: 1px solid {line}; border-radius: 8px; margin-top: 1.1em;
    padding: 10px 8px 8px 8px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 10px; padding: 0 4px; color: {muted};
    font-weight: 600; }}
"""

_LISTS = """
QTableView, QListView, QTreeView {{ background: {surface}; color: {text};
    alternate-background-color: {raised}; border: 1px solid {line}; border-radius: 8px;
    padding: 1px; gridline-color: {line}; selection-background-color: {soft};
    selection-color: {on_soft}; outline: 0; }}
QTableView:focus, QListView:focus, QTreeView:focus {{ border: 2px solid {accent};
    padding: 0; }}
QTableView::item {{ padding: 0 6px; border: none; }}
QTableView::item:selected, QListView::item:selected {{ background: {soft}; color: {on_soft}; }}
QTableView::item:focus {{ border: none; }}
QListView::item {{ padding: 5px 6px; border-radius: 4px; }}
QListView::indicator:unchecked, QTableView::indicator:unchecked,
QTreeView::indicator:unchecked {{ background: {surface}; border: 1px solid {edge};
    border-radius: 2px; }}
QHeaderView {{ background: {raised}; border: none; border-top-left-radius: 8px;
    border-top-right-radius: 8px; }}
QHeaderView::section {{ background: {raised}; color: {muted}; border: none;
    border-bottom: 1px solid {line}; padding: 6px 8px; font-weight: 600; }}
QHeaderView::section:first, QHeaderView::section:only-one {{ border-top-left-radius: 7px; }}
QHeaderView::section:last, QHeaderView::section:only-one {{ border-top-right-radius: 7px; }}
QHeaderView::section:hover {{ color: {text}; }}
QTableCornerButton::section {{ background: {raised}; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; min-height: 28px;
    min-width: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea, QStackedWidget {{ border: none; }}
QScrollArea[role="page"] > QWidget > QWidget {{ background: {window}; }}
"""

_FRAME = """
QMenuBar {{ background: {side}; color: {text}; border-bottom: 1px solid {line}; padding: 2px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {soft}; color: {on_soft}; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {edge}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 10px; border-radius: 4px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {soft}; color: {on_soft}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {edge}; padding: 4px 6px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: 7px 14px;
    border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; font-weight: 600; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar:focus {{ border: 1px solid {accent}; border-radius: 4px; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; margin: 0 4px; }}
QSplitter::handle:vertical {{ height: 1px; margin: 4px 0; }}
QProgressBar {{ background: {line}; border: none; border-radius: 4px; text-align: center;
    color: {text}; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QDialog {{ background: {window}; }}
QFrame[role="side"], QWidget[role="side"] {{ background: {side};
    border: none; border-right: 1px solid {line}; }}
QFrame[role="status"] {{ background: {side}; border: none; border-top: 1px solid {line}; }}
QFrame[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[role="popup"] {{ background: {surface}; border: 1px solid {edge}; border-radius: 10px; }}
QFrame[role="toast"] {{ background: {notice_soft}; border: 1px solid {notice};
    border-radius: 8px; }}
QFrame[role="notice"] {{ background: {notice_soft}; border: 1px solid {notice};
    border-radius: 8px; }}
QFrame[role="caution"] {{ background: {caution_soft}; border: 1px solid {caution};
    border-radius: 8px; }}
QFrame[role="danger"] {{ background: {danger_soft}; border: 1px solid {danger};
    border-radius: 8px; }}
QFrame[role="good"] {{ background: {good_soft}; border: 1px solid {good};
    border-radius: 8px; }}
QFrame[role="ribbon"] {{ background: {caution_soft}; border: none;
    border-bottom: 1px solid {caution}; }}
QFrame[role="rule"] {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
"""

_LABELS = """
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="heading"] {{ font-size: {heading}pt; font-weight: 600; }}
QLabel[role="section"] {{ color: {muted}; font-weight: 600; }}
QLabel[role="amount"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="small"] {{ color: {muted}; font-size: {small}pt; }}
QLabel[role="good"], QLabel[role="notice"], QLabel[role="caution"], QLabel[role="danger"] {{
    background: transparent; border: none; }}
QLabel[role="good"] {{ color: {good}; }}
QLabel[role="notice"] {{ color: {notice}; }}
QLabel[role="caution"] {{ color: {caution}; }}
QLabel[role="danger"] {{ color: {danger}; }}
QLabel[role="code"] {{ font-family: "DejaVu Sans Mono", "Consolas", "Menlo", monospace;
    font-size: {title}pt; }}
QLabel[role="chip"] {{ background: {raised}; border: 1px solid {line}; border-radius: 9px;
    padding: 1px 8px; }}
"""


def style_sheet(colors: Mapping[str, str], points: float) -> str:
    """Return the style sheet of a theme.

    Args:
        colors: The colors of a theme by their names.
        points: The size of the system's font; headings are measured from it.
    """
    sizes = {
        "title": f"{points * 1.5:.1f}",
        "heading": f"{points * 1.2:.1f}",
        "small": f"{points * 0.92:.1f}",
    }
    rules = _BUTTONS + _FIELDS + _LISTS + _FRAME + _LABELS
    return rules.format(**colors, **sizes)
