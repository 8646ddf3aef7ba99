"""Pictures from elsewhere: what is kept of them, and what is refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from news.harvesting.images import (
    MAX_PIXELS,
    MAX_PIXELS_AT_ONCE,
    ImageError,
    Prepared,
    is_worth_showing,
    prepare,
    prepare_icon,
)
from tests.pictures import picture

SECRET = b"Rua dos Clerigos 7, Porto"


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def opened(prepared: Prepared) -> Image.Image:
    """The picture, which must be what it is said to be."""
    image = Image.open(BytesIO(prepared.data))
    assert (image.format, image.size) == (prepared.format, (prepared.width, prepared.height))
    image.load()
    return image


def halves(size: tuple[int, int] = (40, 20), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image.convert(mode)


def is_close(pixel: tuple[int, ...], wanted: tuple[int, ...], distance: int = 40) -> bool:
    return all(abs(a - b) <= distance for a, b in zip(pixel, wanted, strict=False))


# --- What is kept ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("came", "kept", "ending"),
    [
        ("JPEG", "JPEG", "jpeg"),
        ("PNG", "PNG", "png"),
        ("WEBP", "WEBP", "webp"),
        ("GIF", "PNG", "png"),
        ("AVIF", "JPEG", "jpeg"),
    ],
)
def test_each_format_has_one_it_is_kept_as(came: str, kept: str, ending: str) -> None:
    prepared = prepare(saved(halves((400, 200)), came))
    assert (prepared.format, prepared.extension) == (kept, ending)
    image = opened(prepared).convert("RGB")
    assert is_close(image.getpixel((40, 100)), (255, 0, 0))
    assert is_close(image.getpixel((360, 100)), (0, 0, 255))


def test_a_large_picture_is_scaled_down_and_keeps_its_shape() -> None:
    prepared = prepare(picture("JPEG", (6000, 1500)))
    assert (prepared.width, prepared.height) == (2400, 600)
    assert prepare(picture("PNG", (90, 30)), longest=30).width == 30
    assert prepare(picture("PNG", (900, 1)), longest=30).height == 1


def test_a_small_picture_is_not_scaled_up() -> None:
    prepared = prepare(picture("JPEG", (300, 200)))
    assert (prepared.width, prepared.height) == (300, 200)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_as_the_camera_was_held(form: str, turn: int) -> None:
    upright = halves((40, 20))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    taken = upright.transpose(undo[turn]) if turn in undo else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    image = opened(prepare(saved(taken, form, exif=exif)))
    assert image.size == (40, 20)
    assert is_close(image.convert("RGB").getpixel((4, 10)), (255, 0, 0), 60)
    assert image.getexif().get(0x0112, 1) == 1


def with_secrets(form: str) -> bytes:
    """A picture that tells more than it shows, in every way its format has."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SECRET + b"</x:xmpmeta>"
    options: dict[str, object] = {"exif": exif}
    if form in ("JPEG", "WEBP", "AVIF"):
        options["xmp"] = xmp
    if form == "JPEG":
        options["comment"] = SECRET
        options["extra"] = b"\xff\xed" + struct.pack(">H", len(SECRET) + 2) + SECRET
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        info.add(b"teSt", SECRET)
        options["pnginfo"] = info
    if form == "GIF":
        options = {"comment": SECRET}
    return saved(halves((200, 100)), form, **options) + SECRET


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_nothing_but_the_picture_is_kept(form: str) -> None:
    data = with_secrets(form)
    assert data.count(SECRET) > 1
    prepared = prepare(data)
    assert SECRET not in prepared.data
    image = opened(prepared)
    assert not dict(image.getexif())
    assert not set(image.info) & {"exif", "xmp", "comment", "icc_profile", "photoshop", "Comment"}


def test_what_hides_behind_a_picture_is_dropped() -> None:
    page = b"<script>alert(1)</script>"
    for form in ("JPEG", "PNG", "GIF"):
        assert page not in prepare(picture(form) + page).data


def test_a_jpeg_that_needs_no_change_keeps_its_quality() -> None:
    gradient = Image.linear_gradient("L").convert("RGB")
    data = saved(gradient, "JPEG", quality=60)
    prepared = prepare(data)
    assert opened(prepared).quantization == Image.open(BytesIO(data)).quantization
    assert len(prepared.data) <= len(data)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "AVIF"])
