"""Pictures from elsewhere, made fit to be kept: checked, turned upright, stripped, scaled.

Nothing of what came is stored as it came. A picture is decoded and written anew, so that what
cameras and programs add to it (places, names, thumbnails, whole other files) does not go on.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms

from news.harvesting import documents, sniffing

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # of a JPEG, which is made smaller while it is read
MAX_PIXELS_AT_ONCE = 25_000_000  # of all others: a hundred megabytes while they are read
MAX_SCANS = 100  # of a JPEG; each is a walk over all its pixels, however short it is
LONGEST_SIDE = 2400  # pixels
ICON_SIDE = 128  # pixels
QUALITY = 88
_MAX_PNG = 8 * 1024 * 1024  # bytes; a photograph kept as PNG goes beyond, a drawing does not
_MAX_PROFILE = 4 * 1024 * 1024  # bytes of a colour profile
_MAX_ICONS = 64  # pictures in one ICO that are looked at

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# What each is kept as. A moving GIF becomes its first picture; not every site can show AVIF.
_KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP"}
_ORIENTATION = 0x0112  # the tag of EXIF, and what its values ask for
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ICO = b"\x00\x00\x01\x00"
_ICON = struct.Struct("<BBBBHHII")  # of its directory: width, height, …, bits, size, offset

_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    RuntimeError,
    struct.error,
    Warning,  # where warnings are errors
)
_BOMB = (Image.DecompressionBombWarning, Image.DecompressionBombError)

_TOO_MANY_PIXELS = "The picture has more than {} megapixels. Choose a smaller one."
_NO_PICTURE = (
    "This is no picture that can be shown, or only a part of one. "
    "Choose a JPEG, PNG, WebP, GIF or AVIF file."
)
_REFUSED = {
    sniffing.SVG: "This is an SVG drawing, which can hold programs. Choose a JPEG or PNG of it.",
    sniffing.PDF: "This is a PDF. Paste its address as that of the article, or choose a picture.",
    "image/heic": "This is a HEIC picture, which browsers cannot show. Choose a JPEG of it.",
    "image/tiff": "This is a TIFF picture, which browsers cannot show. Choose a JPEG of it.",
    sniffing.HTML: "This is a web page, not a picture. Choose the address of the picture itself.",
    sniffing.XHTML: "This is a web page, not a picture. Choose the address of the picture itself.",
}


class ImageError(Exception):
    """A picture that cannot be taken; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture ready to be stored. ``format`` is Pillow's name; sides are in pixels."""

    data: bytes
    format: str
    width: int
    height: int

    @property
    def extension(self) -> str:
        """The ending of its name: ``jpeg`` and not ``jpg``."""
        return self.format.lower()


def prepare(data: bytes, *, longest: int = LONGEST_SIDE) -> Prepared:
    """``data`` as it may be stored: upright, in sRGB, without metadata, no side over ``longest``.

    JPEG, PNG and WebP stay what they are; of a GIF the first picture is kept, as PNG; AVIF becomes
    JPEG, or WebP where it is transparent. Raises ``ImageError``.
    """
    with _opened(data, FORMATS) as image:
        return _prepared(image, longest)


def prepare_icon(data: bytes) -> Prepared:
    """The icon of a site as PNG, no side over 128 pixels. Raises ``ImageError``."""
    with _opened(_best_icon(data), (*FORMATS, "ICO")) as image:
        return _written(_made_fit(image, ICON_SIDE), "PNG")


def is_worth_showing(width: int, height: int) -> bool:
    """Whether a picture of this size can stand above an article.

    Counters of visits, spacers, icons, portraits beside a name and banners cannot.
    """
    shorter, longer = sorted((width, height))
    return shorter >= 100 and longer >= 200 and longer <= 4 * shorter


