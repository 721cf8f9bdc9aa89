"""`manage.py check_population`."""

from functools import partial

import pytest

from enrollment.tests.factories import make_worker
from enrollment.tests.shell import make_cast, options, run_command

pytestmark = pytest.mark.django_db

FACTS = {
    "region": "2105",
    "source": "Disdukcapil",
    "checked-on": "2020-09-01",
    "actor": "nur",
}


@pytest.fixture
def run(capsys):
    make_cast()
    return partial(run_command, capsys, "check_population")


@pytest.fixture
def path(tmp_path):
    """A file that answers about one worker of Anambas."""
    path = tmp_path / "jawaban.csv"
    path.write_text(f"NIK;Hasil\n{make_worker(1).nik};Tidak ditemukan\n")
    return path


def test_an_answer_is_read_and_counted_and_a_second_time_it_is_the_same(run, path):
    first = run(path, *options(FACTS))
    second = run(path, *options(FACTS))

    code, printed = first
    assert second == first
    assert (code, printed["rows"], printed["results"]) == (0, 1, {"mismatched": 1})
    assert printed["outcomes"] == {
        "applied": 0,
        "same": 0,
        "to_do": 1,
        "unknown": 0,
        "unreadable": 0,
    }


def test_who_may_not_is_refused(run, path):
    code, printed = run(path, *options(FACTS, actor="budi"))

    assert (code, printed["refused"]["code"]) == (1, "permission_denied")


@pytest.mark.parametrize(
    ("text", "changes", "complaint"),
    [
        ("NIK;Nama\n1;2\n", {}, "NIK, Nama"),
        ("NIK;Hasil\n1;sesuai\n", {"source": "x" * 121}, "120"),
        ("NIK;Hasil\n1;sesuai\n", {"region": "9999"}, "9999"),
    ],
    ids=["no result", "a long source", "no such region"],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(run, path, text, changes, complaint):
    path.write_text(text)

    code, said = run(path, *options(FACTS, **changes))

    assert code == 2
    assert complaint in said


def test_a_file_that_is_not_there_is_said(run, path):
    path.unlink()

    code, said = run(path, *options(FACTS))

    assert code == 2
    assert "jawaban.csv" in said
