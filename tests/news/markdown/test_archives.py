"""Zips made to do harm are refused in a sentence; the others come out as they went in."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.markdown import archives
from news.markdown.archives import ArchiveError, place_of, require_distinct, unpack


def zipped(
    *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def named(data: bytes, old: str, new: str) -> bytes:
    """The same zip with a name of the same length that zipfile would not have written."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new.encode())


def refusal(data: bytes, folder: Path) -> str:
    with pytest.raises(ArchiveError) as caught:
        unpack(io.BytesIO(data), folder)
    return str(caught.value)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_files_come_out_in_their_folders_as_they_went_in(tmp_path: Path) -> None:
    files = {"content/news/a.md": b"---\n", "content/news/a.png": b"\x89PNG", "b.md": b""}
    unpack(io.BytesIO(zipped(*files.items())), tmp_path)
    assert files_below(tmp_path) == files


def test_what_systems_leave_behind_is_left_out(tmp_path: Path) -> None:
    debris = ["__MACOSX/._a.md", ".DS_Store", "news/.hidden.md", ".git/config", "empty/"]
    unpack(io.BytesIO(zipped(*((name, b"") for name in debris), ("a.md", b"a"))), tmp_path)
    assert files_below(tmp_path) == {"a.md": b"a"}


def test_what_is_not_wanted_is_not_even_unpacked(tmp_path: Path) -> None:
    data = zipped(("a.md", b"a"), ("bomb.bin", b"\0" * 1_000_000))
    unpack(io.BytesIO(data), tmp_path, wanted=lambda place: place.suffix == ".md")
    assert files_below(tmp_path) == {"a.md": b"a"}


@pytest.mark.parametrize(
    "name", ["../evil.md", "a/../../b.md", "/etc/cron.d", "C:/x.md", "a\\b.md", "..\\evil.md"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    data = named(zipped(("x" * len(name), b"evil")), "x" * len(name), name)
    assert name in refusal(data, inside)
    assert files_below(tmp_path) == {}


def test_a_name_with_a_nul_is_refused_and_not_cut_off_there(tmp_path: Path) -> None:
    data = named(zipped(("a.mdXx", b"")), "a.mdXx", "a.md\0x")
    assert "control character" in refusal(data, tmp_path)


def test_names_that_no_file_system_takes_are_refused(tmp_path: Path) -> None:
    assert "255 bytes" in refusal(zipped(("é" * 128 + ".md", b"")), tmp_path)
    assert "800 characters" in refusal(zipped(("/".join(["a" * 99] * 9), b"")), tmp_path)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "a pipe"), (stat.S_IFCHR, "a device")],
)
def test_links_and_special_files_are_refused(tmp_path: Path, kind: int, reason: str) -> None:
    entry = zipfile.ZipInfo("content/a.md")
    entry.external_attr = (kind | 0o777) << 16
    assert reason in refusal(zipped((entry, b"/etc/passwd")), tmp_path)


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.md", b"a")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(signature) + offset, 1)
    assert "without a password" in refusal(bytes(data), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_compression_is_refused(tmp_path: Path, method: int) -> None:
    assert "deflate" in refusal(zipped(("a.md", b"a"), method=method), tmp_path)


@pytest.mark.parametrize(
    "names",
    [("A.md", "a.md"), ("é.md", "e\u0301.md"), ("x", "X/y.md"), ("Straße.md", "STRASSE.md")],
)
def test_names_that_only_case_tells_apart_are_refused(tmp_path: Path, names: tuple[str]) -> None:
    assert "rename one of the two" in refusal(zipped(*((name, b"") for name in names)), tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    assert "rename one" in refusal(zipped(("a.md", b"1"), ("a.md", b"2")), tmp_path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    assert "more than 3 files" in refusal(zipped(*((f"{n}.md", b"") for n in range(4))), tmp_path)


def test_an_endless_list_of_entries_is_not_read_into_memory(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.md", b"a")))
    end = data.index(b"PK\x05\x06")
    start = data.index(b"PK\x01\x02")
    padding = bytes(archives.MAX_DIRECTORY_BYTES)
    struct.pack_into("<L", data, end + 12, end - start + len(padding))
    assert "more than" in refusal(bytes(data[:start] + padding + data[start:]), tmp_path)


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    data = zipped(("bomb.md", bytes(100 * 1024**2)))
    assert len(data) < 200_000
    assert "larger than 20 MB" in refusal(data, tmp_path)
    assert sum(map(len, files_below(tmp_path).values())) <= archives.MAX_ENTRY_BYTES


def test_a_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path) -> None:
    data = bytearray(zipped(("bomb.md", bytes(100 * 1024**2))))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 10)
    refusal(bytes(data), tmp_path)
    assert sum(map(len, files_below(tmp_path).values())) <= archives.MAX_ENTRY_BYTES


def test_many_large_files_are_refused_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 3 * 1024**2)
    data = zipped(*((f"{n}.md", bytes(1024**2)) for n in range(5)))
    assert "larger than 3 MB" in refusal(data, tmp_path)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    whole = zipped(("a.md", b"a" * 5000))
    for data in (b"", b"PK", b"no zip at all", whole[:-30], whole[50:]):
        assert "no zip" in refusal(data, tmp_path)


def test_a_damaged_file_inside_is_refused(tmp_path: Path) -> None:
    data = zipped(("a.md", b"abc"), method=zipfile.ZIP_STORED).replace(b"abc", b"abd", 1)
    assert "no zip that can be read" in refusal(data, tmp_path)


@given(data=st.data())
def test_no_change_of_bytes_gets_past_the_refusal(tmp_path_factory, data: st.DataObject) -> None:
    whole = bytearray(zipped(("content/a.md", b"a" * 300), ("b.png", b"b" * 40)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    root = tmp_path_factory.mktemp("fuzz")
    inside = root / "inside"
    inside.mkdir()
    try:
        unpack(io.BytesIO(bytes(whole)), inside)
    except ArchiveError as refused:
        assert str(refused).endswith(".")
    assert [path.name for path in root.iterdir()] == ["inside"]


hostile = st.lists(
    st.sampled_from(["..", ".", "", "/", "\\", "C:", "a", "é", "\0", "\n", "~", ".git", "x" * 300])
    | st.text(max_size=6),
    max_size=6,
).map("/".join)


@given(name=hostile)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    try:
        place = place_of(name)
    except ArchiveError as refused:
        assert str(refused).isprintable()
        return
    if place is not None:
        assert not place.is_absolute()
        assert Path("/folder", place).resolve().is_relative_to("/folder")
        assert all(part.encode() and not part.startswith(".") for part in place.parts)


@given(names=st.lists(st.text("aAé/", min_size=1, max_size=5), max_size=6))
def test_distinct_places_can_all_be_written(tmp_path_factory, names: list[str]) -> None:
    places = [PurePosixPath(name.strip("/") or "a") for name in names]
    try:
        require_distinct(places)
    except ArchiveError:
        return
    folder = tmp_path_factory.mktemp("places")
    for place in places:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).open("xb").close()