@contextmanager
def _opened(data: bytes, formats: tuple[str, ...]) -> Iterator[Image.Image]:
    """The picture, within its bounds but not decoded. Whatever breaks it is an ``ImageError``."""
    _require_raster(data)
    try:
        with Image.open(io.BytesIO(data), formats=formats) as image:
            _require_bounds(image, data)
            yield image
    except _BOMB as failure:
        raise ImageError(_TOO_MANY_PIXELS.format(MAX_PIXELS_AT_ONCE // 1_000_000)) from failure
    except _BROKEN as failure:
        raise ImageError(_NO_PICTURE) from failure


def _require_raster(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise ImageError(
            f"The picture has {len(data) / 1024**2:.1f} MB; the most is {MAX_BYTES // 1024**2} MB. "
            "Choose a smaller one."
        )
    found = sniffing.media_type("", data[: sniffing.HEAD])
    if found in _REFUSED:
        raise ImageError(_REFUSED[found])


def _require_bounds(image: Image.Image, data: bytes) -> None:
    """Before a single pixel is decoded."""
    most = MAX_PIXELS if image.format in ("JPEG", "MPO") else MAX_PIXELS_AT_ONCE
    if image.width * image.height > most:
        raise ImageError(_TOO_MANY_PIXELS.format(most // 1_000_000))
    # In the pixels of a JPEG these two bytes never follow each other; they begin a scan.
    if image.format in ("JPEG", "MPO") and data.count(b"\xff\xda") > MAX_SCANS:
        raise ImageError(_NO_PICTURE)


def _prepared(image: Image.Image, longest: int) -> Prepared:
    form = _KEPT_AS.get(image.format)
    ready = _made_fit(image, longest)
    if form is None:
        form = "WEBP" if _is_transparent(ready) else "JPEG"
    written = _written(ready, form)
    if form == "PNG" and len(written.data) > _MAX_PNG:
        return _written(ready, "WEBP" if _is_transparent(ready) else "JPEG")
    return written


def _made_fit(image: Image.Image, longest: int) -> Image.Image:
    """Decoded, upright, scaled down, in sRGB."""
    profile = _profile(image)
    return _in_srgb(_scaled(_upright(_plain(image, longest), image), longest), profile)


def _plain(image: Image.Image, longest: int) -> Image.Image:
    """The decoded pixels in a mode with eight bits: L, LA, RGB, RGBA or CMYK."""
    image.draft(None, (longest, longest))  # a large JPEG is decoded smaller
    image.load()
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in ("PA", "La", "RGBa"):
        return image.convert("RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _upright(image: Image.Image, original: Image.Image) -> Image.Image:
    """Turned as the camera was held. What cannot be read of that is not heeded."""
    try:
        turn = _TURNS.get(original.getexif().get(_ORIENTATION))
    except _BROKEN:
        turn = None
    return image if turn is None else image.transpose(turn)


def _scaled(image: Image.Image, longest: int) -> Image.Image:
    factor = longest / max(image.size)
    if factor >= 1:
        return image
    size = [max(1, round(side * factor)) for side in image.size]
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """The colours in which a picture is written, where they are not sRGB."""
    data = image.info.get("icc_profile")
    if not data or len(data) > _MAX_PROFILE:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        named = ImageCms.getProfileDescription(profile)
    except (*_BROKEN, ImageCms.PyCMSError):
        return None
    return None if named.startswith("sRGB") else profile


def _in_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    form = "RGB" if image.mode == "CMYK" else image.mode
    space = profile.profile.xcolor_space.strip() if profile else ""
    if space and space == image.mode.removesuffix("A"):
        try:
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, profile, srgb, outputMode=form)
        except (*_BROKEN, ImageCms.PyCMSError):
            pass
    return image if form == image.mode else image.convert(form)


def _is_transparent(image: Image.Image) -> bool:
    return image.mode.endswith("A") and image.getchannel("A").getextrema()[0] < 255


def _written(image: Image.Image, form: str) -> Prepared:
    """The picture in this format, and nothing but its pixels."""
    if form == "JPEG" and image.mode.endswith("A"):
        image = image.convert(image.mode.removesuffix("A"))
    # A JPEG that needs no change keeps its own quality.
    quality = "keep" if form == image.format == "JPEG" else QUALITY
    options = {
        "JPEG": {"quality": quality, "optimize": True, "progressive": True},
        "WEBP": {"quality": QUALITY},
        "PNG": {},
    }
    image.info = {}
    written = io.BytesIO()
    image.save(written, form, **options[form])
    return Prepared(written.getvalue(), form, *image.size)


def _best_icon(data: bytes) -> bytes:
    """Of the pictures in an ICO the largest that is wanted, as a file of its own.

    What the directory says of a picture may not be what the picture says of itself.
    """
    if not data.startswith(_ICO):
        return data
    try:
        return _best_of(data)
    except (ValueError, struct.error) as failure:
        raise ImageError(_NO_PICTURE) from failure


def _best_of(data: bytes) -> bytes:
    """``ValueError`` and ``struct.error`` for an ICO without sense."""
    entries = []
    for number in range(min(int.from_bytes(data[4:6], "little"), _MAX_ICONS)):
        width, height, *_, bits, size, offset = _ICON.unpack_from(data, 6 + 16 * number)
        side = min(width or 256, height or 256, ICON_SIDE)
        entries.append((side, bits, number, offset, size))
    _, _, number, offset, size = max(entries)
    picture = data[offset : offset + size]
    if picture.startswith(b"\x89PNG"):
        return picture
    sides = struct.unpack_from("<ii", picture, 4)
    if not all(0 < abs(side) <= 1024 for side in sides):
        raise ValueError
    entry = data[6 + 16 * number : 18 + 16 * number]
    return _ICO + b"\x01\x00" + entry + (22).to_bytes(4, "little") + picture


def render_pdf_page(data: bytes) -> Prepared:
    """The first page of a PDF as a picture. Raises ``ImageError``."""
    try:
        return prepare(documents.first_page(data))
    except documents.DocumentError as failure:
        raise ImageError(str(failure)) from failure
