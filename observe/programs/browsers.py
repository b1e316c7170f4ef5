"""Browsers, which run their jobs with fetch in a page of the origin."""

from ..run.browser import Browser
from ..run.plans import CLIENT, STORE
from .program import Program

_X = ("xvfb-run", "-a")
_MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"

BROWSERS = (
    Program(
        "Chromium",
        "browser",
        "C++",
        "Debian: chromium",
        "https://www.chromium.org",
        Browser(
            (
                "chromium",
                "--headless",
                "--no-sandbox",
                "--no-first-run",
                "--no-proxy-server",
                "--user-data-dir={home}/profile",
                "{page}",
            )
        ),
        ("chromium", "--version"),
        probes=CLIENT + STORE,
    ),
    Program(
        "Firefox",
        "browser",
        "C++",
        "Debian: firefox-esr",
        "https://developer.mozilla.org/docs/Mozilla/Firefox",
        Browser(("firefox-esr", "--headless", "--profile", "{home}", "--no-remote", "{page}")),
        ("firefox-esr", "--version"),
        probes=CLIENT + STORE,
    ),
    Program(
        "WebKitGTK",
        "browser",
        "C++",
        "Debian: webkit2gtk-driver",
        "https://webkitgtk.org",
        Browser((*_X, _MINI_BROWSER, "{page}"), {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}),
        (*_X, _MINI_BROWSER, "--version"),
        probes=CLIENT + STORE,
        variables={"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"},
    ),
)
