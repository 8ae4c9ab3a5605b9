"""Open scans (PNG, JPEG, TIFF, PDF) as grey pages, within bounds that are checked beforehand."""

import io
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray
from PIL import Image, ImageOps

PDF_DPI = 300
LONGEST_SIDE = 30_000
POINTS_PER_INCH = 72
# What Pillow's decoders raise on damaged data, UnidentifiedImageError being an OSError.
_DAMAGED = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError)
SEAL_RED = 30
BAND = 256
FORMATS = ("PNG", "JPEG", "TIFF", "MPO")
_INVERTED_16_BIT = 257  # 65535 / 255: brings 16-bit samples to 8 bits.


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    max_bytes: int = 100_000_000
    max_pixels: int = 60_000_000
    max_pages: int = 500


class Problem(StrEnum):
    """Why a file cannot be opened as pages."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    NOT_A_PICTURE = "not_a_picture"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"


_WORDS = {
    Problem.EMPTY: "the file is empty",
    Problem.TOO_LARGE: "the file is larger than allowed",
    Problem.TOO_MANY_PIXELS: "the picture has more pixels than allowed",
    Problem.TOO_MANY_PAGES: "the file has more pages than allowed",
    Problem.NOT_A_PICTURE: "this is no PNG, JPEG, TIFF or PDF that can be read",
    Problem.TRUNCATED: "the picture is cut off or damaged",
    Problem.ENCRYPTED: "the PDF is locked with a password",
}


class BadPicture(ValueError):
    """A file that gives no pages; `page` counts from 1, None speaks of the whole file."""

    def __init__(self, code: Problem, page: int | None = None) -> None:
        where = f"page {page}: " if page else ""
        super().__init__(where + _WORDS[code])
        self.code = code
        self.page = page

    def __reduce__(self) -> tuple[type["BadPicture"], tuple[Problem, int | None]]:
        return type(self), (self.code, self.page)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: 8-bit grey pixels (H, W), its resolution if the file says so, number from 1."""

    pixels: NDArray[np.uint8]
    dpi: int | None
    number: int


def pages(data: bytes, *, limits: Limits | None = None, start: int = 1) -> Iterator[Picture]:
    """Yield the pages of a file from `start` on; each is checked before it is decoded."""
    bounds = limits or Limits()
    _refuse_size(data, bounds)
    return (_pdf_pages if _is_pdf(data) else _raster_pages)(data, bounds, start)


def page_count(data: bytes, *, limits: Limits | None = None) -> int:
    """Return how many pages a file has, decoding none of them."""
    bounds = limits or Limits()
    _refuse_size(data, bounds)
    if _is_pdf(data):
        with _pdf(data, bounds) as document:
            return len(document)
    with _raster(data) as image:
        return sum(1 for _ in _frames(image, bounds))


def _refuse_size(data: bytes, limits: Limits) -> None:
    if not data:
        raise BadPicture(Problem.EMPTY)
    if len(data) > limits.max_bytes:
        raise BadPicture(Problem.TOO_LARGE)


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


