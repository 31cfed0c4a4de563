"""``vmo-rehab test``: a line for each case, failures in full, coverage, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CASES = """format: 1
enrolled: {start: 2026-03-02, facts: {injury: 2026-02-20}, baseline: {pain_usual: 2}}
usual: {red_flags: none, pain_during: 2, effusion: trace}
cases:
  - case: Three good sessions lead on
    rows:
      - {date: [2026-03-02, 2026-03-05], decision: stay}
      - {date: 2026-03-09, decision: discharge}
  - case: A swollen knee rests
    rows:
      - {date: 2026-03-02, answers: {effusion: 2+}, decision: hold}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Write a protocol with cases beside it."""
    knee = Path(__file__).parents[1] / "diagnostics" / "small-knee.yaml"
    (tmp_path / "protocol.yaml").write_text(knee.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def changed(folder: Path, old: str, new: str) -> None:
    """Change a text in the file of cases."""
    path = folder / "cases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_line_for_each_case(vmo, small):
    """Each case has a line, and the last line counts them."""
    done = vmo("test", small, "--no-coverage")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        str(small),
        "  ok      Three good sessions lead on",
        "  ok      A swollen knee rests",
        "",
        "2 cases: all came out as expected",
    ]


def test_a_failure_is_told_in_full(vmo, small):
    """A case that did not come out as expected is told with its place and cure, and gives exit code 1."""
    changed(small, "decision: discharge", "decision: stay")
    done = vmo("test", small)
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    assert "  FAILED  Three good sessions lead on" in lines
    place = lines.index("FAILED: Three good sessions lead on")
    assert lines[place + 1].startswith(
        f"{small / 'cases.yaml'}:8:38: L210 error: 2026-03-09: expected decision stay, got discharge: "
    )
    assert lines[place + 2 : place + 4] == [
        "  8 |       - {date: 2026-03-09, decision: stay}",
        "    |                                      ^^^^",
    ]
    assert lines[-1] == "2 cases: 1 did not come out as expected"


def test_coverage(vmo, small):
    """The table says what was seen of each criterion, what never was, and what cannot be."""
    changed(small, "cases:", "never: {criterion: settled, truths: unknown, why: a reason}\ncases:")
    lines = vmo("test", small).stdout.splitlines()
    table = {line.split("  ")[0]: line.split()[-4:-1] for line in lines if "protocol.yaml:" in line}
    assert table == {
        "settled": ["seen", "NEVER", "-"],
        "good_form": ["seen", "NEVER", "NEVER"],
        "effusion >= 2+": ["seen", "seen", "NEVER"],
        "pain_during >= 6": ["NEVER", "seen", "NEVER"],
        "settled for 3 sessions in a row": ["seen", "seen", "NEVER"],
        "good_form for 2 sessions in a row": ["seen", "seen", "NEVER"],
    }
    assert (
        "decisions seen: hold, stay and discharge; never: refer, regress, enquire, resume and progress"
        in lines
    )
    assert "phases seen: settle and discharged" in lines
    assert "6 criteria: 6 not fully seen" in lines


def test_a_contradiction_is_told(vmo, small):
    """What is said to be never and comes all the same is told, and fails under --full."""
    changed(small, "cases:", "never: {criterion: settled, truths: [true], why: a reason}\ncases:")
    assert "SEEN, and said to be never" in vmo("test", small).stdout


def test_the_floor(vmo, small):
    """With --full a criterion that is not fully seen gives exit code 1; without it, 0."""
    assert vmo("test", small).exit_code == 0
    assert vmo("test", small, "--full").exit_code == 1
    assert vmo("test", "soreness-rules", "vmo-foundation", "--full").exit_code == 0


def test_some_cases(vmo, small):
    """With -k only the cases that have a text in their name are run; none is a mistake."""
    done = vmo("test", small, "-k", "SWOLLEN", "--no-coverage")
    assert done.stdout.splitlines()[1:] == [
        "  ok      A swollen knee rests",
        "",
        "1 case: all came out as expected",
    ]
    nothing = vmo("test", small, "-k", "shoulder")
    assert (nothing.exit_code, nothing.stderr) == (2, 'Error: no case has "shoulder" in its name\n')


def test_json(vmo, small):
    """The JSON document has every case, every failure and the coverage."""
    changed(small, "decision: hold", "decision: stay")
    done = vmo("test", small, "--json")
    (whole,) = json.loads(done.stdout)["protocols"]
    assert done.exit_code == 1
    assert (whole["protocol"], whole["revision"], len(whole["digest"])) == ("small-knee", "1", 64)
    assert [(one["case"], one["passed"]) for one in whole["cases"]] == [
        ("Three good sessions lead on", True),
        ("A swollen knee rests", False),
    ]
    (failure,) = whole["cases"][1]["failures"]
    assert failure["place"] == f"{small / 'cases.yaml'}:11:63"
    assert failure["code"] == "L210"
    assert whole["criteria"][0] == {
        "criterion": "settled",
        "place": f"{small / 'protocol.yaml'}:18:12",
        "seen": ["true"],
        "never": [],
        "missing": ["false", "unknown"],
    }
    assert whole["decisions"] == ["discharge", "hold", "stay"]
    assert whole["phases"] == ["discharged", "settle"]


def test_what_is_amiss_is_told_and_the_others_are_run(vmo, small):
    """A file with something amiss gives exit code 1, and what stands beside it on the command is run."""
    changed(small, "decision: hold", "decision: holt")
    done = vmo("test", small, "soreness-rules", "--no-coverage")
    assert done.exit_code == 1
    assert 'V301 error: one of 9 words is due, and the text "holt" stands here' in done.stderr
    assert "18 cases: all came out as expected" in done.stdout
    (refused,) = json.loads(vmo("test", small, "--json").stdout)["protocols"]
    assert [one["code"] for one in refused["refused"]] == ["V301"]


def test_no_cases(vmo, small):
    """A protocol that is named and has no cases gives exit code 2."""
    (small / "cases.yaml").unlink()
    done = vmo("test", small)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"L200 error: {small} has no cases\n")
    assert vmo("test", small / "cases.yaml").exit_code == 2


def test_all_shipped_protocols(vmo, monkeypatch):
    """Without a name the cases of all shipped protocols are run; here two stand for them."""
    monkeypatch.setattr("vmo_rehab.cli.commands.test.shipped", lambda: ("soreness-rules", "vmo-foundation"))
    done = vmo("test", "--no-coverage")
    assert done.exit_code == 0
    assert {"soreness-rules", "vmo-foundation"} <= set(done.stdout.splitlines())


def test_a_shipped_protocol_without_cases(vmo, monkeypatch, tmp_path, small):
    """A shipped protocol may have no cases; with --full it may not."""
    from vmo_rehab.documents import library

    bare = tmp_path / "library" / "bare"
    bare.mkdir(parents=True)
    (small / "protocol.yaml").rename(bare / "protocol.yaml")
    catalogue = library.catalogue()
    library.shipped.cache_clear()
    monkeypatch.setattr(library, "folder", lambda: tmp_path / "library")
    monkeypatch.setattr("vmo_rehab.documents.case_files.folder", lambda: tmp_path / "library")
    monkeypatch.setattr(library, "catalogue", lambda: catalogue)
    try:
        done = vmo("test")
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr.startswith("L200 error: bare has no cases\n")
        assert vmo("test", "--full").exit_code == 1
    finally:
        library.shipped.cache_clear()


@pytest.mark.parametrize(
    ("cases", "what"),
    [
        ("cases: []", "the file has no case in it"),
        ("cases: [{case: A case, rows: []}]", "the case has no row in it"),
    ],
)
def test_nothing_to_run_is_refused(vmo, small, cases, what):
    """A file without a case, and a case without a row, do not pass."""
    path = small / "cases.yaml"
    path.write_text(f"{CASES.partition('cases:')[0]}{cases}\n", encoding="utf-8")
    done = vmo("test", small)
    assert done.exit_code == 1
    assert f"V205 error: {what}" in done.stderr
    assert "as expected" not in done.stdout


def test_a_case_that_expects_nothing_says_so(vmo, small):
    """Days alone are history: the case passes, and nobody takes it for a check."""
    changed(small, ", decision: hold", "")
    lines = vmo("test", small, "--no-coverage").stdout.splitlines()
    assert "  ok      A swollen knee rests (expects nothing)" in lines
    assert "  ok      Three good sessions lead on" in lines


def test_an_empty_file_of_cases_is_called_one(vmo, small):
    """What it begins with is said of the file it is."""
    (small / "cases.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert "= a file of cases begins with format: 1" in vmo("test", small).stderr
