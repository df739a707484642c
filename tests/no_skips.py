"""On the build machine a skipped test is a failed one: every real part can be had there.

Used as `pytest -p tests.no_skips`. Two reasons are accepted: that the folder of shared data is
not beside this checkout, and that a test is for another Python. Everything else that skips, a
whole file as well, is turned into a failure which says why it was skipped.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import TypeVar

import pytest

from tests.shared_data import shared_data_is_there

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

#: Reasons that count only where the folder of shared data is not there. The second is what
#: pytest says of a table of cases that is empty without it.
NO_SHARED_DATA = re.compile(r"shared data|got empty parameter set")
OTHER_PYTHON = re.compile(r"needs Python 3\.\d+")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skipped test fail."""
    return _judged((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let a skipped file fail."""
    return _judged((yield))


def _judged(report: Report) -> Report:
    if not report.skipped or hasattr(report, "wasxfail"):
        return report
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not accepted(reason):
        report.outcome = "failed"
        report.longrepr = f"{reason}\nOn this machine nothing may be skipped for that reason."
    return report


def accepted(reason: str) -> bool:
    """Tell whether a test may be skipped for this reason."""
    if NO_SHARED_DATA.search(reason):
        return not shared_data_is_there()
    return OTHER_PYTHON.search(reason) is not None
