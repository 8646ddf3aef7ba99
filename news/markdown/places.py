"""Where a file stands in its tree, and what that says of the article in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Place:
    """A file below the root of an import.

    ``inner`` is its path from the root. ``below_content`` is its path below the folder ``content``
    of a Hugo site, or ``inner`` where there is none.
    """

    file: Path
    inner: PurePosixPath
    below_content: PurePosixPath
    is_in_content: bool

    @classmethod
    def of(cls, root: Path, file: Path) -> Place:
        """The place of a file that was found below ``root``."""
        inner = PurePosixPath(file.relative_to(root).as_posix())
        parts = (root.absolute().name, *inner.parts)
        is_in_content = "content" in parts[:-1]
        start = parts.index("content") if is_in_content else 0
        return cls(file, inner, PurePosixPath(*parts[start + 1 :]), is_in_content)

    @property
    def slug(self) -> str:
        """The file's name; for a bundle (``about/index.md``) that of its folder."""
        place = self.below_content
        return (place.parent.name if place.stem == "index" else "") or place.stem

    @property
    def base_path(self) -> str:
        """The section that a Hugo site gives it: the first folder below ``content``, or ``''``."""
        folders = self.below_content.parts[:-1]
        return f"/{folders[0]}/" if folders and self.is_in_content else ""
