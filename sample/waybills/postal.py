"""The landscape label of postal services abroad: UPU S10 number, customs declaration CN 22, both addresses."""

from __future__ import annotations

from sample.waybills.paper import Paper
from sample.waybills.people import NAMES
from sample.waybills.waybill import Waybill

WIDE, HIGH, EDGE = 148.0, 100.0, 3.0
GOODS = (
    ("Ceramic mug", "陶瓷杯"),
    ("Canvas bag", "帆布包"),
    ("Desk lamp", "台灯"),
    ("Notebook", "笔记本"),
    ("Wall clock", "挂钟"),
)


def draw(it: Waybill) -> Paper:
    paper = Paper(WIDE, HIGH)
    paper.box(EDGE, EDGE, WIDE - 2 * EDGE, HIGH - 2 * EDGE)
    _head(paper, it)
    _addresses(paper, it)
    _customs(paper, it)
    return paper


def _head(paper: Paper, it: Waybill) -> None:
    inverse = it.carrier.look in (0, 2)
    if inverse:
        paper.box(EDGE, EDGE, 62, 15, fill=True)
    ink = 255 if inverse else 0
    paper.text(6, 8, it.carrier.name, 6, bold=True, anchor="lm", ink=ink, within=56)
    paper.text(6, 14, it.service, 4, anchor="lm", ink=ink, within=56)
    if not inverse and it.number[0] == "R":
        paper.text(58, 10.5, "R", 12, bold=True, anchor="rm")
    paper.bars(66, 5, 78, 13, it.number, role="number")
    paper.text(105, 21, it.form.spaced(it.number), 4.8, bold=True, anchor="mm", role="number", within=76)
    paper.line(EDGE, 24.5, WIDE - EDGE, 24.5)


def _addresses(paper: Paper, it: Waybill) -> None:
    zh = it.language == "zh-en"
    paper.text(6, 26, "From 寄件人" if zh else "From", 3)
    for i, line in enumerate((it.sender.name, *it.sender.lines, NAMES[it.carrier.home])):
        paper.text(6, 29.6 + i * 3.5, line, 3, within=58)
    paper.text(6, 47, "To 收件人" if zh else "To", 3)
    for i, line in enumerate((it.receiver.name, *it.receiver.lines, NAMES[it.place], it.receiver.phone)):
        paper.text(6, 50.6 + i * 4.3, line, 3.7, bold=True, within=60)
    paper.line(68, 24.5, 68, HIGH - EDGE)
    if it.carrier.look != 2:
        paper.qr(6, 77, 19, it.number, role="number")
    paper.text(28, 84, it.route, 6, bold=True, anchor="lm", within=38)
    paper.text(28, 91, f"{it.weight:.2f} kg   {it.shipped:%Y-%m-%d}", 3, anchor="lm")


def _customs(paper: Paper, it: Waybill) -> None:
    zh, rng = it.language == "zh-en", it.rng("customs")
    paper.text(71, 26, "CUSTOMS DECLARATION  CN 22" + ("  报关签条" if zh else ""), 3.4, bold=True, within=72)
    paper.text(71, 31.5, "[ ] Gift   [ ] Documents   [x] Sale of goods   [ ] Sample", 2.8, within=72)
    y = 36.0
    titles = ("Contents 内件品名", "Qty", "kg", "USD") if zh else ("Contents", "Qty", "kg", "USD")
    goods = rng.sample(GOODS, rng.randint(1, 3))
    share = it.weight / len(goods)
    rows = [
        titles,
        *((f"{en} {cn}" if zh else en, str(rng.randint(1, 3)), f"{share:.2f}", f"{rng.randint(4, 60)}.00") for en, cn in goods),
    ]
    for row in rows:
        paper.line(68, y, WIDE - EDGE, y)
        for x, value in zip((71, 112, 122, 133), row, strict=True):
            paper.text(x, y + 3.2, value, 3, anchor="lm", within=40 if x == 71 else 10)
        y += 6.4
    paper.line(68, y, WIDE - EDGE, y)
    paper.text(
        71, y + 4, "I certify that this declaration is correct." + (" 申报属实" if zh else ""), 2.6, anchor="lm", within=72
    )
    paper.text(71, y + 9, f"Date {it.shipped:%d/%m/%Y}    Ref {it.order}", 3, anchor="lm")
    if it.carrier.look in (0, 4):
        paper.bars(70, 84, 74, 9, it.order, role="order")
    paper.text(71, 80, "Sample label. Not valid for carriage.", 2.6, anchor="lm")
