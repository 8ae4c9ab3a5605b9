import csv
import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner, Result

from tests.engines.conftest import FORMS
from yui.digitise.command import digitise, harmless

FORM = FORMS / "D01.json"
app = typer.Typer()
app.command()(digitise)


@app.callback()
def several() -> None:
    """Make `digitise` a command among others, as in `yui`."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["digitise", *map(str, arguments)])


def two_pages(directory: Path) -> Path:
    """A TIFF of a page of this form and a page of another."""
    own, other = (Image.open(FORMS / "pages" / f"{n}.jpg") for n in ("D01_04", "D06_04"))
    scan = directory / "two.tif"
    own.convert("L").save(
        scan, save_all=True, append_images=[other.convert("L")], compression="tiff_lzw"
    )
    return scan


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    directory = tmp_path_factory.mktemp("digitise")
    output = directory / "deep" / "out"
    return run(two_pages(directory), "--form", FORM, "-o", output, "--json", "--jobs", 1), output


def test_pages_set_aside_are_faults_and_the_others_are_read(done: tuple[Result, Path]) -> None:
    result, output = done
    summary = json.loads(result.stdout)
    assert result.exit_code == 1
    assert summary["pages"] == 2
    assert summary["set_aside"] == 1
    assert summary["reasons"] == {"foreign": 1}
    assert summary["output"] == str(output)


def test_the_table_has_a_row_for_each_field_of_each_page(done: tuple[Result, Path]) -> None:
    data = (done[1] / "fields.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert list(rows[0]) == ["page", "field", "text", "confidence", "needs_person"]
    assert {row["page"] for row in rows} == {"two-001"}
    assert len(rows) == 19
    found = {row["field"]: row["text"] for row in rows}
    assert (found["apply_year"], found["apply_month"]) == ("8", "10")
    assert all(0 <= float(row["confidence"]) <= 1 for row in rows)
    assert {row["needs_person"] for row in rows} <= {"true", "false"}


def test_each_field_has_its_crop(done: tuple[Result, Path]) -> None:
    crops = sorted(path.stem for path in (done[1] / "crops" / "two-001").glob("*.png"))
    assert len(crops) == 19
    with Image.open(done[1] / "crops" / "two-001" / "a_name.png") as crop:
        assert crop.mode == "L"
    assert not (done[1] / "crops" / "two-002").exists()


def test_the_report_says_how_each_page_lay(done: tuple[Result, Path]) -> None:
    report = json.loads((done[1] / "report.json").read_text("utf-8"))
    own, other = report["pages"]
    assert own["residual_px"] < 1
    assert own["set_aside"] is None
    assert other["set_aside"] == "foreign"
    assert other["number"] == 2
    assert report["versions"]["reader"].startswith("rapidocr")


def test_nothing_is_left_beside_the_output(done: tuple[Result, Path]) -> None:
    assert [path.name for path in done[1].parent.iterdir()] == ["out"]


def test_progress_and_summary_go_to_standard_error(done: tuple[Result, Path]) -> None:
    assert "set aside" in done[0].stderr
    assert done[0].stdout.count("\n") == 1


def noise(path: Path) -> Path:
    pixels = np.random.default_rng(1).integers(0, 255, (300, 300), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


def cut_off(path: Path) -> Path:
    data = (FORMS / "pages" / "D01_04.jpg").read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.png", b""), ("text.txt", b"hello"), ("broken.pdf", b"%PDF-1.4 broken")],
)
def test_a_bad_scan_is_named_in_one_line_and_nothing_is_left(
    tmp_path: Path, name: str, content: bytes
) -> None:
    scan = tmp_path / name
    scan.write_bytes(content)
    result = run(scan, "--form", FORM, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert name in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_scan_that_breaks_off_stops_everything_and_leaves_nothing(tmp_path: Path) -> None:
    scan = cut_off(tmp_path / "half.jpg")
    result = run(scan, "--form", FORM, "-o", tmp_path / "out", "--jobs", 1)
    assert result.exit_code == 2
    assert "half.jpg: page 1: " in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["half.jpg"]


def test_results_are_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("kept")
    result = run(FORMS / "pages" / "D01_04.jpg", "--form", FORM, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "not an empty directory" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["kept.txt"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"form_id": "x", "width": 9}', "height: must be a whole number"),
        ("[]", "a form must be a JSON object"),
    ],
)
def test_a_bad_form_is_named_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    form = tmp_path / "bad.json"
    form.write_text(text)
    result = run(FORMS / "pages" / "D01_04.jpg", "--form", form, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert words in result.stderr
    assert "bad.json" in result.stderr


def test_a_form_without_its_blank_picture_asks_for_it(tmp_path: Path) -> None:
    form = tmp_path / "alone.json"
    shutil.copyfile(FORM, form)
    result = run(FORMS / "pages" / "D01_04.jpg", "--form", form, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "alone.png" in result.stderr
    assert "--blank" in result.stderr


def test_a_blank_picture_of_another_size_is_refused(tmp_path: Path) -> None:
    result = run(
        FORMS / "pages" / "D01_04.jpg",
        "--form",
        FORM,
        "--blank",
        noise(tmp_path / "n.png"),
        "-o",
        tmp_path / "out",
    )
    assert result.exit_code == 2
    assert "300 x 300 pixels" in result.stderr


def test_a_missing_scan_is_named(tmp_path: Path) -> None:
    result = run(tmp_path / "none.png", "--form", FORM, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "none.png: No such file" in result.stderr


@pytest.mark.parametrize("text", ["=1+1", "+81", "-1", "@x", "\tx"])
def test_a_cell_never_begins_a_formula(text: str) -> None:
    assert harmless(text) == "'" + text
    assert harmless("松本市" + text) == "松本市" + text


def test_an_output_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    scan = FORMS / "pages" / "D01_04.jpg"
    result = run(scan, "--form", FORM, "-o", tmp_path / "file" / "out", "--jobs", 1)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "file" in result.stderr
