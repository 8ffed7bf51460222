"""The real Chromium of the browser tests, and the fonts it draws with."""

import importlib.util
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

#: A path to use instead of searching.
CHOSEN: Final = "CHROMIUM"
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_FONTS: Final = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")

#: Quiet start: nothing asks the network on its own.
ARGUMENTS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class ChromiumError(RuntimeError):
    """There is no Chromium; browser tests fail then, they are never skipped."""


def find_chromium(environ: Mapping[str, str] = os.environ) -> str:
    """Return the path of the browser to drive."""
    if chosen := environ.get(CHOSEN):
        return chosen
    for name in _NAMES:
        if path := shutil.which(name, path=environ.get("PATH")):
            return path
    raise ChromiumError(f"none of {', '.join(_NAMES)} is installed and {CHOSEN} names none")


def write_font_settings(folder: Path) -> Path:
    """Write a fonts.conf that knows only the installed Noto packages, so that machines agree."""
    folders = "".join(f"<dir>{escape(str(_package(name)))}</dir>" for name in _FONTS)
    aliases = "".join(
        f"<alias><family>{family}</family>"
        "<prefer><family>Noto Sans CJK JP</family></prefer></alias>"
        for family in ("sans-serif", "serif", "monospace", "system-ui")
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{folders}<cachedir>{escape(str(folder / 'cache'))}</cachedir>{aliases}</fontconfig>\n",
        encoding="utf-8",
    )
    return path


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ChromiumError(f"the font package {name} is not installed")
    return Path(spec.origin).parent
