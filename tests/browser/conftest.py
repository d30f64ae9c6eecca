"""A real shop behind a real browser: one server for all these stories, a fresh browser window for each.

`OMNISHELF_BROWSER_URL` names a shop that is running already, in the place of the one started here.
`CHROMIUM` names the browser's executable, in the place of the one found on PATH.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import browser_shop
import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from shopper import Open

SPOKEN = "Blue backpack."
READY_SECONDS = 180
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Models are loaded and speech is recognised on whatever machine this is: minutes are allowed, and rarely needed."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def chromium() -> str:
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not found:
        pytest.skip("needs Chromium: install it, or name its executable in CHROMIUM")
    return found


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where photos and recordings for the stories are made."""
    return tmp_path_factory.mktemp("browser-files")


@pytest.fixture(scope="session")
def shop_server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a shop that sells the things of `browser_shop`."""
    running = os.environ.get("OMNISHELF_BROWSER_URL")
    if running:
        yield running.rstrip("/")
        return
    if not (Path(__file__).parents[2] / "src/omnishelf/web/index.html").is_file():
        pytest.skip("needs the built storefront: run `npm ci && npm run build` in web/")
    folder = tmp_path_factory.mktemp("browser-shop")
    feed, images = browser_shop.write_feed(folder / "feed")
    if os.environ.get("OMNISHELF_SCREENSHOTS") == "1":  # the README shows the sample shop
        sample = Path(__file__).parents[2] / "sample/catalogue"
        feed, images = sample / "products.jsonl", sample / "images"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "OMNISHELF_DATA_DIR": str(folder / "data"),
        "OMNISHELF_PORT": str(port),
        "OMNISHELF_NAME": "Small shop",
        "OMNISHELF_ASSISTANT__POLICIES": str(Path(__file__).parents[2] / "sample/assistant"),
    }
    omnishelf = [sys.executable, "-m", "omnishelf"]
    subprocess.run([*omnishelf, "ingest", str(feed), "--images", str(images)], env=environment, cwd=folder, check=True)
    log = (folder / "serve.log").open("wb")
    server = subprocess.Popen([*omnishelf, "serve"], env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, server, folder / "serve.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{address}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"the shop did not get ready:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def speech(files: Path) -> Path:
    return browser_shop.speech_file(files, SPOKEN)


# One browser a file, not one for all: while Playwright runs in a thread, nothing else there may start an event loop.
@pytest.fixture(scope="module")
def browser(chromium: str, speech: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=[*FLAGS, f"--use-file-for-fake-audio-capture={speech}"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, shop_server: str) -> Iterator[Open]:
    """Opens a window at an address of the shop. Errors in the page's own script fail the story."""
    windows: list[BrowserContext] = []
    faults: list[str] = []

    def opened(
        path: str = "/", *, width: int = 1360, height: int = 900, locale: str = "en-US", dark: bool = False, touch: bool = False
    ) -> Page:
        window = browser.new_context(
            base_url=shop_server,
            viewport={"width": width, "height": height},
            locale=locale,
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            reduced_motion="reduce",
            permissions=["microphone", "camera"],
        )
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for window in windows:
        window.close()
    assert faults == [], faults
