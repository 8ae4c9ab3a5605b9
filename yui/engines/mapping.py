"""Where each pixel of a form lies on a page, and the page brought into the form's frame."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Floats = NDArray[np.float64]

DEGREE = 3
MESH = 16
STRIP = 256


class Refusal(StrEnum):
    """Why a page is set aside instead of being cut into fields."""

    BLANK = "blank"
    FOREIGN = "foreign"
    TORN = "torn"
    BADLY_REGISTERED = "badly_registered"


@dataclass(frozen=True, slots=True)
class Registration:
    """Where each template pixel lies on the page.

    `homography` (3, 3) maps template to page pixels; `bend` (terms, 2) adds a polynomial in the
    template's normalised coordinates. `residual_px` is the rms distance of matched blocks from
    this map, `share_of_blocks` the share that matched.
    """

    homography: Floats
    bend: Floats
    size: tuple[int, int]
    residual_px: float
    share_of_blocks: float
    refusal: Refusal | None

    def to_page(self, points: Floats) -> Floats:
        """Return (n, 2) page pixels for (n, 2) template pixels."""
        return project(self.homography, points) + basis(points, self.size) @ self.bend


def align(registration: Registration, page: Grey) -> Grey:
    """Return the page in the template's frame, (height, width) of the template, outside white."""
    return resampled(registration, page, registration.size, shrink=1, page_scale=1.0)


def resampled(
    registration: Registration, page: Grey, size: tuple[int, int], *, shrink: int, page_scale: float
) -> Grey:
    """Return the page, itself scaled by `page_scale`, in the template's frame shrunk by `shrink`.

    Strip by strip, so that the sampling map never costs more than a few megabytes.
    """
    out = np.empty(size, np.uint8)
    for top in range(0, size[0], STRIP):
        rows = min(STRIP, size[0] - top)
        where = _strip_map(registration, top, rows, size[1], shrink)
        at = ((where + 0.5) * page_scale - 0.5).astype(np.float32)
        out[top : top + rows] = cv2.remap(
            page, np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1]),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT, borderValue=255,
        )  # fmt: skip
    return out


def _strip_map(registration: Registration, top: int, rows: int, width: int, shrink: int) -> Floats:
    """Return the (rows, width, 2) sampling map, exact every MESH pixels and linear between."""
    # Sample points lie in the middle of mesh cells, where cv2.resize takes them to lie.
    xs = (np.arange(-1, width // MESH + 2) + 0.5) * MESH - 0.5
    ys = (np.arange(-1, rows // MESH + 2) + 0.5) * MESH - 0.5 + top
    grid = (np.stack(np.meshgrid(xs, ys), axis=-1) + 0.5) * shrink - 0.5
    exact = registration.to_page(grid.reshape(-1, 2)).reshape(grid.shape).astype(np.float32)
    full = cv2.resize(exact, (len(xs) * MESH, len(ys) * MESH), interpolation=cv2.INTER_LINEAR)
    return np.asarray(full[MESH : MESH + rows, MESH : MESH + width], dtype=np.float64)


def basis(points: Floats, size: tuple[int, int]) -> Floats:
    """Return (n, terms) monomials of total degree up to DEGREE in coordinates of -1 to 1."""
    x = points[:, 0] / size[1] * 2 - 1
    y = points[:, 1] / size[0] * 2 - 1
    terms = [x**i * y**j for i in range(DEGREE + 1) for j in range(DEGREE + 1 - i)]
    return np.stack(terms, axis=1)


def n_terms() -> int:
    """Return the number of monomials that `basis` gives."""
    return (DEGREE + 1) * (DEGREE + 2) // 2


def project(homography: Floats, points: Floats) -> Floats:
    """Return (n, 2) points moved by a (3, 3) homography."""
    flat = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return np.asarray(flat[:, :2] / flat[:, 2:], dtype=np.float64)
