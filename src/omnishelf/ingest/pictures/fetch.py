"""Fetching pictures from the web, each within limits of size, time and redirects.

The host is resolved here, its addresses are checked, and the connection goes to the checked address: a name that
changes its mind between the check and the connection (DNS rebinding) gains nothing. Every redirect is a new check.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from omnishelf.ingest.pictures.addresses import NotFetchedError, Resolve, checked, resolve, web_url

REDIRECTS = 4
CONCURRENT = 6
DAY = 86_400.0
MONTH = 30 * DAY
_HEADERS = {"User-Agent": "omnishelf (product pictures)", "Accept": "image/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture's URL and what is known of the copy we have ("" for none)."""

    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Attributes:
    data: the picture's bytes; None when the copy we have is still right.
    fresh: seconds for which it need not be asked for again.
    """

    data: bytes | None
    etag: str = ""
    last_modified: str = ""
    fresh: float = DAY


class Fetcher:
    """Fetches several pictures at once. Proxies of the environment are not used: they would do the connecting unchecked."""

    def __init__(
        self,
        *,
        max_bytes: int,
        seconds: float,
        concurrent: int = CONCURRENT,
        allow_private: bool = False,
        resolver: Resolve = resolve,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Args:
        max_bytes: largest body.
        seconds: from the first look-up to the last byte, redirects included.
        allow_private: connect to private addresses too. For tests, which have no other server; never set from outside.
        resolver, transport: for tests.
        """
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._concurrent = concurrent
        self._allow_private = allow_private
        self._resolver = resolver
        self._transport = transport

    def fetch(self, wanted: Sequence[Wanted]) -> list[Fetched | NotFetchedError]:
        """One answer each, in order. Nothing is raised for a picture that cannot be had."""
        # A thread of its own, so that callers with an event loop running may call this too.
        with ThreadPoolExecutor(1, "pictures") as pool:
            return pool.submit(asyncio.run, self._all(wanted)).result()

    async def _all(self, wanted: Sequence[Wanted]) -> list[Fetched | NotFetchedError]:
        gate = asyncio.Semaphore(self._concurrent)
        # Connections are not kept: the pool would hand one made for a checked host to another name at the same address.
        limits = httpx.Limits(max_keepalive_connections=0)
        async with httpx.AsyncClient(
            headers=_HEADERS, timeout=self._seconds, limits=limits, transport=self._transport, trust_env=False
        ) as client:

            async def one(want: Wanted) -> Fetched | NotFetchedError:
                async with gate:
                    try:
                        async with asyncio.timeout(self._seconds):
                            return await self._follow(client, want)
                    except NotFetchedError as error:
                        return error
                    except (TimeoutError, httpx.TimeoutException):
                        return NotFetchedError(f"It did not arrive within {self._seconds:g} seconds.", "Try again later.")
                    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
                        return NotFetchedError(f"It could not be fetched: {error or type(error).__name__}.", "Try again later.")

            return list(await asyncio.gather(*map(one, wanted)))

    async def _follow(self, client: httpx.AsyncClient, want: Wanted) -> Fetched:
        url = web_url(want.url)
        known = {"If-None-Match": want.etag, "If-Modified-Since": want.last_modified}
        for _ in range(REDIRECTS + 1):
            response = await self._ask(client, url, {name: value for name, value in known.items() if value})
            try:
                if response.is_redirect and "location" in response.headers:
                    url = web_url(str(url.join(response.headers["location"])))
                    continue
                return await self._answer(response)
            finally:
                await response.aclose()
        raise NotFetchedError(f"It was redirected more than {REDIRECTS} times.", "Give the final address.")

    async def _ask(self, client: httpx.AsyncClient, url: httpx.URL, known: dict[str, str]) -> httpx.Response:
        """The response's head, from the first of the host's checked addresses that accepts a connection."""
        addresses = await checked(url, self._resolver, allow_private=self._allow_private)
        host = url.raw_host.decode("ascii")
        headers = {"Host": url.netloc.decode("ascii"), **known}
        for i, address in enumerate(addresses):
            # The certificate is still checked against the name: sni_hostname is what the handshake asks for and verifies.
            request = client.build_request(
                "GET", url.copy_with(host=address), headers=headers, extensions={"sni_hostname": host}
            )
            try:
                return await client.send(request, stream=True, follow_redirects=False)
            except httpx.ConnectError:
                if i == len(addresses) - 1:
                    raise
        raise NotFetchedError(f"There is no host called {url.host}.", "Check the address.")

    async def _answer(self, response: httpx.Response) -> Fetched:
        headers = response.headers
        about = {
            "etag": headers.get("etag", ""),
            "last_modified": headers.get("last-modified", ""),
            "fresh": _freshness(headers.get("cache-control", "")),
        }
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return Fetched(None, **about)
        if response.status_code != httpx.codes.OK:
            raise NotFetchedError(f"The server answered {response.status_code}.", "Open the address in a browser to see why.")
        if headers.get("content-encoding", "identity") != "identity":
            raise NotFetchedError("The server packed the picture although asked not to.", "Serve pictures as they are.")
        data = bytearray()
        if int(headers.get("content-length", "0")) > self._max_bytes:
            raise self._too_large()
        async for chunk in response.aiter_raw():
            data += chunk
            if len(data) > self._max_bytes:
                raise self._too_large()
        return Fetched(bytes(data), **about)

    def _too_large(self) -> NotFetchedError:
        return NotFetchedError(
            f"It is larger than {self._max_bytes:,} bytes.", "Offer a smaller one, or raise limits.fetch_bytes."
        )


def _freshness(cache_control: str) -> float:
    """Seconds: the server's max-age, at least an hour so that a run and its repetition ask once; a day when it does not say."""
    found = re.search(r"max-age=(\d{1,9})", cache_control)
    return min(max(float(found[1]), 3_600.0), MONTH) if found else DAY
