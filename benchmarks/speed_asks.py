"""What is asked when time is taken: words in both languages, photos, recordings of three seconds, beginnings of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from omnishelf.domain.query import Query
from omnishelf.shop import Shop
from shops import cache_folder
from voices import RATE, Samples, speak, wav_bytes

WORDS = (
    "red backpack",
    "blue jacket for men under $60",
    "something warm for running in winter",
    "waterproof",
    "black leather bag, not too expensive",
    "cotton t-shirt for women",
    "gift for a child",
    "lightweight hoodie without zip",
    "grey yoga pants size m",
    "watch with steel bracelet",
    "striped tank top",
    "cheap travel mug",
    "红色双肩包",
    "200元以下的蓝色外套",
    "冬天跑步穿的保暖衣服",
    "防水",
    "黑色真皮包，不要太贵",
    "女士纯棉T恤",
    "送小朋友的礼物",
    "不带拉链的轻薄卫衣",
    "灰色瑜伽裤",
    "不锈钢表带手表",
    "条纹背心",
    "便宜的随行杯",
)
SAID = (
    "I need a warm blue jacket for men",
    "Show me a red backpack please",
    "A grey hoodie, it should be wool",
    "Black shorts",
)
SECONDS = 3.0
BEGUN = ("r", "re", "red b", "jack", "women", "yoga p", "双", "蓝色", "黑色的", "wat")
PAGE = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: a search, or a completion of `prefix`."""

    text: str = ""
    image: bytes | None = None
    audio: bytes | None = None
    prefix: str = ""

    def inside(self, shop: Shop) -> Mapping[str, float]:
        """Asked of the shop in this process; milliseconds by stage."""
        if self.prefix:
            shop.suggest(self.prefix)
            return {}
        return shop.search(Query(text=self.text, image=self.image, audio=self.audio, size=PAGE)).took_ms

    def over_http(self, client: httpx.Client) -> None:
        if self.prefix:
            answer = client.get("/v1/suggest", params={"q": self.prefix})
        elif self.image or self.audio:
            files = {"image": ("photo.jpg", self.image, "image/jpeg"), "audio": ("voice.wav", self.audio, "audio/wav")}
            sent = {name: file for name, file in files.items() if file[1]}
            answer = client.post("/v1/search", data={"text": self.text, "size": str(PAGE)}, files=sent)
        else:
            answer = client.post("/v1/search", json={"text": self.text, "size": PAGE})
        answer.raise_for_status()
        answer.json()


def asked(photos: Sequence[bytes]) -> dict[str, list[Asked]]:
    """Kind of request -> what is asked, in turn."""
    recordings = [wav_bytes(three_seconds(speak(text, "en", cache=cache_folder("voices")))) for text in SAID]
    every = range(len(WORDS))
    return {
        "words": [Asked(text) for text in WORDS],
        "photo": [Asked(image=photo) for photo in photos],
        "voice, 3 s": [Asked(audio=recording) for recording in recordings],
        "all three": [Asked(WORDS[i], photos[i % len(photos)], recordings[i % len(recordings)]) for i in every],
        "suggest": [Asked(prefix=prefix) for prefix in BEGUN],
    }


def three_seconds(samples: Samples) -> Samples:
    """The sentence from its beginning, cut or followed by silence."""
    wanted = int(SECONDS * RATE)
    return np.pad(samples[:wanted], (0, max(0, wanted - len(samples))))


def photos(folder: Path, count: int) -> list[bytes]:
    """Pictures spread evenly over a folder's file names."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"))
    return [file.read_bytes() for file in files[:: max(1, len(files) // count)][:count]]
