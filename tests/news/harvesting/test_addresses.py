"""Addresses: what is a tracker and what is not, what wraps them, and when two are the same."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.harvesting.addresses import (
    address_key,
    brand_of,
    brand_slug,
    clean,
    duplicate_form,
    explain,
)
from news.harvesting.tracking.cleaning import MAX_PASSES
from news.harvesting.tracking.parts import MAX_LENGTH
from news.harvesting.tracking.rules import rules

STORY = "https://clinic.example/news/a-story"


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


class TestNormalForm:
    @pytest.mark.parametrize(
        ("dirty", "expected"),
        [
            ("  HTTPS://WWW.Clinic.Example/A\n", "https://www.clinic.example/A"),
            ("<https://clinic.example/a>", "https://clinic.example/a"),
            ("https://clinic.example:443/a", "https://clinic.example/a"),
            ("http://clinic.example:80/a", "http://clinic.example/a"),
            ("http://clinic.example:443/a", "http://clinic.example:443/a"),
            ("https://clinic.example:/a", "https://clinic.example/a"),
            ("https://clinic.example./a", "https://clinic.example/a"),
            ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/ä"),
            ("https://ＣＬＩＮＩＣ。example/", "https://clinic.example/"),
            ("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example/"),
            ("https://clinic.example/a/./b/../c", "https://clinic.example/a/c"),
            ("https://clinic.example/a/%2E%2e/b/.", "https://clinic.example/b/"),
            ("https://clinic.example/../../a", "https://clinic.example/a"),
            ("https://clinic.example/a//b", "https://clinic.example/a//b"),
            ("https://clinic.example/%e4%b8%ad%2F", "https://clinic.example/%e4%b8%ad%2F"),
            ("https://clinic.example", "https://clinic.example"),
            ("https://clinic.example?utm_source=x", "https://clinic.example"),
            ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
            ("https://clinic.example/a\n  \tb", "https://clinic.example/a  b"),
        ],
    )
    def test_the_spelling_of_a_host_does_not_count(self, dirty: str, expected: str) -> None:
        assert clean(dirty) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "no address",
            "mailto:a@clinic.example?utm_source=x",
            "ftp://clinic.example/?utm_source=x",
            "https://",
            "https:///a?utm_source=x",
            "https://two words/?utm_source=x",
            "https://clinic.example:port/?utm_source=x",
            "https://[::1/?utm_source=x",
            "https://good.example\\@evil.example/?utm_source=x",
            "javascript:alert(1)",
            "https://" + "ä" * 300 + ".example/?utm_source=x",
            "https://clinic.example/?utm_source=" + "x" * MAX_LENGTH,
        ],
    )
    def test_what_is_no_address_comes_back_as_it_came(self, text: str) -> None:
        assert clean(f" {text} ") == text


def token(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def wrapped(pattern: str) -> str:
    """A wrapper around a story that has a tracker of its own, percent-encoded."""
    return pattern.format(quote(f"{STORY}?id=1&utm_source=x", safe=""))


class TestWrappers:
    @pytest.mark.parametrize(
        "pattern",
        [
            "https://l.facebook.com/l.php?u={}&h=AT0",
            "https://lm.facebook.com/l.php?h=AT0&u={}",
            "https://l.instagram.com/?u={}&e=AT",
            "https://www.google.com/url?sa=t&url={}&usg=A",
            "https://www.google.co.uk/url?q={}&sa=D",
            "https://scholar.google.com/scholar_url?url={}&hl=en",
            "https://nam02.safelinks.protection.outlook.com/?url={}&data=04&reserved=0",
            "https://urldefense.proofpoint.com/v1/url?u={}&k=1",
            "https://www.linkedin.com/redir/redirect?url={}&urlhash=1",
            "https://www.linkedin.com/safety/go?url={}&trk=x",
            "https://t.umblr.com/redirect?z={}&t=1",
            "https://out.reddit.com/t3_1?url={}&token=1",
            "https://steamcommunity.com/linkfilter/?u={}",
            "https://www.youtube.com/redirect?event=x&q={}",
            "https://duckduckgo.com/l/?uddg={}&rut=1",
            "https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU={}/RK=2/RS=x-",
            "https://vk.com/away.php?to={}&post=1",
            "https://disq.us/url?url={}%3AaB3dE5gH7jK9mN1pQ3sT5vX7&cuid=1",
            "https://getpocket.com/redirect?url={}",
            "https://exit.sc/?url={}",
            "https://slack-redir.net/link?url={}",
            "https://www.awin1.com/cread.php?awinmid=1&ued={}",
            "https://go.skimresources.com/?id=1&url={}",
            "https://redirect.viglink.com/?u={}&key=1",
            "https://shareasale.com/r.cfm?b=1&urllink={}",
            "https://click.linksynergy.com/deeplink?id=1&murl={}",
            "https://outgoing.prod.webservices.mozgcp.net/v1/" + "0a" * 32 + "/{}",
            "https://abc.r.us-east-1.awstrack.me/L0/{}/1/0100/sig=1",
            "https://links-1.govdelivery.com/CL0/{}/1/0100/sig=1",
            "https://secure-web.cisco.com/1aBc/{}",
            "https://c212.net/c/link/?t=0&u={}&a=x",
            "https://prf.hn/click/camref:1/destination:{}",
            "https://consent.youtube.com/m?continue={}",
            "https://www.facebook.com/login/?next={}",
            "https://clk.tradedoubler.com/click?p=1&url={}",
            "https://news.google.com/news/url?sa=t&url={}",
            "https://www.googleadservices.com/link/click?adurl={}",
            "https://search.aol.com/click/_ylt=A/RV=2/RE=1/RO=10/RU={}/RK=0/RS=x-",
            "https://www.pixiv.net/jump.php?{}",
            "https://gitee.com/link?target={}",
            "https://links.jianshu.com/go?to={}",
            "https://hashnode.com/util/redirect?url={}",
            "https://forum.donanimhaber.com/externallinkredirect?url={}",
            "https://us1.mailchimp.com/mctx/clicks?url={}&xid=1",
            "https://protect-us.mimecast.com/s/aBc?url={}",
            "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fplayer.example&url={}",
            "https://clinic.page.link/?link={}&apn=org.example",
            "https://clinic.app.link/a?%24canonical_url={}",
            "https://clinic.onelink.me/aBc?af_web_dp={}&pid=x",
            "https://tc.tradetracker.net/?c=1&u={}",
            "https://ck.jp.ap.valuecommerce.com/servlet/referral?sid=1&vc_url={}",
            "https://shop.i114863.net/c/1/2/3?u={}",
            "https://l.wl.co/l?u={}",
            "https://mail.google.com/mail/u/0/?ik=a&data-saferedirecturl={}",
            "https://emails.azure.microsoft.com/redirect/?destination={}&p=x",
            "https://scanmail.trustwave.com/?c=1&d=a&u={}",
            "https://linklock.titanhq.com/analyse?url={}&data=x",
            "https://link.csdn.net/?target={}",
            "https://www.douban.com/link2/?url={}&type=x",
            "https://c.pc.qq.com/middlem.html?pfurl={}&pfuin=0",
            "https://www.pinterest.com/offsite/?token=1&url={}",
            "https://t.cfjump.com/1/t/2?Url={}",
            "https://action.metaffiliation.com/trk.php?mclic=P1&redir={}",
            "https://hb.afl.rakuten.co.jp/hgc/0d/0e/?pc={}&m=x",
            "https://affiliate.api.rakuten.com.tw/redirect?nw=tw&url={}",
            "https://a1b2.adj.st/?adj_t=x&adj_fallback={}",
            "https://ad.doubleclick.net/ddm/clk/1;2;k?{}",
            "https://ezproxy.library.example/login?url={}",
            "https://proxy.library.example/login?qurl={}",
            "https://go.openathens.net/redirector/library.example?url={}",
        ],
    )
    def test_a_redirect_is_opened_without_asking_it(self, pattern: str) -> None:
        assert clean(wrapped(pattern)) == f"{STORY}?id=1"

    @pytest.mark.parametrize(
        "url",
        [
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__clinic.example_news_a-2Dstory&d=D",
            "https://urldefense.com/v3/__https://clinic.example/news/a-story__;!!AbC$",
            "https://urldefense.com/v3/__https:/clinic.example/news/a-story?utm_source=x__;!!A$",
            "https://clinic-example.cdn.ampproject.org/c/s/clinic.example/news/a-story?usqp=mq3",
            "https://clinic-example.cdn.ampproject.org/v/s/clinic.example/news/a-story?amp_js_v=0.1"
            "#aoh=15&referrer=https%3A%2F%2Fwww.google.com",
            "https://www.google.com/amp/s/clinic.example/news/a-story",
            "https://www.bing.com/amp/s/clinic.example/news/a-story",
            "https://clinic-example.turbopages.org/clinic.example/s/news/a-story",
            "https://prf.hn/click/camref:1/destination:https://clinic.example/news/a-story",
            "https://clinic.acemlnb.com/Prod/link-tracker?redirectUrl="
            + quote(base64.b64encode(STORY.encode()).decode(), safe=""),
            "https://link.segmentfault.com/?enc="
            + quote(base64.b64encode(STORY.encode()).decode(), safe=""),
            "https://link.clinic.example/click/41488169.38548/"
            + base64.urlsafe_b64encode(STORY.encode()).decode()
            + "/6813d19cc34ebce18405decaB7ef84e41",
            "https://click.pstmrk.it/3s/clinic.example%2Fnews%2Fa-story/aBc/def",
            f"https://href.li/?{STORY}",
            f"https://lnks.gd/l/{token({'alg': 1})}.{token({'uri': 'x', 'url': STORY})}.sig",
            f"https://substack.com/redirect/2/{token({'e': STORY})}.sig",
            f"https://e.customeriomail.com/e/c/{token({'email_id': 1, 'href': STORY})}/sig",
            "https://www.bing.com/ck/a?!&&p=1&u=a1"
            + base64.urlsafe_b64encode(STORY.encode()).decode(),
            "https://news.google.com/articles/"
            + base64.urlsafe_b64encode(
                b'\x08\x13"' + bytes([len(STORY)]) + STORY.encode() + b"\xd2\x01\x00"
            ).decode(),
        ],
    )
    def test_a_coded_target_is_read(self, url: str) -> None:
        assert clean(url) == STORY

    @pytest.mark.parametrize(
        ("copy", "story"),
        [
            ("c/clinic.example/a?x=1", "http://clinic.example/a?x=1"),
            ("c/s/clinic.example/a%3Fx%3D1%26y%3D2", "https://clinic.example/a?x=1&y=2"),
            ("c/s/clinic.example:8443/a", "https://clinic.example:8443/a"),
            ("c/s/clinic.example/a//b", "https://clinic.example/a//b"),
            ("c/s/clinic.example/?amp_latest_update_time=17&x=1", "https://clinic.example/?x=1"),
        ],
    )
    def test_a_copy_in_the_amp_cache_leads_to_its_page(self, copy: str, story: str) -> None:
        assert clean(f"https://clinic-example.cdn.ampproject.org/{copy}") == story

    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            ("https://clinic.example/a%3Fx%3D1%26y%3D2", "https://clinic.example/a?x=1&y=2"),
            ("https://clinic.example/a?x%3D1%26y%3D2", "https://clinic.example/a?x=1&y=2"),
            ("https://clinic.example/a?x=1%262", "https://clinic.example/a?x=1%262"),
            ("https://clinic.example/%C3%A4", "https://clinic.example/%C3%A4"),
            ("https://clinic.example/%25C3%25A4", "https://clinic.example/%C3%A4"),
            ("https%3A%2F%2Fclinic.example%2F%C3%A4%20b", "https://clinic.example/%C3%A4%20b"),
        ],
    )
    def test_a_target_is_decoded_as_far_as_it_was_encoded(self, target: str, expected: str) -> None:
        assert clean(f"https://www.google.com/url?q={target}&sa=U") == expected

    def test_proofpoint_gives_letters_back(self) -> None:
        letters = base64.urlsafe_b64encode(b"[]++ab").decode()
        url = f"https://urldefense.com/v3/__https://clinic.example/a*b*c**Ad**A__;{letters}!!A$"
        assert clean(url) == "https://clinic.example/a[b]c++dab"

    def test_proofpoint_gives_letters_of_several_bytes_back(self) -> None:
        letters = base64.urlsafe_b64encode("é!é".encode()).decode()
        url = f"https://urldefense.com/v3/__https://clinic.example/**Ab*c*__;{letters}!!A$"
        assert clean(url) == "https://clinic.example/%C3%A9b!c%C3%A9"

    @pytest.mark.parametrize(
        "pattern",
        [
            "https://other.example/l.php?u={}",
            "https://l.facebook.com.other.example/l.php?u={}",
            "https://www.google.com/maps?url={}",
            "https://www.facebook.com/story.php?u={}",
            "https://web.archive.org/web/2020/{}",
            "https://gitee.com/explore?target={}",
            "https://cdn.ampproject.org.other.example/c/s/{}",
            "https://translate.google.com/translate?u={}&tl=en",
            "https://login.clinic.example/login?url={}",
            "https://ezproxy.library.example/menu?url={}",
        ],
    )
    def test_a_wrapper_is_opened_on_its_own_host_only(self, pattern: str) -> None:
        url = pattern.format(quote(STORY, safe=""))
        assert clean(url) == url

    @pytest.mark.parametrize(
        "target",
        ["javascript:alert(1)", "ftp://clinic.example/", "a-story", "https://", "https://x"],
    )
    def test_a_target_that_is_no_web_address_is_not_taken(self, target: str) -> None:
        url = f"https://l.facebook.com/l.php?u={quote(target, safe='')}"
        assert clean(url) == url

    @pytest.mark.parametrize("host", ["url.avanan.click/v2", "protect.checkpoint.com/v2/r02"])
    def test_a_target_between_underscores_is_read(self, host: str) -> None:
        assert clean(f"https://{host}/___{STORY}?id=1___.YXAz") == f"{STORY}?id=1"

    def test_a_broken_code_is_left(self) -> None:
        for url in (
            "https://www.bing.com/ck/a?u=a1!!!",
            "https://news.google.com/articles/CBMiAAAA",
            "https://lnks.gd/l/a.b.c",
            "https://e.customeriomail.com/e/c/" + token({"href": 7}),
            "https://urldefense.com/v3/__https://clinic.example/a**__;!!",
        ):
            assert urlsplit(clean(url)).hostname

    def test_wrappers_within_wrappers_are_opened(self) -> None:
        url = STORY
        for _ in range(MAX_PASSES - 2):
            url = f"https://exit.sc/?url={quote(url, safe='')}"
        assert clean(url) == STORY

    def test_more_layers_than_anybody_makes_are_left(self) -> None:
        url = STORY
        for _ in range(MAX_PASSES + 2):
            url = f"https://l.wl.co/l?u={quote(url, safe=':/?=')}"
        assert clean(clean(url)) == clean(url)


class TestExplaining:
    def test_it_names_each_thing_removed_and_why(self) -> None:
        cleaning = explain(f"{STORY}?id=1&fbclid=Iw&utm_source=x#:~:text=a")
        assert cleaning.url == f"{STORY}?id=1"
        assert [removal.what for removal in cleaning.removed] == [
            "fbclid=Iw",
            "utm_source=x",
            "#:~:text=a",
        ]
        assert all(removal.reason for removal in cleaning.removed)
        assert cleaning.version == rules().version

    def test_it_names_a_wrapper(self) -> None:
        (removal,) = explain(f"https://exit.sc/?url={quote(STORY, safe='')}").removed
        assert removal.what == "https://exit.sc/…"

    def test_of_a_clean_address_there_is_nothing_to_say(self) -> None:
        assert explain(STORY).removed == ()

    def test_every_rule_has_a_reason(self) -> None:
        known = rules()
        reasons = [
            *known.names.values(),
            *(reason for _, reason in known.prefixes),
            *(shape.reason for shapes in known.shapes.values() for shape in shapes),
            *(rule.reason for site in known.sites.values() for rule in site),
            *(rule.reason for rule in known.paths),
            *(reason for _, reason in known.fragments),
            *(one.reason for group in known.wrappers.values() for one in group),
        ]
        assert len(reasons) > 2_000
        assert all(reason[0].isupper() and not reason.endswith(".") for reason in reasons)

    def test_no_shape_fits_an_empty_value(self) -> None:
        shapes = [shape for group in rules().shapes.values() for shape in group]
        assert not any(shape.value and shape.value.fullmatch("") for shape in shapes)


addresses = st.from_regex(r"\Ahttps?://[a-zäÄ.%0-9:@\[\]-]{1,20}[a-z/.%?&=;#0-9~!+ ]{0,60}\Z")
honest_names = st.sampled_from("id v p q page article story lang year chapter doc tab".split())
honest_pairs = st.tuples(honest_names, st.from_regex(r"\A[a-z0-9%+.~-]{0,12}\Z", fullmatch=True))
tracker_pairs = st.tuples(
    st.sampled_from("utm_source fbclid gclid mc_eid _hsenc oly_enc_id msclkid wt.mc_id".split()),
    st.from_regex(r"\A[A-Za-z0-9_.-]{0,12}\Z", fullmatch=True),
)


class TestProperties:
    @given(st.text() | addresses)
    def test_it_never_raises_and_cleaning_twice_changes_nothing(self, text: str) -> None:
        once = clean(text)
        assert clean(once) == once
        duplicate_form(text)
        brand_of(text)

    @given(st.lists(honest_pairs | tracker_pairs, max_size=8))
    def test_honest_pairs_stay_in_their_order_and_spelling(
        self, pairs: list[tuple[str, str]]
    ) -> None:
        query = "&".join(f"{name}={value}" for name, value in pairs)
        kept = urlsplit(clean(f"{STORY}?{query}")).query
        trackers = ("utm_", "fbclid", "gclid", "mc_eid", "_hsenc", "oly_", "msclkid", "wt.")
        honest = [f"{name}={value}" for name, value in pairs if not name.startswith(trackers)]
        assert kept == "&".join(honest)

    @given(st.text(alphabet="abc/?&=#%.:;~!", max_size=40), st.integers(1, 4))
    def test_layers_of_wrappers_hold_the_same_address(self, tail: str, layers: int) -> None:
        target = f"https://clinic.example/{tail}"
        url = target
        for _ in range(layers):
            url = f"https://exit.sc/?url={quote(url, safe='')}"
        assert clean(url) == clean(target)

    @given(st.lists(honest_pairs, max_size=5).flatmap(lambda pairs: st.permutations(pairs)))
    def test_the_order_of_the_query_makes_no_second_article(
        self, pairs: list[tuple[str, str]]
    ) -> None:
        query, backwards = (
            "&".join(f"{name}={value}" for name, value in order) for order in (pairs, pairs[::-1])
        )
        assert duplicate_form(f"{STORY}?{query}") == duplicate_form(f"{STORY}/?{backwards}")


class TestDuplicates:
    @pytest.mark.parametrize(
        "url",
        [
            "http://clinic.example/news/a-story",
            "https://www.clinic.example/news/a-story/",
            "https://CLINIC.example.:443/news/./a-story#comments",
            "https://clinic.example/news/a%2dstory?",
            "https://clinic.example/news/a-story/index.html",
            "https://clinic.example/news/a-story/index.php?utm_source=x",
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fclinic.example%2Fnews%2Fa-story",
        ],
    )
    def test_spellings_of_one_address_are_one(self, url: str) -> None:
        assert duplicate_form(url) == "clinic.example/news/a-story"
        assert address_key(url) == address_key(STORY)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("?b=1&a=2", "?a=2&b=1"),
            ("?a", "?a="),
            ("?a=x+y", "?a=x%20y"),
            ("?a=%c3%a9", "?a=é"),
            ("/%e4%b8%ad", "/中"),
            ("?a=1&&b=2", "?a=1&b=2"),
            ("#top", ""),
            ("/%7Ewho", "/~who"),
        ],
    )
    def test_what_does_not_count(self, one: str, other: str) -> None:
        assert duplicate_form(STORY + one) == duplicate_form(STORY + other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("?id=1", "?id=2"),
            ("?id=1", ""),
            ("/a%2Fb", "/a/b"),
            ("?a=1%262", "?a=1&2"),
            ("?a=1%2B2", "?a=1+2"),
            ("/A", "/a"),
            ("#!/one", "#!/two"),
            ("#/one", ""),
            ("/amp", ""),
        ],
    )
    def test_what_counts(self, one: str, other: str) -> None:
        assert duplicate_form(STORY + one) != duplicate_form(STORY + other)

    def test_other_hosts_and_ports_are_other_addresses(self) -> None:
        forms = {
            duplicate_form(f"https://{place}/a")
            for place in ("clinic.example", "m.clinic.example", "clinic.example:8080", "x.example")
        }
        assert len(forms) == 4

    def test_an_international_host_is_one_in_both_spellings(self) -> None:
        assert address_key("https://münchen.example/") == address_key(
            "http://XN--MNCHEN-3YA.example"
        )

    def test_no_address_has_no_key(self) -> None:
        assert address_key(" ") is None
        assert len(address_key(STORY) or "") == 64


class TestBrands:
    @pytest.mark.parametrize(
        ("url", "brand"),
        [
            ("https://www.who.int/news", "who.int"),
            ("HTTPS://WWW.WHO.INT.:443/", "who.int"),
            ("https://user:word@news.who.int/", "news.who.int"),
            ("https://www.münchen.example/", "xn--mnchen-3ya.example"),
            ("https://[::1]/", "::1"),
            ("https://[bad/", ""),
            (f"https://{'h' * 300}.org/", ""),
            ("who.int", ""),
            ("", ""),
        ],
    )
    def test_a_brand_is_the_host_without_www(self, url: str, brand: str) -> None:
        assert brand_of(url) == brand

    def test_a_brand_begins_a_slug_without_its_last_label(self) -> None:
        assert brand_slug("academic.oup.com") == "academic-oup"
        assert brand_slug("localhost") == "localhost"
