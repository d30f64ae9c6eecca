"""Which addresses a feed may make us connect to: public ones only.

A feed is written by somebody else; its picture URLs must not reach the shop's own network, its cloud's metadata service,
or this machine.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable

import httpx

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to addresses, as text."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address


class NotFetchedError(Exception):
    """A picture that was not fetched. `args` are the reason and what to do, each a sentence (the second may be "")."""


async def resolve(host: str, port: int) -> list[str]:
    """The system's resolver; it also reads the odd spellings of addresses (2130706433, 0x7f.1) that a browser would."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in: IPv4 inside IPv6 counts as what it is."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def web_url(text: str) -> httpx.URL:
    """Raises:
    NotFetchedError: not http or https, without a host, or with a password in it."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise NotFetchedError("This is not a web address.", "It begins with https://.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise NotFetchedError("This is not a web address.", "It begins with https://.")
    if url.userinfo:
        raise NotFetchedError("The address holds a user name or password.", "Use an address that needs none.")
    return url


async def checked(url: httpx.URL, resolver: Resolve, *, allow_private: bool) -> list[str]:
    """The addresses to connect to, IPv4 first. All of them must be public: one that is not shows bad intent.

    Raises:
        NotFetchedError
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        addresses = await resolver(url.raw_host.decode("ascii"), port)
    except (OSError, UnicodeError):
        raise NotFetchedError(f"There is no host called {url.host}.", "Check the address.") from None
    if not addresses:
        raise NotFetchedError(f"There is no host called {url.host}.", "Check the address.")
    if not allow_private and not all(is_public(address) for address in addresses):
        raise NotFetchedError(
            f"{url.host} is not on the public internet, so nothing is fetched from there.", "Use a folder of pictures."
        )
    return sorted(addresses, key=lambda address: ":" in address)
