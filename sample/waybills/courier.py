"""The 4 x 6 inch shipping label of American and European couriers (Yamato's sheet follows it too)."""

from __future__ import annotations

from dataclasses import dataclass

from sample.waybills.code128 import GS
from sample.waybills.numbers import digits
from sample.waybills.paper import Paper
from sample.waybills.people import NAMES
from sample.waybills.waybill import Waybill

WIDE, HIGH, EDGE = 102.0, 152.0, 3.0


@dataclass(frozen=True)
class Coded:
    """What the main bars hold. `gs1`: GS1-128. `caption`: what is printed with the number."""

    text: str
    gs1: bool
    caption: str
    shown: str


def coded(it: Waybill) -> Coded:
    """The carrier's own content of the main bars, from which its number is to be read."""
    number, rng, zone = it.number, it.rng("bars"), (it.receiver.postcode.replace("-", "").replace(" ", "") + "00000")[:5]
    spaced = it.form.spaced(number)
    match it.carrier.key:
        case "fedex":
            return Coded(f"1001{digits(rng, 11)}{zone}00{number}", False, "TRK#", spaced)
        case "dpd":
            service, country = "101", {"DE": "276", "GB": "826"}[it.place]
            return Coded(
                f"%00{zone.rjust(5, '0') if zone.isdigit() else '00000'}{number[:-1]}{service}{country}", False, "", spaced
            )
        case "usps":
            return Coded(f"420{zone}{GS}{number}", True, "USPS TRACKING # EP", spaced)
        case "dhl-paket":
            shown = f"(00){number[2]} {number[3:9]} {number[9:14]} {number[14:]}"
            return Coded(number, True, "Sendungsnr. / Shipment no.", shown)
        case "dhl-express":
            return Coded(number, False, "WAYBILL", spaced)
        case "canada-post":
            return Coded(number, False, "PIN / NIP", spaced)
        case "yamato":
            return Coded(number, False, "No.", f"{number[:4]}-{number[4:8]}-{number[8:]}")
        case _:
            return Coded(number, False, "TRACKING #:", spaced)


def draw(it: Waybill) -> Paper:
    paper, bars = Paper(WIDE, HIGH), coded(it)
    paper.box(EDGE, EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE, edge=0.6)
    low = it.carrier.look in (1, 3, 7)
    y = _sender(paper, it)
    y = _receiver(paper, it, y)
    paper.line(EDGE, y, WIDE - EDGE, y, 0.8)
    if low:
        y = _service(paper, it, _route(paper, it, y))
        _bars(paper, bars, y, HIGH - EDGE - 24 - y)
    else:
        y = _route(paper, it, _service(paper, it, y))
        _bars(paper, bars, y, HIGH - EDGE - 24 - y)
    _foot(paper, it)
    return paper


def _sender(paper: Paper, it: Waybill) -> float:
    for i, line in enumerate((it.sender.name, it.sender.phone, *it.sender.lines)):
        paper.text(6, 5 + i * 3.5, line.upper(), 2.9, within=52)
    paper.text(96, 5, f"{it.weight:.1f} KG" if it.place != "US" else f"{it.weight * 2.2:.1f} LBS", 4, bold=True, anchor="ra")
    paper.text(96, 10, it.shipped.strftime("%d %b %Y").upper(), 3, anchor="ra")
    paper.text(96, 14, "1 OF 1", 3, anchor="ra")
    return 24.0


def _receiver(paper: Paper, it: Waybill, y: float) -> float:
    paper.text(6, y, "SHIP TO:" if it.place in ("US", "CA") else "TO:", 3, bold=True)
    for i, line in enumerate((it.receiver.name, *it.receiver.lines, NAMES[it.place])):
        paper.text(23, y + i * 4.9, line.upper(), 4.3, bold=True, within=72)
    return y + 26


def _service(paper: Paper, it: Waybill, y: float) -> float:
    inverse = it.carrier.look in (1, 5, 6)
    if inverse:
        paper.box(EDGE, y, WIDE - 2 * EDGE, 12, fill=True)
    ink = 255 if inverse else 0
    paper.text(
        6,
        y + 6,
        f"{it.carrier.name}  {it.service}" if not it.service.startswith(it.carrier.name) else it.service,
        6.2,
        bold=True,
        anchor="lm",
        ink=ink,
        within=78,
    )
    paper.text(95, y + 6, str(it.rng("class").choice("12PEG")), 9, bold=True, anchor="rm", ink=ink)
    paper.line(EDGE, y + 12, WIDE - EDGE, y + 12, 0.8)
    return y + 12


def _route(paper: Paper, it: Waybill, y: float) -> float:
    """Sorting code in large type beside a small code that is not the tracking number."""
    paper.text(40, y + 6.4, it.route, 8.4, bold=True, anchor="lm", within=54)
    digits_only = "".join(c for c in it.receiver.postcode if c.isdigit()).ljust(5, "0")
    if it.carrier.look in (0, 2, 3, 6, 7):
        paper.bars(5, y + 14, 48, 8, f"420{digits_only}", role="routing")
        paper.text(56, y + 18, f"REF {it.order}", 3, anchor="lm", within=38)
    else:
        paper.text(6, y + 18, f"REF {it.order}   INV {it.order[-5:]}", 3, anchor="lm", within=88)
    paper.qr(6, y + 0.4, 13, it.order, role="order") if it.carrier.look in (4, 5, 8) else paper.text(
        6, y + 6.4, "ZONE", 4, anchor="lm"
    )
    paper.line(EDGE, y + 24, WIDE - EDGE, y + 24, 0.8)
    return y + 24


def _bars(paper: Paper, bars: Coded, y: float, room: float) -> None:
    paper.text(6, y + 3.6, f"{bars.caption} {bars.shown}".strip(), 4.4, bold=True, anchor="lm", within=90, role="number")
    paper.bars(EDGE + 1, y + 7.5, WIDE - 2 * EDGE - 2, room - 10, bars.text, role="number", gs1=bars.gs1)
    paper.line(EDGE, y + room, WIDE - EDGE, y + room, 0.8)


def _foot(paper: Paper, it: Waybill) -> None:
    y = HIGH - EDGE - 23
    paper.text(
        6, y + 1, f"BILLING: P/P   DESC: {it.rng('goods').choice(('HOUSEWARES', 'CAMERA PARTS', 'STATIONERY', 'TEXTILES'))}", 3
    )
    paper.text(6, y + 5.5, f"REF 1: {it.order}", 3)
    paper.text(6, y + 10, "Sample label. Not valid for carriage.", 2.6)
    paper.text(6, y + 15, it.form.spaced(it.number), 3.4, role="number", within=60)
    if it.carrier.look in (0, 2, 3, 6, 7):
        paper.qr(WIDE - EDGE - 23, y + 0.5, 22, it.number, role="number")
