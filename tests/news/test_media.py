"""Pictures and documents: what is taken, under which name, and what is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from news import media
from news.models import MediaFile
from tests.builders import make_article
from tests.pictures import picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_the_first_bytes_say_what_a_picture_is(form: str) -> None:
    assert media.inspect(picture(form)) == media.Facts(form, 40, 30)


@pytest.mark.parametrize(
    "data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", picture()[:60]]
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(media.MediaError, match="no picture that can be shown"):
        media.inspect(data)


def test_a_broken_avif_is_refused_as_any_other() -> None:
    data = bytearray(picture("AVIF", (64, 48)))
    data[81] = 0
    with pytest.raises(media.MediaError, match="no picture that can be shown"):
        media.inspect(bytes(data))


def test_a_file_of_too_many_bytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(media.MediaError, match=r"21\.0 MB; the most is 20 MB"):
        media.inspect(bytes(21 * 1024 * 1024))


@pytest.mark.parametrize("side", [7_100, 10_000, 14_000])
def test_a_picture_that_unpacks_to_too_much_is_refused(side: int) -> None:
    target = io.BytesIO()
    Image.new("1", (side, side)).save(target, "PNG")
    assert len(target.getvalue()) < 100_000
    with pytest.raises(media.MediaError, match="more than 50 megapixels"):
        media.inspect(target.getvalue())


def test_a_pdf_is_known_by_its_first_bytes() -> None:
    assert media.inspect(b"%PDF-1.7 and more", MediaFile.Role.FEATURED_PDF) == media.Facts("PDF")
    with pytest.raises(media.MediaError, match="no PDF"):
        media.inspect(picture(), MediaFile.Role.FEATURED_PDF)


@pytest.mark.django_db
def test_a_stored_picture_is_named_after_the_article_and_its_own_format() -> None:
    article, data = make_article(), picture("JPEG")
    medium = media.attach(article, MediaFile.Role.FEATURED_IMAGE, data)
    assert medium.name == f"{article.stem}-featuredImage.jpeg"
    assert (medium.format, medium.width, medium.height) == ("JPEG", 40, 30)
    assert medium.file.open().read() == data


@pytest.mark.django_db
def test_a_new_picture_takes_the_place_of_the_old_and_forgets_where_that_came_from() -> None:
    article = make_article()
    MediaFile.objects.create(
        article=article,
        role=MediaFile.Role.FEATURED_IMAGE,
        alt="A ward at night",
        size=[768, 461],
        work_package_id=6800,
        attachment_name="Curated_Featured_Image.png",
    )
    medium = media.attach(article, MediaFile.Role.FEATURED_IMAGE, picture("PNG"))
    medium.refresh_from_db()
    assert article.media.count() == 1
    assert (medium.alt, medium.size, medium.work_package_id) == ("A ward at night", [30, 40], None)
    assert medium.name.endswith("-featuredImage.png")


@pytest.mark.django_db(transaction=True)
def test_the_file_that_was_replaced_is_removed() -> None:
    article = make_article()
    first = media.attach(article, MediaFile.Role.FEATURED_IMAGE, picture("PNG"))
    storage, name = first.file.storage, first.file.name
    second = media.attach(article, MediaFile.Role.FEATURED_IMAGE, picture("JPEG"))
    assert not storage.exists(name)
    assert storage.exists(second.file.name)
