"""Wrappers: redirects and caches opened without asking them, each on its own host only."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, urlsplit

import pytest

from news.harvesting.addresses import clean
from news.harvesting.tracking.cleaning import MAX_PASSES
from tests.news.harvesting.stories import STORY


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
