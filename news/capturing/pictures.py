"""Pictures of a captured article: the best candidate is fetched, checked and stored."""

from __future__ import annotations

from time import monotonic

from django.core.files.base import ContentFile

from news import media
from news.harvesting import images
from news.harvesting.fetch import Accept, FetchError, Response, get
from news.media import MediaError
from news.models import Article, HarvestRecord, MediaFile

# Together less than a web server gives a request: the desk does this while an editor waits.
PICTURE_SECONDS = 8  # for one picture
TOGETHER_SECONDS = 14  # for all that are tried
ICON_SECONDS = 4
MOST_TRIED = 4
PREVIEW_SIDE = 480  # pixels; twice what the strip of candidates shows, for dense screens
ALT_LENGTH = 500


def take_picture(article: Article, *, background: bool = False) -> bool:
    """Store the first of the page's pictures that can be had; whether there was one.

    An article that has a picture keeps it.
    """
    record = HarvestRecord.objects.filter(article=article).first()
    if record is None or article.media.filter(role=MediaFile.Role.FEATURED_IMAGE).exists():
        return False
    started = monotonic()
    for candidate in record.images[:MOST_TRIED]:
        if monotonic() - started > TOGETHER_SECONDS - PICTURE_SECONDS:
            break
        try:
            choose_picture(article, candidate["url"], background=background)
        except (FetchError, MediaError):
            continue
        return True
    return False


def choose_picture(article: Article, url: str, *, background: bool = False) -> MediaFile:
    """Store the picture at this address as the article's own.

    A site is waited for: call it when no transaction is open. Raises ``FetchError`` and
    ``MediaError``.
    """
    return keep_picture(article, url, fetched_picture(url, background=background))


def fetched_picture(url: str, *, background: bool = False) -> images.Prepared:
    """A picture fit to stand above an article. Raises ``FetchError`` and ``MediaError``."""
    prepared = _fetched(url, background=background)
    if not images.is_worth_showing(prepared.width, prepared.height):
        raise MediaError("This picture is too small to be shown. Choose another one.")
    return prepared


def keep_picture(article: Article, url: str, prepared: images.Prepared) -> MediaFile:
    """Store what was fetched from this address as the article's picture.

    Its text for those who do not see it is the page's, or else the title, which the desk then
    counts among those to be written. Raises ``MediaError``.
    """
    medium = media.attach(article, MediaFile.Role.FEATURED_IMAGE, prepared.data)
    medium.alt = (_alt_of(article, url) or article.title)[:ALT_LENGTH]
    medium.save(update_fields=["alt"])
    return medium


def preview_of(url: str) -> images.Prepared:
    """A picture of the page, made small. Raises ``FetchError`` and ``MediaError``."""
    return _fetched(url, longest=PREVIEW_SIDE)


def take_icon(article: Article, *, background: bool = False) -> bool:
    """Store the site's icon with the publication, if it has none yet."""
    record = HarvestRecord.objects.filter(article=article).first()
    publication, address = article.publication, record and record.answers.get("favicon")
    if not address or publication is None or publication.favicon:
        return False
    try:
        response = _get(address, ICON_SECONDS, background=background)
        icon = images.prepare_icon(response.content)
    except (FetchError, images.ImageError):
        return False
    publication.favicon.save(f"{publication.host}.png", ContentFile(icon.data), save=False)
    publication.save(update_fields=["favicon"])
    return True


def take_document(article: Article, pdf: bytes) -> None:
    """Store a source that is a PDF, and its first page as the picture."""
    media.attach(article, MediaFile.Role.FEATURED_PDF, pdf)
    try:
        page = images.render_pdf_page(pdf)
    except images.ImageError:
        return
    medium = media.attach(article, MediaFile.Role.FEATURED_IMAGE, page.data)
    medium.alt = f"First page of {article.title}"[:ALT_LENGTH]
    medium.save(update_fields=["alt"])


def _fetched(
    url: str, *, background: bool = False, longest: int = images.LONGEST_SIDE
) -> images.Prepared:
    response = _get(url, PICTURE_SECONDS, background=background)
    try:
        return images.prepare(response.content, longest=longest)
    except images.ImageError as failure:
        raise MediaError(str(failure)) from failure


def _alt_of(article: Article, url: str) -> str:
    record = HarvestRecord.objects.filter(article=article).first()
    candidates = record.images if record else []
    return next((one["alt"] for one in candidates if one["url"] == url), "")


def _get(url: str, seconds: float, *, background: bool) -> Response:
    return get(url, accept=Accept.PICTURE, background=background, seconds=seconds)
