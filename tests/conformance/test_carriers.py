"""Carrier services through local servers that speak their documented protocols: right answers, errors, limits, signatures."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlparse

import pytest

from omnishelf.carriers import aftership, seventeentrack
from omnishelf.carriers.aftership import AfterShip
from omnishelf.carriers.kuaidi100 import Kuaidi100, md5
from omnishelf.carriers.port import Asked, Carrier, CarrierDown, CarrierRefused, Received
from omnishelf.carriers.seventeentrack import SeventeenTrack
from omnishelf.carriers.simulated import SimulatedCarrier, signed
from omnishelf.domain.errors import BadInput
from omnishelf.domain.parcel import Status, Trouble

Answer = tuple[int, object, dict[str, str]]
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
NUMBER = "YT8630804829930"


class Service:
    """A server whose answers the test decides; it keeps what it was asked: (method, path, headers, body)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answer: Callable[[str, str, bytes], Answer] = lambda method, path, body: (404, {}, {})
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._do("GET")

            def do_POST(self) -> None:
                self._do("POST")

            def _do(self, method: str) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                service.asked.append((method, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                status, answer, headers = service.answer(method, self.path, body)
                data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    yield service
    service.server.shutdown()
    service.server.server_close()


def adapters(url: str) -> list[Carrier]:
    return [
        Kuaidi100("C1", "key", callback="https://shop.example/hook", salt="salt", url=url, seconds=5, now=lambda: NOW),
        SeventeenTrack("key", url=url, seconds=5, now=lambda: NOW),
        AfterShip("key", secret="secret", url=url, seconds=5, now=lambda: NOW),
    ]


KD_TRACK = {
    "message": "ok",
    "state": "5",
    "status": "200",
    "com": "yuantong",
    "nu": NUMBER,
    "data": [
        {"ftime": "2026-11-01 08:00:00", "context": "【雀桥市】快递员已揽收", "statusCode": "103", "areaName": "雀桥"},
        {"ftime": "2026-11-02 09:30:00", "context": "正在派送中，请保持电话畅通", "statusCode": "5", "areaName": "青鹭"},
        {"ftime": "no time", "context": "?"},
    ],
}


def kuaidi(method: str, path: str, body: bytes) -> Answer:
    """/poll/query.do, which checks its signature as documented."""
    form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    if path == "/poll":
        given = json.loads(form["param"])
        known = given["key"] == "key" and given["parameters"]["salt"] == "salt"
        code = "501" if known else "601"
        return 200, {"result": known, "returnCode": code, "message": "重复订阅" if known else "KEY已过期"}, {}
    wanted = hashlib.md5((form["param"] + "key" + "C1").encode()).hexdigest().upper()
    if form["sign"] != wanted or form["customer"] != "C1":
        return 200, {"result": False, "returnCode": "503", "message": "验证签名失败"}, {}
    asked = json.loads(form["param"])
    if asked["num"] != NUMBER:
        return 200, {"result": False, "returnCode": "500", "message": "查询无结果，请隔段时间再查"}, {}
    if asked.get("phone") != "1843":
        return 200, {"result": False, "returnCode": "408", "message": "验证码错误"}, {}
    assert asked["com"] == "yuantong"
    return 200, KD_TRACK, {}


def test_kuaidi100(service: Service) -> None:
    """A signed query gives the history in China's time; no such number is None; a wrong phone and a wrong key are said."""
    service.answer = kuaidi
    carrier = adapters(service.url)[0]
    found = carrier.track(Asked(NUMBER, "yto", phone="1843"))
    assert found is not None
    assert (found.status, found.carrier, found.source, found.checked) == (Status.OUT_FOR_DELIVERY, "yto", "kuaidi100", NOW)
    assert [(step.status, step.place) for step in found.checkpoints] == [
        (Status.OUT_FOR_DELIVERY, "青鹭"),
        (Status.IN_TRANSIT, "雀桥"),
    ]
    assert found.checkpoints[0].at == datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
    assert carrier.track(Asked("YT0000000000000", "yto")) is None
    with pytest.raises(CarrierDown, match="408") as wrong:
        carrier.track(Asked(NUMBER, "yto"))
    assert not wrong.value.retry
    assert carrier.follow(Asked(NUMBER, "yto"))
    with pytest.raises(CarrierRefused, match="503"):
        Kuaidi100("C1", "another", url=service.url).track(Asked(NUMBER))


def test_kuaidi100_sends_news() -> None:
    """A callback signed with the salt is read and answered as documented; with another salt it is nobody's."""
    carrier = adapters("http://127.0.0.1:9")[0]
    param = json.dumps({"status": "polling", "lastResult": KD_TRACK | {"state": "3"}}, ensure_ascii=False)
    body = f"param={quote(param)}&sign={md5(param + 'salt')}".encode()
    told = carrier.told(Received(body, {}, {}))
    assert told is not None
    assert (told.parcels[0].number, told.parcels[0].status) == (NUMBER, Status.DELIVERED)
    assert told.reply["returnCode"] == "200"
    for other in (f"param={quote(param)}&sign={md5(param + 'wrong')}", f"param={quote(param)}", ""):
        assert carrier.told(Received(other.encode(), {}, {})) is None


T17_ITEM = {
    "number": NUMBER,
    "carrier": 190008,
    "track_info": {
        "latest_status": {"status": "Exception", "sub_status": "Exception_Returning"},
        "time_metrics": {"estimated_delivery_date": {"from": "2026-11-03T00:00:00+08:00", "to": "2026-11-05T00:00:00+08:00"}},
        "tracking": {
            "providers": [
                {
                    "events": [
                        {
                            "time_iso": "2026-11-02T09:00:00+08:00",
                            "description": "Returning",
                            "stage": None,
                            "sub_status": "Exception_Returning",
                            "location": "Northport",
                        },
                        {"time_iso": "2026-11-01T09:00:00+08:00", "description": "Picked up", "stage": "InTransit"},
                    ]
                }
            ]
        },
    },
}


class SeventeenServer:
    """Knows a number only after it was registered, and only with the right key."""

    def __init__(self) -> None:
        self.registered: set[str] = set()

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        (item,) = json.loads(body)
        number = item["number"]
        if number == "40000000000000":
            fault = {"number": number, "error": {"code": -18019903, "message": "Carrier cannot be detected."}}
            return 200, {"code": 0, "data": {"accepted": [], "rejected": [fault]}}, {}
        if path == "/register":
            self.registered.add(number)
            return 200, {"code": 0, "data": {"accepted": [{"number": number}], "rejected": []}}, {}
        if number not in self.registered:
            fault = {"number": number, "error": {"code": -18019902, "message": "Register first."}}
            return 200, {"code": 0, "data": {"accepted": [], "rejected": [fault]}}, {}
        return 200, {"code": 0, "data": {"accepted": [T17_ITEM], "rejected": []}}, {}


def test_17track(service: Service) -> None:
    """An unknown number is registered and asked about again, with the key in its header; troubles and estimates are read."""
    service.answer = SeventeenServer()
    carrier = adapters(service.url)[1]
    found = carrier.track(Asked(NUMBER, "yunexpress"))
    assert found is not None
    assert (found.status, found.trouble, found.expected) == (Status.EXCEPTION, Trouble.RETURNING, date(2026, 11, 5))
    assert [step.status for step in found.checkpoints] == [Status.EXCEPTION, Status.IN_TRANSIT]
    assert [path for _, path, _, _ in service.asked] == ["/gettrackinfo", "/register", "/gettrackinfo"]
    assert all(headers["17token"] == "key" for _, _, headers, _ in service.asked)
    assert json.loads(service.asked[0][3]) == [{"number": NUMBER, "carrier": 190008}]
    with pytest.raises(CarrierDown, match="18019903"):
        carrier.track(Asked("40000000000000"))
    service.answer = lambda *_: (200, {"code": -18010002, "data": {"errors": [{"code": -18010002, "message": "key"}]}}, {})
    with pytest.raises(CarrierRefused, match="18010002"):
        carrier.track(Asked(NUMBER))


def test_17track_sends_news() -> None:
    """A notification signed with the key is read; of a stopped tracking nothing is taken; a wrong signature is refused."""
    carrier = adapters("http://127.0.0.1:9")[1]
    body = json.dumps({"event": "TRACKING_UPDATED", "data": T17_ITEM}).encode()
    told = carrier.told(Received(body, {"sign": seventeentrack.sign(body, "key")}, {}))
    assert told is not None and told.parcels[0].trouble is Trouble.RETURNING
    stopped = json.dumps({"event": "TRACKING_STOPPED", "data": {"number": NUMBER}}).encode()
    quiet = carrier.told(Received(stopped, {"sign": seventeentrack.sign(stopped, "key")}, {}))
    assert quiet is not None and quiet.parcels == ()
    for headers in ({}, {"sign": seventeentrack.sign(body, "other")}, {"sign": "é"}):
        assert carrier.told(Received(body, headers, {})) is None


AS_TRACKING = {
    "tracking_number": NUMBER,
    "slug": "yunexpress",
    "tag": "AttemptFail",
    "subtag": "AttemptFail_002",
    "courier_estimated_delivery_date": {"estimated_delivery_date": "2026-11-04"},
    "checkpoints": [
        {"checkpoint_time": "2026-11-01T10:00:00-05:00", "tag": "InTransit", "message": "Picked up", "city": "Northport"},
        {
            "checkpoint_time": "2026-11-02T10:00:00-05:00",
            "tag": "AttemptFail",
            "subtag": "AttemptFail_002",
            "message": "Nobody home",
        },
    ],
}


class AfterShipServer:
    """Has a tracking once it was made; making it twice is error 4003."""

    def __init__(self) -> None:
        self.made: set[str] = set()

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        if method == "POST":
            number = json.loads(body)["tracking_number"]
            if number in self.made:
                return 400, {"meta": {"code": 4003, "message": "Tracking already exists."}, "data": {}}, {}
            if len(number) < 8:
                return 400, {"meta": {"code": 4005, "message": "The value of `tracking_number` is invalid."}}, {}
            self.made.add(number)
            return 201, {"meta": {"code": 201}, "data": {"tracking_number": number}}, {}
        (number,) = parse_qs(urlparse(path).query)["tracking_numbers"]
        rows = [AS_TRACKING] if number in self.made and number == NUMBER else []
        return 200, {"meta": {"code": 200}, "data": {"trackings": rows}}, {}


def test_aftership(service: Service) -> None:
    """An unknown number is made a tracking and asked about; one that exists already is no mistake; a bad number is said."""
    service.answer = AfterShipServer()
    carrier = adapters(service.url)[2]
    found = carrier.track(Asked(NUMBER, "yunexpress"))
    assert found is not None
    assert (found.status, found.trouble, found.expected) == (Status.ATTEMPT_FAIL, Trouble.NOBODY_HOME, date(2026, 11, 4))
    assert found.checkpoints[0].text == "Nobody home" and found.checkpoints[1].place == "Northport"
    assert [method for method, *_ in service.asked] == ["GET", "POST", "GET"]
    assert all(headers["as-api-key"] == "key" for _, _, headers, _ in service.asked)
    assert carrier.follow(Asked(NUMBER))
    with pytest.raises(CarrierDown, match="4005"):
        carrier.track(Asked("123"))


def test_aftership_sends_news() -> None:
    """A webhook bears the HMAC of its body in base64 and an id of its own; a changed body or secret is refused."""
    carrier = adapters("http://127.0.0.1:9")[2]
    body = json.dumps({"event": "tracking_update", "event_id": "e-1", "msg": AS_TRACKING}).encode()
    good = {"aftership-hmac-sha256": aftership.sign(body, "secret")}
    told = carrier.told(Received(body, good, {}))
    assert told is not None and (told.id, told.parcels[0].status) == ("e-1", Status.ATTEMPT_FAIL)
    assert carrier.told(Received(body + b" ", good, {})) is None
    assert carrier.told(Received(body, {"aftership-hmac-sha256": aftership.sign(body, "other")}, {})) is None
    broken = b"{"
    with pytest.raises(BadInput, match="JSON"):
        carrier.told(Received(broken, {"aftership-hmac-sha256": aftership.sign(broken, "secret")}, {}))


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize(
    ("answer", "kind", "retry"),
    [
        ((500, {}, {}), CarrierDown, True),
        ((429, {}, {"Retry-After": "40"}), CarrierDown, True),
        ((401, {}, {}), CarrierRefused, False),
        ((200, b"<html>maintenance</html>", {}), CarrierDown, True),
        ((200, b" " * 4_100_000, {}), CarrierDown, False),
    ],
)
def test_faults_that_are_the_same_everywhere(
    service: Service, which: int, answer: Any, kind: type[CarrierDown], retry: bool
) -> None:
    """Each adapter tells faults worth another try from others, and hands on how long it is asked to wait."""
    service.answer = lambda *_: answer
    with pytest.raises(kind) as raised:
        adapters(service.url)[which].track(Asked(NUMBER))
    assert raised.value.retry is retry
    assert raised.value.wait == (40.0 if answer[0] == 429 else 0.0)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_nobody_there(which: int) -> None:
    """A port where nobody listens is a service that does not answer."""
    with pytest.raises(CarrierDown, match="does not answer"):
        adapters("http://127.0.0.1:9")[which].track(Asked(NUMBER))


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("answer", [[], "text", {"data": [1, {"ftime": 3}]}, {"code": 0, "data": {"accepted": [{}]}}, None])
def test_answers_of_another_shape(service: Service, which: int, answer: object) -> None:
    """JSON that is not what was promised is no parcel or a fault, and never a crash."""
    service.answer = lambda *_: (200, answer, {})
    try:
        found = adapters(service.url)[which].track(Asked(NUMBER))
    except CarrierDown:
        return
    assert found is None or found.checkpoints == ()


def test_adapters_satisfy_the_port() -> None:
    """Each adapter has every method of the port."""
    for carrier in (*adapters("http://127.0.0.1:9"), SimulatedCarrier()):
        assert isinstance(carrier, Carrier)
        carrier.close()


def test_the_simulated_carrier_is_the_same_at_the_same_time() -> None:
    """A number's journey depends on number and clock alone, only grows within a cycle, and every state occurs."""
    seen = set()
    for n in range(400):
        asked = Asked(f"SIM{n:09d}")
        now = SimulatedCarrier(lambda: NOW).track(asked)
        assert now == SimulatedCarrier(lambda: NOW).track(asked)
        assert now is not None
        seen.add(now.status)
        earlier = SimulatedCarrier(lambda: NOW - timedelta(hours=2)).track(asked)
        assert earlier is not None
        if earlier.checkpoints[-1] == now.checkpoints[-1]:  # no new cycle between
            assert now.checkpoints[len(now.checkpoints) - len(earlier.checkpoints) :] == earlier.checkpoints
    missing = {Status.PENDING, Status.EXPIRED}
    assert seen == set(Status) - missing
    assert SimulatedCarrier(secret="").told(Received(b"{}", {"x-simulated-sign": signed(b"{}", "")}, {})) is None
