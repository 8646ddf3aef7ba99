import pytest

from tests.news.harvesting.reading.pages import PARAGRAPH, json_ld, meta, read

PICTURE = "https://cdn.wardpost.example/ward.jpg"
STORY = f"<article><p>{PARAGRAPH}</p>%s<p>{PARAGRAPH}</p></article>"


@pytest.mark.parametrize(
    ("head", "origin"),
    [
        (meta(og__image=PICTURE), "og:image"),
        (meta(og__image__url=PICTURE), "og:image"),
        (meta(og__image__secure_url=PICTURE), "og:image"),
        (meta(twitter__image=PICTURE), "twitter:image"),
        (meta(twitter__image__src=PICTURE), "twitter:image:src"),
        (json_ld({"@type": "Article", "image": PICTURE}), "JSON-LD image"),
        (json_ld({"@type": "Article", "image": {"url": PICTURE}}), "JSON-LD image"),
        (json_ld({"@type": "Article", "image": [{"url": PICTURE}]}), "JSON-LD image"),
        (json_ld({"@type": "Article", "thumbnailUrl": PICTURE}), "JSON-LD thumbnailUrl"),
        (f'<link rel="image_src" href="{PICTURE}">', "<link rel=image_src>"),
        (f'<meta name="parsely-image-url" content="{PICTURE}">', "parsely-image-url"),
        (f'<meta name="sailthru.image.full" content="{PICTURE}">', "sailthru.image.full"),
        (f'<meta itemprop="image" content="{PICTURE}">', "itemprop image"),
    ],
)
def test_the_head_names_a_picture(head, origin):
    harvest = read(head)
    assert (harvest.image, harvest.origins["image"]) == (PICTURE, origin)


@pytest.mark.parametrize(
    "said",
    [
        "/ward.jpg",
        "//www.wardpost.example/ward.jpg",
        " https://www.wardpost.example/ward.jpg\n",
        "../ward.jpg",
    ],
)
def test_an_address_is_made_absolute(said):
    assert read(meta(og__image=said)).image == "https://www.wardpost.example/ward.jpg"


def test_the_query_of_an_address_is_no_entity():
    head = meta(og__image="/ward.jpg?a=1&amp;copy=2&amp;amp;not=3")
    assert read(head).image == "https://www.wardpost.example/ward.jpg?a=1&copy=2&not=3"


def test_an_address_is_read_against_the_base_of_the_page():
    head = '<base href="https://cdn.wardpost.example/a/">' + meta(og__image="ward.jpg")
    assert read(head).image == "https://cdn.wardpost.example/a/ward.jpg"


@pytest.mark.parametrize(
    "said", ["data:image/png;base64,AA", "javascript:alert(1)", "http://[", ""]
)
def test_what_is_no_address_is_no_picture(said):
    assert read(meta(og__image=said)).images == ()


def test_size_and_alt_text_of_open_graph_are_kept():
    head = meta(
        og__image=PICTURE, og__image__width="1200", og__image__height="630", og__image__alt="A ward"
    )
    picture = read(head).images[0]
    assert (picture.width, picture.height, picture.alt) == (1200, 630, "A ward")


def test_size_belongs_to_the_picture_it_follows():
    head = meta(og__image=PICTURE) + meta(og__image="/b.jpg", og__image__width="40")
    first, second = read(head).images
    assert (first.width, second.width) == (0, 40)


def test_a_picture_named_twice_is_one_candidate():
    assert len(read(meta(og__image=PICTURE, twitter__image=PICTURE)).images) == 1


@pytest.mark.parametrize(
    "img",
    [
        '<img src="/ward.jpg">',
        '<img src="data:image/gif;base64,R0" data-src="/ward.jpg">',
        '<img src="/spinner.gif" data-original="/ward.jpg">',
        '<img data-lazy-src="/ward.jpg">',
        '<img srcset="/ward-s.jpg 400w, /ward.jpg 1200w">',
        '<img src="/ward-s.jpg" srcset="/ward-s.jpg 1x, /ward.jpg 2x">',
        '<figure><img src="/ward.jpg" width="800" height="600"></figure>',
    ],
)
def test_a_silent_page_offers_the_picture_of_its_story(img):
    harvest = read(body=STORY % img)
    assert harvest.image == "https://www.wardpost.example/ward.jpg"
    assert harvest.origins["image"] == "a picture of the story"


@pytest.mark.parametrize(
    "img",
    [
        '<img src="/icon.png" width="32" height="32">',
        '<img src="/ann-80x80.jpg">',
        '<img src="https://www.facebook.com/tr?id=1" width="1" height="1">',
    ],
)
def test_small_pictures_are_no_candidates(img):
    assert read(body=STORY % img).images == ()


def test_what_looks_like_a_logo_comes_after_what_does_not():
    head = meta(og__image="/site-logo.png", twitter__image="/ward.jpg")
    assert [picture.url.rsplit("/", 1)[1] for picture in read(head).images] == [
        "ward.jpg",
        "site-logo.png",
    ]


def test_a_logo_that_the_page_offers_comes_before_pictures_it_does_not_offer():
    harvest = read(meta(og__image="/site-logo.png"), STORY % '<img src="/ward.jpg">')
    assert harvest.image.endswith("site-logo.png")
    assert len(harvest.images) == 2


def test_a_spacer_comes_last_even_where_it_is_offered():
    harvest = read(meta(og__image="/spacer.gif"), STORY % '<img src="/ward.jpg">')
    assert harvest.image.endswith("ward.jpg")


@pytest.mark.parametrize(
    "furniture",
    [
        '<img src="/themes/ward/top.jpg">',
        '<img src="/qrcode.png">',
        '<img src="/x.jpg" alt="The logo of the ward">',
        '<img src="/counter.gif">',
    ],
)
def test_the_furniture_of_a_page_comes_after_its_pictures(furniture):
    harvest = read(body=STORY % f'{furniture}<img src="/ward.jpg">')
    assert harvest.image.endswith("ward.jpg")
    assert len(harvest.images) == 2


def test_what_stands_around_the_story_is_not_offered():
    around = '<header><img src="/a.jpg"></header><aside><img src="/b.jpg"></aside>'
    assert read(body=around + STORY % "").images == ()


def test_a_video_gives_its_poster():
    body = STORY % '<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0"></iframe>'
    assert read(body=body).image == "https://i.ytimg.com/vi/abcdefghijk/hqdefault.jpg"
    body = STORY % '<video poster="/ward.jpg"></video>'
    assert read(body=body).image == "https://www.wardpost.example/ward.jpg"


def test_a_video_or_a_page_is_no_picture():
    assert read(meta(og__image="/ward.mp4")).images == ()
    assert read(meta(og__image="https://www.wardpost.example/health/nurses-first")).images == ()


def test_the_number_of_candidates_is_bounded():
    many = "".join(f'<img src="/{number}.jpg">' for number in range(2_000))
    assert len(read(body=STORY % many).images) == 20
