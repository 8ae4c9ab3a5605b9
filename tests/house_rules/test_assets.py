"""Assets and locks: what a page names is there, and what is installed is pinned."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock")


def pinned(lock: str) -> dict[str, str]:
    found = re.findall(r"^([\w.\[\]-]+)==([^\s;\\]+)", (ROOT / lock).read_text(), re.MULTILINE)
    return dict(found)


def test_every_asset_that_a_style_or_a_script_names_exists(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert all(f"{name}=={version}" in text for name, version in pinned(lock).items())
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_tools_change_no_version_that_the_product_runs_on() -> None:
    assert pinned("requirements.lock").items() <= pinned("requirements-dev.lock").items()