@contextmanager
def _quietly() -> Iterator[None]:
    """Silence Pillow's warnings: what matters of damage and size is raised by ourselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _raster(data: bytes) -> Iterator[Image.Image]:
    """Open the header of a raster file; what is no picture or too wide is refused."""
    try:
        with _quietly():
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BadPicture(Problem.TOO_MANY_PIXELS, 1) from error
    except _DAMAGED as error:
        raise BadPicture(Problem.NOT_A_PICTURE) from error
    with closing(image):
        yield image


def _frames(image: Image.Image, limits: Limits) -> Iterator[int]:
    """Seek through the frames, yielding their numbers from 1; a JPEG has one whatever it says."""
    most = limits.max_pages if image.format == "TIFF" else 1
    number = 1
    while True:
        _refuse_pixels(image.size, limits, number)
        yield number
        if image.format != "TIFF":
            return
        try:
            with _quietly():
                image.seek(number)
        except EOFError:
            return
        except (*_DAMAGED, Image.DecompressionBombError) as error:
            raise BadPicture(Problem.TRUNCATED, number + 1) from error
        number += 1
        if number > most:
            raise BadPicture(Problem.TOO_MANY_PAGES)


def _refuse_pixels(size: tuple[int, int], limits: Limits, page: int) -> None:
    width, height = size
    # A strip of one row costs memory in every later step, so no side may be extreme either.
    if width * height > limits.max_pixels or max(size) > LONGEST_SIDE:
        raise BadPicture(Problem.TOO_MANY_PIXELS, page)
    if min(size) < 1:
        raise BadPicture(Problem.NOT_A_PICTURE, page)


def _raster_pages(data: bytes, limits: Limits, start: int) -> Iterator[Picture]:
    page_count(data, limits=limits)  # Refuses a file of too many pages before the first is used.
    with _raster(data) as image:
        for number in _frames(image, limits):
            if number < start:
                continue
            yield Picture(_decoded(image, number), _dpi(image), number)


def _decoded(image: Image.Image, page: int) -> NDArray[np.uint8]:
    try:
        with _quietly():
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            return _grey(image)
    except (*_DAMAGED, EOFError, MemoryError) as error:
        raise BadPicture(Problem.TRUNCATED, page) from error


def _grey(image: Image.Image) -> NDArray[np.uint8]:
    """Return 8-bit grey pixels; what is transparent is paper."""
    if image.mode in ("I;16", "I;16B", "I;16L", "I"):
        samples = np.asarray(image, dtype=np.int64)
        return np.asarray(np.clip(samples // _INVERTED_16_BIT, 0, 255), dtype=np.uint8)
    if image.mode == "F":
        return np.asarray(np.clip(np.asarray(image), 0, 255), dtype=np.uint8)
    if image.has_transparency_data:
        layers = image.convert("RGBA")
        paper = Image.new("RGBA", layers.size, (255, 255, 255, 255))
        image = Image.alpha_composite(paper, layers)
    if image.mode in ("1", "L", "LA"):
        return np.array(image.convert("L"), dtype=np.uint8)
    return np.vstack([_without_red(np.asarray(band)) for band in _bands(image)])


def _bands(image: Image.Image) -> Iterator[Image.Image]:
    """Yield the picture in colour a few rows at a time: as a whole it would cost four greys."""
    for top in range(0, image.height, BAND):
        band = image.crop((0, top, image.width, min(image.height, top + BAND)))
        yield band.convert("RGB")


def _without_red(colour: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return grey from (H, W, 3) with red faded: a seal must not hide what is under it."""
    luma = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    red = colour[..., 0]
    redness = cv2.subtract(red, cv2.max(colour[..., 1], colour[..., 2]))
    return np.asarray(np.where(redness > SEAL_RED, red, luma), dtype=np.uint8)


def _dpi(image: Image.Image) -> int | None:
    given = image.info.get("dpi")
    try:
        dpi = round(float(given[0])) if given else 0
    except (TypeError, ValueError, ZeroDivisionError, OverflowError, IndexError):
        return None
    return dpi if 50 <= dpi <= 2400 else None


@contextmanager
def _pdf(data: bytes, limits: Limits) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD
        raise BadPicture(Problem.ENCRYPTED if locked else Problem.NOT_A_PICTURE) from error
    with closing(document):
        if len(document) < 1:
            raise BadPicture(Problem.EMPTY)
        if len(document) > limits.max_pages:
            raise BadPicture(Problem.TOO_MANY_PAGES)
        yield document


def _pdf_pages(data: bytes, limits: Limits, start: int) -> Iterator[Picture]:
    with _pdf(data, limits) as document:
        document.init_forms()  # What was typed into a form's own fields is part of the page.
        for number in range(start, len(document) + 1):
            yield Picture(_rendered(document, number, limits), PDF_DPI, number)


def _rendered(document: pdfium.PdfDocument, number: int, limits: Limits) -> NDArray[np.uint8]:
    scale = PDF_DPI / POINTS_PER_INCH
    try:
        with closing(document[number - 1]) as page:
            width, height = page.get_size()
            _refuse_pixels((round(width * scale), round(height * scale)), limits, number)
            for size in _picture_sizes(page):
                _refuse_pixels(size, limits, number)
            bitmap = page.render(scale=scale, grayscale=True)
            with closing(bitmap):
                return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(
                    bitmap.height, bitmap.width
                )
    except pdfium.PdfiumError as error:
        raise BadPicture(Problem.TRUNCATED, number) from error


def _picture_sizes(page: pdfium.PdfPage) -> Iterator[tuple[int, int]]:
    """Yield the pixel sizes of embedded pictures, because a small page can hold a vast one."""
    for found in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=8):
        if isinstance(found, pdfium.PdfImage):
            yield found.get_px_size()
