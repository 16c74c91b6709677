# SPDX-License-Identifier: Apache-2.0
"""`valence data`, `train`, `evaluate`, `models`: from a file to a model and its report, and what can't be used."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from missions.lab_home import LAB_HOME_VARIABLE
from tests.valence_nodes.learning.small_data import rows_table
from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import COMMAND, Valence
from tests.web_console.command_line.terminal import all_of
from valence_nodes.learning.models import CurvePoint
from web_console.command_line.command import main
from web_console.command_line.learning_outcome import DataOutput, EvaluateOutput, ModelsOutput, TrainOutput
from web_console.command_line.outcome import ExitCode
from web_console.command_line.training_line import curve_text, training_text


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Valence:
    """Runs the command within this process: a hundred of them would take minutes to start."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(LAB_HOME_VARIABLE, str(tmp_path / "lab"))

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        given = list(map(str, arguments))
        code = main(given)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(given, code, said.out, said.err)

    return run


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "Deliveries 1.csv"
    rows_table(150).drop(columns="minutes").to_csv(file, index=False)
    return file


def test_from_a_file_to_a_model_and_its_report(valence: Valence, table: Path, tmp_path: Path) -> None:
    taken = answer(valence("data", "import", table, "--target", "late", "--licence", "CC0", "--json"), DataOutput)
    (entry,) = taken.datasets
    assert (entry.name, entry.licence, entry.rows, entry.frozen) == ("deliveries_1:1", "CC0", 150, False)
    assert entry.parts is not None
    assert sum(entry.parts.values()) == 150
    assert entry.balance is not None
    assert set(entry.balance) == {"no", "yes"}

    trained = valence("train", "deliveries_1", "--model", "tree", "--option", "depth=4", "--seed", "2", "--json")
    said = answer(trained, TrainOutput)
    assert trained.returncode == ExitCode.PASSED
    assert said.model.data == {"name": "deliveries_1:1", "sha256": entry.sha256}
    assert said.model.metrics["score"] > said.model.metrics["baseline_score"]

    page = tmp_path / "page.html"
    found = answer(
        valence("evaluate", "deliveries_1_tree", "--against", "deliveries_1_tree:1", "--out", page, "--json"),
        EvaluateOutput,
    )
    assert found.metrics == said.model.metrics
    assert found.comparison is not None
    assert found.comparison.p_value == 1
    assert page.read_text().startswith("<!doctype html>")

    models = answer(valence("models", "--json"), ModelsOutput)
    assert [(one.name, one.version, one.seed) for one in models.models] == [("deliveries_1_tree", 1, 2)]
    shown = valence("data", "show", "deliveries_1")
    assert "stays as it is: deliveries_1_tree:1 learned from it" in shown.stdout
    out = tmp_path / "out.parquet"
    assert valence("data", "export", "deliveries_1:1", out).returncode == ExitCode.PASSED
    assert out.exists()


def test_an_empty_lab_says_what_to_do(quick: Valence) -> None:
    assert "./valence train" in quick("models").stdout
    assert answer(quick("data", "list", "--json"), DataOutput).file is None


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["data"], "ACTION", "data --help"),
        (["data", "lst"], "did you mean “list”", ""),
        (["data", "show"], "`data show` needs a dataset", ""),
        (["data", "list", "x"], "`data list` takes no name", ""),
        (["data", "export", "x"], "needs a FILE to write", ""),
        (["data", "show", "x", "--target", "y"], "--target is for `data import` alone", ""),
        (["data", "show", "x", "y.csv"], "takes no second name", ""),
        (["data", "show", "x"], "There is no dataset “x”", ""),
        (["data", "show", "/"], "card.json is missing", ""),
        (["data", "collect"], "needs a name for the dataset", ""),
        (["data", "collect", "x"], "needs a recorded episode", ""),
        (["data", "collect", "X", "."], "no name of a dataset", ""),
        (["data", "collect", "x", "nowhere"], "There is no recording nowhere", "episode.mcap"),
        (["data", "collect", "x", "."], "There is no recorded episode", "--record"),
        (["data", "collect", "x", ".", "--every", "0"], "no interval", ""),
        (["data", "collect", "x", ".", "--label", "a"], "--label is for `data collect --every` alone", ""),
        (["data", "collect", "x", ".", "--every", "1", "--label", "a\nb"], "no label", ""),
        (["data", "import", "x.csv", "--sense", "scan"], "--sense is for `data collect` alone", ""),
        (["data", "show", "x", "--title", "y"], "--title is for `data import` and `data collect` alone", ""),
        (["data", "import", "x.csv"], "There is no file x.csv", "CSV, Parquet or ZIP"),
        (["data", "import", "a.zip", "--size", "24"], "no size; such as 24x24", ""),
        (["data", "import", "a.zip", "--size", "9999x1"], "2048 a side at most", ""),
        (["data", "import", "a.zip", "--window", "-1"], "no length", ""),
        (["data", "import", "...csv", "--name", "A"], "no name of a dataset", ""),
        (["train", "x"], "--model", "train --help"),
        (["train", "x", "--model", "tre"], "did you mean “tree”", ""),
        (["train", "x", "--model", "tree"], "There is no dataset “x”", ""),
        (["train", "x", "--model", "tree", "--option", "depth"], "no option with a value", "depth (6): how many"),
        (["train", "x", "--model", "tree", "--option", "deep=3"], "no option “deep”", "“depth”"),
        (["train", "x", "--model", "tree", "--option", "depth=99"], "depth can't be '99'", "from 1 to 40"),
        (["train", "x", "--model", "tree", "--seed", "4294967296"], "below 2³²", ""),
        (["train", "x", "--model", "tree", "--continue", "y"], "There is no", ""),
        (["evaluate", "x"], "There is no model “x”", ""),
        (["evaluate", "../../x"], "There is no model", ""),
        (["evaluate", "x", "--part", "tset"], "did you mean “test”", ""),
    ],
)
def test_what_can_not_be_done_is_explained(quick: Valence, arguments: list[str], said: str, hint: str) -> None:
    refused = refusal(quick(*arguments, "--json"))
    assert said in refused.message
    assert hint in refused.hint


