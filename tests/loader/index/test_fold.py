"""Characters that mean the same fold to one, whatever was folded before."""

from http_status_db.loader.index.fold import Folder


def test_both_scripts_and_both_cases_fold_to_one() -> None:
    fold = Folder({})
    assert fold("緩存 ETag") == fold("缓存 etag") == "缓存 etag"


def test_a_fold_of_the_reference_goes_on_from_that_of_opencc() -> None:
    assert Folder({"缓": "慢"})("緩缓") == "慢慢"


def test_the_folds_into_some_characters_do_not_depend_on_what_was_folded_before() -> None:
    fresh, used = Folder({}), Folder({})
    used("請求錯誤" * 3)
    assert fresh.folds_into({"缓"}) == used.folds_into({"缓"}) == {"緩": "缓"}


def test_folding_keeps_the_number_of_characters() -> None:
    assert len(Folder({})("請求 ABC 錯誤")) == 9
