"""On the build machine a skipped test is a failed one: every real part can be had there.

Used as `pytest -p tests.no_skips`. Only tests that read data kept beside the checkout may be
skipped, for that folder is not part of it.
"""

from __future__ import annotations

import pytest

#: What stands in the reason of a skip that is allowed anywhere: the folder is not there, or
#: the cases of a test would have come from it.
ALLOWED = ("shared data", "empty parameter set")

_unwanted: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note each skip that is not allowed."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if not any(words in reason for words in ALLOWED):
            _unwanted.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that is otherwise green."""
    if _unwanted and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests must not be skipped here."""
    if _unwanted:
        terminalreporter.section("skipped, though nothing may be skipped here")
        for line in _unwanted:
            terminalreporter.write_line(line)
