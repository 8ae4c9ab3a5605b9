import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from yui.engines.pictures import BadPicture, Limits, Problem, page_count, pages

Save = Callable[..., bytes]


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def sheet(shade: int = 200, size: tuple[int, int] = (60, 80)) -> Image.Image:
    return Image.new("L", size, shade)


def tiff(n_pages: int) -> bytes:
    rest = [sheet(i % 255) for i in range(1, n_pages)]
    return saved(sheet(0), "TIFF", save_all=True, append_images=rest, dpi=(200, 200))


def pdf(n_pages: int = 1, size: tuple[float, float] = (72, 144)) -> bytes:
    document = pdfium.PdfDocument.new()
    for _ in range(n_pages):
        document.new_page(*size).close()
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose header promises more than its few bytes hold."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def refused(data: bytes, limits: Limits | None = None) -> tuple[Problem, int | None]:
    with pytest.raises(BadPicture) as caught:
        list(pages(data, limits=limits))
    return caught.value.code, caught.value.page


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_one_grey_page_with_its_resolution(form: str) -> None:
    found = list(pages(saved(sheet(), form, dpi=(200, 200))))
    assert [(p.pixels.shape, p.dpi, p.number) for p in found] == [((80, 60), 200, 1)]
    assert found[0].pixels.dtype == np.uint8
    assert abs(int(found[0].pixels[10, 10]) - 200) < 3


@pytest.mark.parametrize("mode", ["1", "P", "RGB", "RGBA", "LA", "I;16", "I", "F"])
def test_every_kind_of_pixel_becomes_grey(mode: str) -> None:
    image = sheet(255).convert(mode.replace("I;16", "I"))
    if mode.startswith("I"):
        image = Image.fromarray(np.full((80, 60), 65535, np.uint16))
    found = next(iter(pages(saved(image, "TIFF"))))
    assert found.pixels.dtype == np.uint8
    assert found.pixels.min() == 255


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    assert next(iter(pages(saved(clear, "PNG")))).pixels.min() == 255


def test_a_red_seal_fades_while_blue_and_black_ink_stay() -> None:
    inks = Image.new("RGB", (30, 10), (250, 250, 250))
    inks.paste((220, 60, 60), (0, 0, 10, 10))
    inks.paste((40, 50, 120), (10, 0, 20, 10))
    grey = next(iter(pages(saved(inks, "PNG")))).pixels
    assert grey[5, 5] > 200
    assert grey[5, 15] < 80


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    image = sheet(size=(40, 20))
    image.paste(0, (0, 0, 5, 5))
    exif = Image.Exif()
    exif[0x0112] = 6  # Turned a quarter clockwise.
    found = next(iter(pages(saved(image, "JPEG", exif=exif))))
    assert found.pixels.shape == (40, 20)
    assert found.pixels[2, 17] < 60


def test_a_tiff_and_a_pdf_have_many_pages() -> None:
    assert page_count(tiff(3)) == page_count(pdf(3)) == 3
    assert [p.number for p in pages(tiff(3))] == [p.number for p in pages(pdf(3))] == [1, 2, 3]


def test_a_pdf_page_is_drawn_at_300_dots_an_inch() -> None:
    found = next(iter(pages(pdf())))
    assert (found.pixels.shape, found.dpi) == ((600, 300), 300)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", (Problem.EMPTY, None)),
        (b"not a picture", (Problem.NOT_A_PICTURE, None)),
        (b"GIF89a" + b"\0" * 50, (Problem.NOT_A_PICTURE, None)),
        (b"%PDF-1.7\nnothing more", (Problem.NOT_A_PICTURE, None)),
        (png_that_claims(100_000, 4), (Problem.TOO_MANY_PIXELS, 1)),
        (png_that_claims(10_000, 10_000), (Problem.TOO_MANY_PIXELS, 1)),
        (png_that_claims(2**31 - 1, 2**31 - 1), (Problem.TOO_MANY_PIXELS, 1)),
        (png_that_claims(300, 300), (Problem.TRUNCATED, 1)),
        (pdf(size=(14_400, 14_400)), (Problem.TOO_MANY_PIXELS, 1)),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[0].value,
)
def test_a_bad_file_is_refused_with_its_reason(
    data: bytes, found: tuple[Problem, int | None]
) -> None:
    assert refused(data) == found


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture_that_is_cut_off_is_refused(form: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200), np.uint8))
    data = saved(noise, form)
    assert refused(data[: len(data) // 2])[0] in (Problem.TRUNCATED, Problem.NOT_A_PICTURE)


def test_limits_are_checked_before_anything_is_decoded() -> None:
    assert refused(tiff(3), Limits(max_pages=2))[0] is Problem.TOO_MANY_PAGES
    assert refused(pdf(3), Limits(max_pages=2))[0] is Problem.TOO_MANY_PAGES
    assert refused(tiff(2), Limits(max_pixels=4000))[0] is Problem.TOO_MANY_PIXELS
    assert refused(tiff(2), Limits(max_bytes=100))[0] is Problem.TOO_LARGE
    assert refused(pdf(5000))[0] is Problem.TOO_MANY_PAGES


def test_a_vast_picture_on_a_small_pdf_page_is_refused() -> None:
    flat = Image.new("1", (9_000, 9_000))
    assert refused(saved(flat, "PDF", resolution=9_000)) == (Problem.TOO_MANY_PIXELS, 1)


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/O(" + b"a" * 32 + b")/U(" + b"b" * 32 + b")/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(" + b"c" * 16 + b")(" + b"c" * 16 + b")]>>\n%%EOF"
)


def test_a_locked_pdf_is_refused_as_such() -> None:
    assert refused(LOCKED)[0] is Problem.ENCRYPTED


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["PNG", "JPEG", "TIFF", "PDF"]), st.data())
def test_damaged_bytes_never_raise_anything_else(form: str, draw: st.DataObject) -> None:
    data = bytearray(pdf() if form == "PDF" else saved(sheet(), form))
    for _ in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        for found in pages(bytes(data), limits=Limits(max_pixels=2_000_000, max_pages=5)):
            assert found.pixels.dtype == np.uint8
    except BadPicture:
        return
