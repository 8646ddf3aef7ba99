"""Trackers: what goes from the query and the fragment of an address, and what stays."""

from __future__ import annotations

import pytest

from news.harvesting.addresses import clean
from tests.news.harvesting.stories import STORY


class TestTrackers:
    @pytest.mark.parametrize(
        "names",
        [
            "utm_source utm_medium utm_campaign utm_content utm_term utm_id utm_anything-new",
            "gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl",
            "fbclid fb_action_ids igshid msclkid twclid ttclid yclid ysclid li_fat_id epik rdt_cid",
            "mc_cid mc_eid mkt_tok _hsenc _hsmi __hstc __hssc __hsfp hsCtaTracking hs_amp hsa_acc",
            "oly_enc_id oly_anon_id vero_id _ke _kx rb_clickid ck_subscriber_id dm_i sfmc_id",
            "elqTrackId elqCampaignId spMailingID spJobID cm_mmc et_rid inf_contact_key _bta_tid",
            "s_cid sc_cid ICID icid intcmp ncid cmpid ftag mbid ito xtor wt_mc WT.mc_id __source",
            "mtm_campaign pk_campaign piwik_kwd at_medium ns_mchannel itm_source dicbo tblci",
            "awc irclickid cjevent ranMID sscid _branch_match_id $deep_link guce_referrer wprov",
        ],
    )
    def test_a_known_tracker_goes_on_any_site(self, names: str) -> None:
        for name in names.split():
            assert clean(f"{STORY}?{name}=IwAR0x-1") == STORY
            assert clean(f"{STORY}?id=7&{name}=IwAR0x-1&page=2") == f"{STORY}?id=7&page=2"

    @pytest.mark.parametrize(
        "query",
        [
            "id=7",
            "v=dQw4w9WgXcQ&t=42",
            "p=123",
            "article=9&page=2",
            "q=heart+failure&lang=de",
            "story=4&ref=main",
            "ref=4045-USHJ-3810",
            "source=pubmed",
            "source=who--europe",
            "cid=1234567",
            "from=2019-01-01&to=2020-01-01",
            "s=diabetes",
            "t=90",
            "si=5",
            "mc=3",
            "src=left.jpg",
            "share=5",
            "via=rail",
            "partner=acme",
            "trk=12",
            "emc=2",
            "nl=1",
            "campaign=2020-election",
            "sid=story-7",
            "code=I10",
            "error=404",
            "email=weekly",
            "keyword=cancer&network=bbc",
            "creative=yes",
            "l=en&u=3&mid=88",
            "utm_zone=32&utm_easting=461344&utm_northing=5481745",
            "replytocom=yes",
            "ocid=12",
            "amp=1",
            "gc=1&fb=2&ga=3",
            "medium=oil&source=museum",
            "q=asthma&source=newsletter",
            "source=mail-order",
            "from=li-2020",
            "cid=int-5",
            "origin=app",
            "ref=2020-01-02",
            "channel=social",
            "linkId=four",
        ],
    )
    def test_what_selects_content_stays(self, query: str) -> None:
        assert clean(f"{STORY}?{query}") == f"{STORY}?{query}"

    @pytest.mark.parametrize(
        "pair",
        [
            "ref=newsletter",
            "source=twitter",
            "src=email-2021-05",
            "via=linkedin",
            "ref=producthunt",
            "ref=https%3A%2F%2Fwww.reddit.com%2F",
            "referrer=news.ycombinator.com",
            "cid=social:tw:20210601",
            "sid=0123456789abcdef0123456789abcdef",
            "trk=public_post-text",
            "__s=abcdef1234",
            "scm=20140713.0.0.1",
            "email=reader%40clinic.example",
            "share=twitter&nb=1",
            "replytocom=312",
            "linkId=97827123",
            "emci=1a&emdi=2b&ceid=3",
            "amp=&__twitter_impression=true",
            "source=tradedoubler",
            "kk=a4c6361-17cd849c3bd-1058a6",
            "spref=tw",
            "mkwid=s1_dc&pcrid=99&pkw=asthma",
            "gclid=1&keyword=asthma&network=g&creative=4",
            "sfmc_sub=1&l=2_HTML&u=3&mid=4",
            "error=cookies_not_supported&code=8af7d0e4-a20e-4feb-ad5a-5517d7de9230",
            "pr_source=x&pr_medium=y&pr_campaign=z",
            "source=clinic&medium=mailing&campaign=may",
            "sid=6813d19cc34ebce18405deca&ss=P&st_rid=null",
            "platform=hootsuite",
            "sessionid=1650808921-319962258",
            "ref=twtrec",
            "source=rss----7b722bfd1b8d---4",
            "source=collection_home---4------0----------",
            "awesm=clin.ic_2t3",
        ],
    )
    def test_a_common_word_goes_when_its_value_or_its_company_tells(self, pair: str) -> None:
        assert clean(f"{STORY}?{pair}") == STORY

    @pytest.mark.parametrize(
        ("dirty", "expected"),
        [
            (
                "https://www.nytimes.com/a.html?smid=tw&emc=x&nlid=1",
                "https://www.nytimes.com/a.html",
            ),
            ("https://youtu.be/dQw4w9WgXcQ?si=abc&t=42", "https://youtu.be/dQw4w9WgXcQ?t=42"),
            (
                "https://www.youtube.com/watch?v=a&list=b&feature=share&pp=c",
                "https://www.youtube.com/watch?v=a&list=b",
            ),
            ("https://x.com/who/status/1?s=20&t=abc", "https://x.com/who/status/1"),
            ("https://open.spotify.com/episode/7?si=8", "https://open.spotify.com/episode/7"),
            (
                "https://www.amazon.co.uk/Book/dp/0123456789/ref=sr_1_1?keywords=x&th=1&tag=y",
                "https://www.amazon.co.uk/Book/dp/0123456789",
            ),
            ("https://www.amazon.de/s?k=book&ref=nb_sb", "https://www.amazon.de/s?k=book"),
            ("https://medium.com/@a/b-12?source=rss----1", "https://medium.com/@a/b-12"),
            ("https://www.google.de/search?q=flu&ei=1&ved=2", "https://www.google.de/search?q=flu"),
            (
                "https://www.sciencedirect.com/science/article/pii/S1?via%3Dihub",
                "https://www.sciencedirect.com/science/article/pii/S1",
            ),
            ("https://www.amazon.com/stores/1&ref_=x?pf_rd_r=V", "https://www.amazon.com/stores/1"),
            ("https://www.tiktok.com/@a/video/1?tt_source=x", "https://www.tiktok.com/@a/video/1"),
            ("https://www.amazon.de/dp/0123?smid=A1", "https://www.amazon.de/dp/0123?smid=A1"),
            (
                "https://www.nejm.org/doi/full/10.1056/N1?query=featured_home",
                "https://www.nejm.org/doi/full/10.1056/N1",
            ),
            (
                "https://www.nejm.org/search?query=asthma",
                "https://www.nejm.org/search?query=asthma",
            ),
            (
                "https://www.cdc.gov/flu/?CDC_AA_refVal=https%3A%2F%2Fwww.cdc.gov%2Fflu.htm",
                "https://www.cdc.gov/flu/",
            ),
            (
                "https://www.medscape.com/viewarticle/9?src=wnl&uac=1&faf=1&impID=2",
                "https://www.medscape.com/viewarticle/9",
            ),
            ("https://arstechnica.com/a/?source=rss", "https://arstechnica.com/a/"),
            ("https://youtu.be/dQw4w9WgXcQ?is=AbC1", "https://youtu.be/dQw4w9WgXcQ"),
            (
                "https://www.amazon.es/Silla/dp/B012345678/ref=zg_1/258-1234567-1234567?psc=1",
                "https://www.amazon.es/Silla/dp/B012345678",
            ),
            ("https://www.ebay.de/itm/12?epid=3&hash=i4#rwid", "https://www.ebay.de/itm/12#rwid"),
            (
                "https://www.lazada.com.my/products/bed-i1.html?sub_id2=9&sub_id6=CPI",
                "https://www.lazada.com.my/products/bed-i1.html",
            ),
        ],
    )
    def test_a_site_has_trackers_of_its_own(self, dirty: str, expected: str) -> None:
        assert clean(dirty) == expected

    def test_a_site_rule_stays_on_its_site(self) -> None:
        assert clean("https://notyoutube.com/watch?v=1&si=2").endswith("?v=1&si=2")
        assert clean("https://youtube.com.example/watch?v=1&si=2").endswith("?v=1&si=2")

    @pytest.mark.parametrize(
        "url",
        [
            "https://web.archive.org/web/2020/https://clinic.example/?utm_source=x",
            "https://github.com/django/django/blob/x?ref=newsletter",
            "https://files.example/a.pdf?X-Amz-Signature=1&X-Amz-Date=2&utm_source=x",
            "https://mail.society.example/e/es?s=1360&e=1012&elqTrackId=FF45&elq=93&elqaid=3&elqat=1",
            "https://court.example/captcha/show?referrer=https%3A%2F%2Fcourt.example%2Fcase%2F7",
            "https://court.example/login?ref=https%3A%2F%2Fcourt.example%2Fcase%2F7",
            "https://eax-api.indeed.com/api/report?from=2025-02-01&to=2025-02-16",
        ],
    )
    def test_where_a_part_cannot_be_taken_nothing_is(self, url: str) -> None:
        assert clean(url) == url

    def test_the_rest_of_the_query_stays_to_the_letter(self) -> None:
        rest = "b=%7e%2f+%20&&a=%C3%A9é;x&b=2&c"
        assert clean(f"{STORY}?{rest}") == f"{STORY}?{rest}"
        assert clean(f"{STORY}?b=%7e%2f+&fbclid=1&a=é") == f"{STORY}?b=%7e%2f+&a=é"

    @pytest.mark.parametrize(
        ("dirty", "expected"),
        [
            ("?id=1&amp;utm_source=x&amp;page=2", "?id=1&page=2"),
            ("?id=1?utm_source=x&utm_medium=y", "?id=1"),
            ("?id=1%3Futm_source=x", "?id=1"),
            ("?id=1;utm_source=a;utm_medium=b", "?id=1"),
            ("??utm_source=x", ""),
            ("&utm_source=x&utm_medium=y", ""),
            ("%3Futm_source%3Dx%26utm_medium%3Dy", ""),
            ("?utm_source", ""),
            ("?&utm_source=x&", ""),
            ("?utm%5Fsource=x", ""),
            ("?", ""),
            ("?&&&", ""),
            ("#", ""),
            ("?utm_campaign=This%20Week%20#242:%20all%20news", ""),
            ("?id=1&utm_campaign=Week+#242", "?id=1"),
            ("?utm_campaign=Week%20#ck_subscriber_id%3D18%26utm_source%3Dmail", ""),
            (";jsessionid=0A1B?id=1", "?id=1"),
        ],
    )
    def test_mistakes_of_copying_are_repaired(self, dirty: str, expected: str) -> None:
        assert clean(STORY + dirty) == STORY + expected

    def test_a_scheme_pasted_twice_counts_once(self) -> None:
        assert clean(f"http://{STORY}?fbclid=1") == STORY
        assert clean(f"https://https://{STORY}") == STORY

    def test_a_site_named_on_a_page_about_logins_goes(self) -> None:
        guide = "https://clinic.example/guides/login/hooks"
        assert clean(f"{guide}?referrer=news.ycombinator.com") == guide
        for login in ("https://clinic.example/login", "https://clinic.example/signin.php"):
            assert clean(f"{login}?referrer=library.org") == f"{login}?referrer=library.org"

    def test_an_anchor_stays_behind_a_campaign_tag(self) -> None:
        assert clean(f"{STORY}?utm_campaign=Week#242") == f"{STORY}#242"
        assert clean(f"{STORY}?utm_campaign=Week+#section-2") == f"{STORY}#section-2"
        assert clean(f"{STORY}?q=asthma+#2,%20then") == f"{STORY}?q=asthma+#2,%20then"


