"""Where a file stands in its tree, and what that says of the article in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

POSTS = "_posts"  # where Jekyll keeps them
DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")


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
    def is_in_site(self) -> bool:
        """Whether it is part of a site: below Hugo's ``content``, or among Jekyll's ``_posts``."""
        return self.is_in_content or POSTS in self.inner.parts[:-1]

    @property
    def slug(self) -> str:
        """The file's name, of a Jekyll post without its day; of a bundle that of its folder."""
        if self.is_bundle:
            return self.below_content.parent.name
        return self._dated()[1]

    @property
    def day(self) -> date | None:
        """The day in the name of a Jekyll post, ``2019-01-31-title.md``."""
        return self._dated()[0]

    def _dated(self) -> tuple[date | None, str]:
        """The day and the rest of a Jekyll post's name; a name without a day is all rest."""
        name = self.below_content.stem
        found = DATED.fullmatch(name) if POSTS in self.inner.parts else None
        try:
            return (date(*map(int, found.group(1, 2, 3))), found[4]) if found else (None, name)
        except ValueError:
            return None, name

    @property
    def is_bundle(self) -> bool:
        """Whether it is the ``index.md`` of a folder that is one page."""
        return self.below_content.stem == "index" and len(self.below_content.parts) > 1

    @property
    def base_path(self) -> str:
        """Where a Hugo site puts it: its folders below ``content``. ``''`` outside of one."""
        if not self.is_in_content:
            return ""
        folders = self.below_content.parts[: -2 if self.is_bundle else -1]
        return "/".join(("", *folders, ""))

    @property
    def root(self) -> Path:
        """The folder that the import began with."""
        return self.file.parents[len(self.inner.parts) - 1]

    @property
    def site(self) -> Path | None:
        """The folder of the Hugo site, which holds ``content``."""
        return self.file.parents[len(self.below_content.parts)] if self.is_in_content else None

    def picture(self, name: str) -> Path | None:
        """Where a picture that the file names is: beside it, or below ``static`` as Hugo has it."""
        folder = self.file.parent
        if name.startswith("/"):
            folder = self.site / "static" if self.site else None
        if not name or folder is None:
            return None
        found = folder / name.lstrip("/")
        return found if found.resolve().is_relative_to(folder.resolve()) else None

    def key(self) -> str:
        """A few letters that are this place's own."""
        return hashlib.sha256(self.below_content.as_posix().encode()).hexdigest()[:8]
