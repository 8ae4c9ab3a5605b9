"""Bytes in the store appear whole or not at all."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from yui.data.actions import place
from yui.data.queries import path_of
from yui.data.storage import DurableStorage

CONTENT = b"scan" * 500_000


@pytest.fixture
def store(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_same_bytes_lie_there_once_under_their_digest(store: Path) -> None:
    digest = place(CONTENT)
    assert digest == hashlib.sha256(CONTENT).hexdigest() == place(CONTENT)
    (file,) = [path for path in store.rglob("*") if path.is_file()]
    assert file == store / path_of(digest)
    assert file.read_bytes() == CONTENT


def test_many_at_once_never_see_half_a_file(store: Path) -> None:
    path = store / path_of(hashlib.sha256(CONTENT).hexdigest())

    def place_and_read(_: int) -> bool:
        place(CONTENT)
        return path.read_bytes() == CONTENT

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(place_and_read, range(64)))


def test_a_file_that_a_crash_left_half_written_is_mended(store: Path) -> None:
    path = store / path_of(place(CONTENT))
    path.write_bytes(CONTENT[:100])
    place(CONTENT)
    assert path.read_bytes() == CONTENT


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    class Breaks(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> object:  # type: ignore[override]
            yield b"half"
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        DurableStorage(location=tmp_path).save("aa/bb", Breaks(b"x"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_only_the_owner_and_the_group_can_read_a_file(store: Path) -> None:
    path = default_storage.path(path_of(place(CONTENT)))
    assert Path(path).stat().st_mode & 0o007 == 0
