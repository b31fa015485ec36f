"""The ePub of a small book."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest

from pipeline import faces, fonts
from pipeline import model as m
from pipeline.targets import epub
from tests.targets.epub.sample import FILES, JAL, NO_PAGES, PAGES, WATER, bound, made, written


@pytest.fixture(scope="session")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> fonts.Shaper:
    return fonts.shaper(faces.faces(tmp_path_factory.mktemp("faces")))


@pytest.fixture(scope="session")
def make(ruler: fonts.Shaper) -> Callable[..., m.Product]:
    """Texts → ePub."""

    def product(*texts: tuple[str, str], pages: epub.Pages = NO_PAGES, files: Mapping[str, bytes] = FILES) -> m.Product:
        book = made(*texts, files=files)
        return bound(book, written(book, pages, ruler), pages, ruler, files)

    return product


@pytest.fixture(scope="session")
def product(make: Callable[..., m.Product]) -> m.Product:
    return make(("a/water.md", WATER), ("a/jal.md", JAL), pages=PAGES)


@pytest.fixture(scope="session")
def members(product: m.Product) -> Mapping[str, str]:
    """The ePub's files of text by name."""
    with zipfile.ZipFile(BytesIO(product.data)) as container:
        return {
            name.removeprefix("EPUB/"): container.read(name).decode()
            for name in container.namelist()
            if not name.endswith((".png", ".jpg"))
        }
