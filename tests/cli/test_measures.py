"""``vmo-rehab measures``: the measures of the catalogue."""

from __future__ import annotations

from vmo_rehab.documents.library import catalogue


def test_each_measure_stands_on_a_line(vmo):
    """The list has every measure of the catalogue, with its values in order."""
    head, *lines = vmo("measures").stdout.splitlines()
    assert head.split() == ["id", "name", "values", "asked"]
    assert [line.split()[0] for line in lines] == sorted(catalogue().measures)
    effusion = next(line for line in lines if line.startswith("effusion "))
    assert "0, trace, 1+, 2+, 3+" in effusion


def test_a_word_narrows_the_list(vmo):
    """It may stand in the id, the name or the question, in capitals or not."""
    lines = vmo("measures", "Swelling").stdout.splitlines()[1:]
    assert "effusion" in [line.split()[0] for line in lines]
    assert 0 < len(lines) < len(catalogue().measures)


def test_a_word_that_no_measure_has_is_told(vmo):
    """Nothing found is exit code 2, and the way to the whole list."""
    done = vmo("measures", "horsepower")
    assert done.exit_code == 2
    assert 'no measure is about "horsepower"; vmo-rehab measures lists them all' in done.stderr
