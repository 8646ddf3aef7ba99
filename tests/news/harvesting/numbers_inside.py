"""Numbers that are inside, in every form, and numbers of the open web, for tests of reach."""

from __future__ import annotations

import ipaddress

# The registries of special purposes at iana.org: networks that are not globally reachable, and
# what else is given to no site. Written anew here, not taken from the module.
INSIDE_V4 = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/29
    192.0.0.8/32 192.0.0.170/31 192.0.0.128/25 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16
    198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32
""".split()
INSIDE_V6 = """
    ::/128 ::1/128 ::/96 ::ffff:0:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/32
    2001:2::/48 2001:10::/28 2001:20::/28 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7
    fd00::/8 fe80::/10 fec0::/10 ff00::/8 ff02::/16 4000::/3 8000::/1 200::/7
""".split()
OUTSIDE = """
    1.1.1.1 8.8.8.8 9.9.9.9 93.184.215.14 11.0.0.1 100.63.255.255 100.128.0.0 126.255.255.255
    128.0.0.1 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.0.9 192.0.0.10 192.0.1.0
    192.0.3.0 192.31.196.1 192.52.193.1 192.88.98.1 192.167.255.255 192.169.0.0 192.175.48.1
    198.17.255.255 198.20.0.0 198.51.99.1 203.0.112.1 203.0.114.1 223.255.255.255
    2000::1 2001:1::1 2001:1::2 2001:3::1 2001:4:112::1 2001:200::1 2001:4860:4860::8888
    2001:db7::1 2001:db9::1 2003::1 2606:4700:4700::1111 2620:4f:8000::1 2620:fe::fe 2a00:1450::1
    3ffe:ffff::1 3fff:1000::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2a00:1450::5efe:808:808
""".split()
# Globally reachable, though they lie within networks that are not, or may lead to some.
OPEN_WITHIN = """
    192.0.0.9/32 192.0.0.10/32 64:ff9b::/96 2001:1::/32 2001:3::/32 2001:4:112::/48
""".split()


def sample(network: str) -> list[str]:
    """The ends of a network, and some between."""
    net = ipaddress.ip_network(network)
    size = net.num_addresses
    return sorted({str(net[int(i * (size - 1)) // 7]) for i in range(8)})


INSIDE = [address for network in INSIDE_V4 + INSIDE_V6 for address in sample(network)]


def forms_of(v4: str) -> list[str]:
    """The IPv6 addresses that lead, or led, to an IPv4 one."""
    a, b = divmod(int(ipaddress.IPv4Address(v4)), 65536)
    flipped = f"{a ^ 0xFFFF:x}:{b ^ 0xFFFF:x}"
    return [
        f"::ffff:{v4}",
        f"::{v4}",
        f"::ffff:0:{a:x}:{b:x}",
        f"64:ff9b::{v4}",
        f"64:ff9b:1::{a:x}:{b:x}",
        f"2002:{a:x}:{b:x}::1",
        f"2001:0:{a:x}:{b:x}::1",
        f"2001:0:4136:e378:8000:63bf:{flipped}",
        f"fe80::5efe:{a:x}:{b:x}",
        f"2a00:1450::5efe:{a:x}:{b:x}",
        f"2a00:1450::200:5efe:{a:x}:{b:x}",
    ]


DISGUISED = [form for network in INSIDE_V4 for form in forms_of(sample(network)[0])]
