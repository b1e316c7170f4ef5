from typing import Any

import pytest
from http_status_db.db.languages import LANGUAGES, reader_language
from places import read_cases

Case = dict[str, Any]
LOCALES: list[Case] = read_cases("locales.json")


@pytest.mark.parametrize("case", LOCALES, ids=[case["label"] for case in LOCALES])
def test_the_locale_chooses_the_language(case: Case) -> None:
    assert reader_language(case["environment"]) == case["language"]


def test_the_cases_have_every_language() -> None:
    assert {case["language"] for case in LOCALES} == set(LANGUAGES)


def test_the_environment_is_read_when_asked_and_not_when_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    for locale, language in (("zh_TW.UTF-8", "hant"), ("zh_CN.UTF-8", "hans"), ("C", "en")):
        monkeypatch.setenv("LC_ALL", locale)
        assert reader_language() == language