def test_what_is_transparent_stays_so(form: str) -> None:
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 100, 100))
    prepared = prepare(saved(image, form))
    assert prepared.format == ("WEBP" if form in ("WEBP", "AVIF") else "PNG")
    kept = opened(prepared).convert("RGBA")
    assert (kept.getpixel((20, 50))[3], kept.getpixel((180, 50))[3]) == (255, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_understood(mode: str) -> None:
    image = Image.new("I;16", (80, 40), 40_000) if mode == "I;16" else halves((80, 40), mode)
    kept = opened(prepare(saved(image, "PNG"))).convert("L")
    shown = image.convert("L").getpixel((5, 5)) if mode != "I;16" else 40_000 // 256
    assert abs(kept.getpixel((5, 5)) - shown) < 3


def test_a_palette_with_a_transparent_colour_is_understood() -> None:
    image = halves((80, 40), "P")
    data = saved(image, "PNG", transparency=image.getpixel((5, 5)))
    kept = opened(prepare(data))
    assert kept.mode == "RGBA"
    assert (kept.getpixel((5, 5))[3], kept.getpixel((75, 5))[3]) == (0, 255)


def test_print_colours_become_screen_colours() -> None:
    kept = opened(prepare(saved(Image.new("CMYK", (200, 100), (0, 255, 255, 0)), "JPEG")))
    assert kept.mode == "RGB"
    assert is_close(kept.getpixel((100, 50)), (255, 0, 0))


def test_colours_of_another_profile_are_brought_over() -> None:
    """In this profile red and blue are far from where sRGB has them."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    assert lab.profile.xcolor_space.strip() == "Lab"
    other = swapped_profile()
    kept = opened(prepare(saved(Image.new("RGB", (200, 100), "red"), "PNG", icc_profile=other)))
    assert kept.getpixel((100, 50))[2] > 200
    assert "icc_profile" not in kept.info


def swapped_profile() -> bytes:
    """sRGB with the places of red and blue changed in its table of tags."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[:] = profile.replace(b"s\0R\0G\0B", b"o\0t\0h\0e")
    red, blue = profile.find(b"rXYZ"), profile.find(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"", b"broken", b"\0" * 5_000_000])
def test_a_profile_without_sense_is_not_heeded(profile: bytes) -> None:
    data = saved(Image.new("RGB", (200, 100), "red"), "JPEG", icc_profile=profile)
    assert is_close(opened(prepare(data)).getpixel((100, 50)), (255, 0, 0))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_exif_without_sense_is_not_heeded() -> None:
    data = saved(halves(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 40)
    assert opened(prepare(data)).size == (40, 20)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_a_moving_picture_the_first_is_kept(form: str) -> None:
    frames = [Image.new("RGB", (200, 100), colour) for colour in ("red", "lime", "blue")]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=50)
    kept = opened(prepare(data))
    assert getattr(kept, "n_frames", 1) == 1
    assert is_close(kept.convert("RGB").getpixel((100, 50)), (255, 0, 0))


def test_a_photograph_kept_as_png_becomes_smaller() -> None:
    noise = Image.effect_noise((2400, 2400), 100)
    kept = prepare(saved(Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))), "PNG"))
    assert kept.format == "JPEG"


# --- What is refused -------------------------------------------------------------------------


def refusal_of(data: bytes) -> str:
    with pytest.raises(ImageError) as caught:
        prepare(data)
    return str(caught.value)


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says to be of this size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "size", [(50_001, 1000), (8000, 8000), (20_000, 20_000), (2**31 - 1, 2**31 - 1)]
)
def test_more_pixels_than_can_be_held_are_refused_unseen(size: tuple[int, int]) -> None:
    with pytest.raises(ImageError):
        prepare(png_claiming(*size))
    gif = b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\0;"
    assert "megapixels" in refusal_of(gif)
    assert "megapixels" in refusal_of(gif.replace(b"\xff\xff\xff\xff", b"\0\x20\0\x20"))