class TestFragments:
    @pytest.mark.parametrize(
        "fragment",
        [
            ":~:text=the%20words",
            "utm_source=x&utm_medium=y",
            "xtor=RSS-4",
            "Echobox=1620000000",
            "fbclid=1",
            "ref=rss",
            "_=_",
            ".Xa1b2c3d",
            ".AbCdEfGhIjK.twitter",
            "aoh=16200000&referrer=https%3A%2F%2Fwww.google.com&amp_tf=From",
            "ixzz4aBcDe",
            "xtref=https://www.google.fr/",
            "cxrecs_s",
            "tracking-source=main-nav",
        ],
    )
    def test_a_fragment_that_tracks_goes(self, fragment: str) -> None:
        assert clean(f"{STORY}#{fragment}") == STORY

    @pytest.mark.parametrize(
        "fragment",
        [
            "!/inbox/7",
            "/route?id=1",
            "section-2",
            "ref-CR12",
            "t=90",
            "page=2",
            "L10-L20",
            "top",
            ".html",
        ],
    )
    def test_a_route_and_a_place_stay(self, fragment: str) -> None:
        assert clean(f"{STORY}#{fragment}") == f"{STORY}#{fragment}"

    def test_only_the_tracker_leaves_a_fragment(self) -> None:
        assert clean(f"{STORY}#os=linux&utm_source=x&start=1") == f"{STORY}#os=linux&start=1"
        assert clean(f"{STORY}#/a?id=1&utm_source=x") == f"{STORY}#/a?id=1"
        assert clean(f"{STORY}#results:~:text=word") == f"{STORY}#results"
