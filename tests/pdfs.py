"""Small PDFs, written by hand for tests."""

from __future__ import annotations


def text_at(size: float, text: str, *, x: int = 72, y: int = 700) -> bytes:
    """What draws ``text`` in letters of this size, in points."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET ".encode("latin-1")


def pdf(*pages: bytes, box: str = "0 0 612 792", trailer: str = "", **info: str) -> bytes:
    """A PDF with these pages. ``info`` is as PDF writes it: ``Title="(A title)"``."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    told = "".join(f"/{name} {value}" for name, value in info.items())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(page), page))
    objects.append(f"<<{told}>>".encode("latin-1"))
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = f"<</Size {count}/Root 1 0 R/Info {count - 1} 0 R{trailer}>>".encode()
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer%s\nstartxref\n%d\n%%%%EOF"
        % (count, table, end, len(written))
    )
