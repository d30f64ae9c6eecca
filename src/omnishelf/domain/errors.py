"""The tree of errors a caller may see.

Every error says what went wrong, where, and what to do next. The HTTP edge turns them into problem details (RFC 9457),
the command line into one red paragraph; neither shows a stack trace for them.

    OmnishelfError
    ├── BadInput             the caller can mend it: 400
    │   ├── BadQuery         a search that cannot be run as asked
    │   ├── BadCursor        a page cursor that is not ours or not of this query
    │   ├── BadFeed          a feed that cannot be read at all (single bad rows go to the report instead)
    │   ├── BadUpload        a photo or recording that cannot be used: 422
    │   ├── TooLarge         over a stated limit: 413
    │   └── UnsupportedMedia not a kind of file we read: 415
    ├── NotFound             404
    ├── NotAllowed           missing or insufficient key: 401 or 403
    ├── BadSettings          the configuration is unsafe or inconsistent; raised at start only
    └── Unavailable          a part is missing or down: 503
        ├── ModelMissing     a model's package is not installed, or its hash is wrong
        ├── EngineDown
        └── StoreDown
"""

from __future__ import annotations

from collections.abc import Mapping


class OmnishelfError(Exception):
    """Base of all errors meant for people.

    Args:
        what: one sentence, naming the thing and the value.
        hint: what to do next; empty when there is nothing sensible to say.
        reason: stable name of what is the matter, for a page that words it in its reader's language; "" for none.
        about: what `what` names, for the same page.
    """

    code = "error"
    status = 500

    def __init__(self, what: str, *, hint: str = "", reason: str = "", about: Mapping[str, str] | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.reason = reason
        self.about = dict(about or {})

    def __str__(self) -> str:
        return f"{self.what} {self.hint}".strip()


class BadInput(OmnishelfError):
    code = "bad-input"
    status = 400


class BadQuery(BadInput):
    code = "bad-query"


class BadCursor(BadInput):
    code = "bad-cursor"


class BadFeed(BadInput):
    code = "bad-feed"


class BadUpload(BadInput):
    code = "bad-upload"
    status = 422


class TooLarge(BadInput):
    code = "too-large"
    status = 413


class UnsupportedMedia(BadInput):
    code = "unsupported-media"
    status = 415


class NotFound(OmnishelfError):
    code = "not-found"
    status = 404


class NotAllowed(OmnishelfError):
    """No key, or a key without the scope. `status` is 401 without a key and 403 with one."""

    code = "not-allowed"
    status = 403

    def __init__(self, what: str, *, hint: str = "", authenticated: bool = True) -> None:
        super().__init__(what, hint=hint)
        self.status = 403 if authenticated else 401


class BadSettings(OmnishelfError):
    code = "bad-settings"


class Unavailable(OmnishelfError):
    code = "unavailable"
    status = 503


class ModelMissing(Unavailable):
    code = "model-missing"


class EngineDown(Unavailable):
    code = "engine-down"


class StoreDown(Unavailable):
    code = "store-down"