def test_a_report_is_written_over_nothing_else(quick: Valence, table: Path) -> None:
    quick("data", "import", table, "--target", "late", "--name", "d")
    quick("train", "d", "--model", "tree", "--name", "m")
    mine = table.read_bytes()
    assert quick("evaluate", "m").returncode == quick("evaluate", "m").returncode == ExitCode.PASSED  # its own
    assert "no report of this command" in refusal(quick("evaluate", "m", "--out", table, "--json")).message
    assert "is a folder" in refusal(quick("evaluate", "m", "--out", table.parent, "--json")).message
    assert "can't be written" in refusal(quick("evaluate", "m", "--out", "no/such/page.html", "--json")).message
    assert table.read_bytes() == mine


def test_gaps_are_filled_when_asked_for(quick: Valence, tmp_path: Path) -> None:
    rows = rows_table(100).drop(columns="minutes")
    rows.loc[::7, "load"] = None
    rows.to_csv(tmp_path / "gaps.csv", index=False)
    quick("data", "import", tmp_path / "gaps.csv", "--target", "late")
    refused = refusal(quick("train", "gaps", "--model", "tree", "--json"))
    assert "NaN" in refused.message
    assert "--clean" in refused.hint
    assert quick("train", "gaps", "--model", "tree", "--clean").returncode == ExitCode.PASSED


def test_ctrl_c_keeps_the_best_so_far(environment: dict[str, str], quick: Valence, table: Path) -> None:
    quick("data", "import", table, "--target", "late", "--name", "d")
    ours, theirs = os.openpty()
    command = [*COMMAND, "train", "d", "--model", "forest", "--option", "trees=1000", "--name", "m"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment | {"TERM": "xterm"}) as run:
        os.close(theirs)
        shown = b""
        while b" of 1000" not in shown:
            shown += os.read(ours, 4096)
        run.send_signal(signal.SIGINT)
        rest = all_of(ours)
        assert run.stdout is not None
        printed = run.stdout.read().decode()
    assert run.returncode == ExitCode.INTERRUPTED
    assert "Stopped; the best so far was kept. m:1" in printed
    assert "Traceback" not in rest
    (model,) = answer(quick("models", "--json"), ModelsOutput).models
    assert model.stopped
    assert model.metrics["score"] > model.metrics["baseline_score"]


def test_without_the_extra_it_is_said_how_to_get_it(environment: dict[str, str], tmp_path: Path) -> None:
    # A Python that finds none of the extra, as on a machine where nobody learned yet.
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util\n"
        "found = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, package=None: None if name == 'torch' else found(name, package)\n"
    )
    path = os.pathsep.join((str(hidden), environment["PYTHONPATH"]))
    for arguments in (["train", "d", "--model", "tree"], ["data", "show", "d"]):
        done = subprocess.run(
            [*COMMAND, *arguments, "--json"],
            env=environment | {"PYTHONPATH": path},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        refused = refusal(done, ExitCode.OUR_FAULT)
        assert "not installed: torch" in refused.message
        assert "./valence --with-learning" in refused.hint


def test_a_line_says_how_a_training_goes() -> None:
    assert training_text(CurvePoint(3, 10, 0.5, 0.8, 0.75)) == "3 of 10 | loss 0.5 | score 0.800 | validation 0.750"
    assert training_text(CurvePoint(1, 1)) == "1 of 1"
    assert curve_text([0.1]) == ""
    assert curve_text([0.0, 0.5, 1.0]) == "▁▅█"
    assert len(curve_text([0.5] * 500)) == 24
