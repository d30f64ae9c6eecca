"""The thermal waybill of Chinese carriers: 100 x 150 mm, sorting code, receiver and sender in discs, a stub below the cut.

Carriers differ in the order of the blocks, in whether a second bar stands along the right edge, and in the head.
"""

from __future__ import annotations

from collections.abc import Callable

from sample.waybills.paper import Paper
from sample.waybills.waybill import Waybill

WIDE, HIGH = 100.0, 150.0
EDGE, CUT = 3.0, 112.0


def draw(it: Waybill) -> Paper:
    paper = Paper(WIDE, HIGH)
    side = it.carrier.look in (0, 2, 6)
    right = WIDE - EDGE - (12 if side else 0)
    paper.box(EDGE, EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE)
    _head(paper, it)
    blocks: dict[str, Callable[[float], float]] = {
        "route": lambda y: _route(paper, it, y, right),
        "bars": lambda y: _bars(paper, it, y, right),
        "people": lambda y: _people(paper, it, y, right),
    }
    order = ("bars", "route", "people") if it.carrier.look in (0, 3, 7) else ("route", "bars", "people")
    order = ("route", "people", "bars") if it.carrier.look == 5 else order
    y = 16.0
    for name in order:
        y = blocks[name](y)
        paper.line(EDGE, y, right, y)
    if side:
        paper.line(right, 16, right, CUT)
        paper.bars(right + 2.2, 18, CUT - 20, 8, it.number, role="number", down=True)
    _remarks(paper, it, y, right)
    paper.line(EDGE, CUT, WIDE - EDGE, CUT, dashed=True)
    _stub(paper, it)
    return paper


def _head(paper: Paper, it: Waybill) -> None:
    inverse = it.carrier.look in (1, 5, 8)
    if inverse:
        paper.box(EDGE, EDGE, WIDE - 2 * EDGE, 13, fill=True)
    ink = 255 if inverse else 0
    paper.text(6, 9.5, it.carrier.name, 8, bold=True, anchor="lm", ink=ink, within=58)
    paper.text(WIDE - 6, 7.2, it.service, 4.6, bold=True, anchor="rm", ink=ink)
    paper.text(WIDE - 6, 12.6, "已验视", 3, anchor="rm", ink=ink)
    paper.line(EDGE, 16, WIDE - EDGE, 16)


def _route(paper: Paper, it: Waybill, y: float, right: float) -> float:
    paper.text((EDGE + right) / 2, y + 6.6, it.route, 10.5, bold=True, anchor="mm", within=right - EDGE - 6)
    paper.text(6, y + 15, f"集  {it.receiver.place}转运中心", 3.6, anchor="lm")
    paper.text(right - 3, y + 15, it.shipped.strftime("%Y/%m/%d"), 3.2, anchor="rm")
    return y + 18


def _bars(paper: Paper, it: Waybill, y: float, right: float) -> float:
    depth = 12.0 if it.carrier.look in (0, 4) else 14.5
    length = right - EDGE - 4
    if it.carrier.form == "sscc-20":
        paper.bars(EDGE + 2, y + 2, length, depth, it.number, role="number", gs1=True)
        shown = f"(00) {it.number[2]} {it.number[3:9]} {it.number[9:14]} {it.number[14:]}"
    else:
        paper.bars(EDGE + 2, y + 2, length, depth, it.number, role="number")
        shown = it.form.spaced(it.number) if it.rng("spaced").random() < 0.6 else it.number
    paper.text((EDGE + right) / 2, y + depth + 5.2, shown, 4.6, anchor="mm", role="number", within=length)
    return y + depth + 8.5


def _people(paper: Paper, it: Waybill, y: float, right: float) -> float:
    wide = right - EDGE - 14
    paper.badge(EDGE + 2, y + 3, "收", 7)
    paper.text(15, y + 5, f"{it.receiver.name}  {it.receiver.phone}", 5, bold=True, anchor="lm", within=wide)
    paper.text(15, y + 11, it.receiver.lines[0], 4.4, bold=True, anchor="lm", within=wide)
    paper.text(15, y + 16.4, it.receiver.lines[1], 4.4, bold=True, anchor="lm", within=wide)
    paper.line(EDGE, y + 20, right, y + 20)
    paper.badge(EDGE + 3, y + 22, "寄", 5)
    paper.text(15, y + 23.4, f"{it.sender.name}  {it.sender.phone}", 3.3, anchor="lm", within=wide)
    paper.text(15, y + 28, "".join(it.sender.lines), 3.3, anchor="lm", within=wide)
    return y + 31.5


def _remarks(paper: Paper, it: Waybill, y: float, right: float) -> None:
    """What fills the space above the cut: a declaration, the weight."""
    if CUT - y < 8:
        return
    paper.text(6, y + 4, "快件送达收件人地址，经收件人或其允许的代收人签字，视为送达。", 2.5, anchor="lm", within=right - 10)
    if CUT - y > 13:
        paper.text(6, y + 9.5, "签收人/签收时间：", 3.2, anchor="lm")
        paper.text(right - 4, y + 9.5, f"重量 {it.weight:.2f} kg", 3.2, anchor="rm")


def _stub(paper: Paper, it: Waybill) -> None:
    """Below the cut: the number again, what is inside, and the matrix code."""
    number = it.number if it.rng("qr").random() < 0.6 else f"https://parcel.example/t/{it.number}"
    paper.qr(WIDE - EDGE - 31, CUT + 2.5, 29, number, role="number")
    paper.text(6, CUT + 5, f"{it.carrier.name.split()[0]}  运单号", 3.6, anchor="lm", within=55)
    paper.text(6, CUT + 10.2, it.number, 4.2, bold=True, anchor="lm", within=60, role="number")
    paper.text(6, CUT + 15.4, f"订单号 {it.order}", 3.2, anchor="lm", within=58)
    paper.text(6, CUT + 20, f"物品：日用品 x{it.rng('count').randint(1, 4)}   已验视", 3.2, anchor="lm")
    if it.carrier.look in (1, 4, 7, 8):
        paper.bars(5, CUT + 23, 60, 8, it.order, role="order")
    else:
        paper.text(6, CUT + 25, f"寄件：{it.sender.name} {it.sender.phone}", 3, anchor="lm", within=58)
        paper.text(6, CUT + 29.5, "打印时间 " + it.shipped.strftime("%Y-%m-%d 18:20:06"), 2.8, anchor="lm")