@pytest.mark.parametrize(("form", "most"), [("PNG", MAX_PIXELS_AT_ONCE), ("JPEG", MAX_PIXELS)])
def test_as_many_pixels_as_allowed_are_taken_and_no_more(form: str, most: int) -> None:
    assert prepare(saved(Image.new("L", (most // 5000, 5000)), form)).height <= 2400
    assert "megapixels" in refusal_of(saved(Image.new("L", (most // 5000 + 1, 5000)), form))


def test_a_jpeg_of_thousands_of_scans_is_refused_unseen() -> None:
    data = saved(halves((800, 800)), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    assert "picture" in refusal_of(data[:scan] + data[scan:-2] * 200 + b"\xff\xd9")


def test_a_large_file_is_refused_unread() -> None:
    assert "20 MB" in refusal_of(b"\xff\xd8\xff" + b"\0" * 21 * 1024 * 1024)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no picture"),
        (b"GIF89a", "no picture"),
        (b"\x89PNG\r\n\x1a\n", "no picture"),
        (b"just words", "no picture"),
        (b"<!doctype html><title>No</title>", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"<?xml version='1.0'?><!-- a --><!DOCTYPE svg><svg/>", "SVG"),
        ("\ufeff<svg/>".encode("utf-16"), "SVG"),
        (b"%PDF-1.7", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"\0\0\1\0\1\0", "no picture"),
        (b"BM" + b"\0" * 100, "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture"),
    ],
)
def test_what_is_no_picture_is_told_in_a_sentence(data: bytes, word: str) -> None:
    sentence = refusal_of(data)
    assert word in sentence
    assert sentence.endswith(".") and "hoose" in sentence


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@given(data=st.data())
def test_broken_pictures_are_told_and_nothing_else_happens(form: str, data: st.DataObject) -> None:
    whole = bytearray(picture(form, (64, 48)))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for bytes_ in (bytes(whole), bytes(whole[:cut])):
        for prepared in (prepare, prepare_icon):
            try:
                opened(prepared(bytes_))
            except ImageError as refusal:
                assert str(refusal).endswith(".")


# --- Icons -----------------------------------------------------------------------------------


def ico(*pictures: tuple[int, int, bytes]) -> bytes:
    """An ICO whose directory says these widths and heights of these pictures."""
    directory, bodies = b"", b""
    start = 6 + 16 * len(pictures)
    for width, height, data in pictures:
        offset = start + len(bodies)
        directory += struct.pack("<BBBBHHII", width, height, 0, 0, 1, 32, len(data), offset)
        bodies += data
    return struct.pack("<HHH", 0, 1, len(pictures)) + directory + bodies


@pytest.mark.parametrize("form", ["PNG", "GIF", "JPEG", "WEBP", "ICO", "AVIF"])
def test_an_icon_becomes_a_small_png(form: str) -> None:
    icon = prepare_icon(saved(halves((180, 180)), form))
    assert (icon.format, icon.width, icon.height) == ("PNG", 128, 128)


def test_a_small_icon_stays_small() -> None:
    assert prepare_icon(picture("PNG", (16, 16))).width == 16


def test_the_best_picture_of_an_ico_is_taken() -> None:
    small, large = (
        saved(Image.new("RGBA", (n, n), c), "PNG") for n, c in ((16, "red"), (64, "lime"))
    )
    for order in (((16, 16, small), (64, 64, large)), ((64, 64, large), (16, 16, small))):
        icon = prepare_icon(ico(*order))
        assert (icon.width, opened(icon).getpixel((5, 5))[1]) == (64, 255)


def test_an_ico_of_bitmaps_is_read() -> None:
    image = Image.new("RGBA", (48, 48), "lime")
    data = saved(image, "ICO", bitmap_format="bmp", sizes=[(16, 16), (48, 48)])
    icon = prepare_icon(data)
    assert (icon.width, opened(icon).convert("RGB").getpixel((5, 5))) == (48, (0, 255, 0))


def test_an_ico_that_lies_about_its_pictures_is_refused() -> None:
    dib = struct.pack("<IiiHHIIiiII", 40, 60_000, 120_000, 1, 32, 0, 0, 0, 0, 0, 0)
    for data in (
        ico((16, 16, png_claiming(20_000, 20_000))),
        ico((16, 16, dib)),
        ico((16, 16, b"")),
        ico(),
        b"\0\0\1\0\xff\xff" + b"\xff" * 100,
    ):
        with pytest.raises(ImageError):
            prepare_icon(data)


def test_an_svg_icon_is_refused() -> None:
    with pytest.raises(ImageError, match="SVG"):
        prepare_icon(b"<svg xmlns='http://www.w3.org/2000/svg'/>")


# --- What can stand above an article ---------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "height"), [(1200, 630), (600, 400), (200, 200), (300, 168), (400, 100), (480, 1200)]
)
def test_a_picture_of_an_article_is_worth_showing(width: int, height: int) -> None:
    assert is_worth_showing(width, height)


@pytest.mark.parametrize(
    ("width", "height"),
    [(0, 0), (1, 1), (1, 500), (16, 16), (96, 96), (150, 150), (88, 31), (468, 60), (728, 90)],
)
def test_counters_icons_and_banners_are_not(width: int, height: int) -> None:
    assert not is_worth_showing(width, height)
