"""What stands before a number and says what it is: "tracking no." against "order", "phone", "订单号"."""

from __future__ import annotations

import re
from enum import Enum


class Said(Enum):
    """What the words before a number call it."""

    PARCEL = "parcel"
    OTHER = "other"
    NOTHING = "nothing"


_PARCEL = (
    r"TRACK(?:ING)?|TRK|WAY ?BILL|AIR ?BILL|AWB|PARCEL|SHIPMENT|CONSIGNMENT|SENDUNGS\w*|PAKET\w*|PIN ?/ ?NIP|SSCC|"
    r"运单|快递单?|物流单?|面单|邮件号|邮件编号|挂号|包裹|快件|单号|货号|伝票番号|問い合わせ番号|追跡"
)
_OTHER = (
    r"ORDER|\bPO\b|P\.O\.|INVOICE|PHONE|TEL|MOBILE|CELL|CALL|FAX|ZIP|POST ?CODE|ACCOUNT|ACCT|REFERENCE|\bREF\b|EAN|GTIN|"
    r"SKU|ISBN|IMEI|SERIAL|VAT|CUSTOMER|CARD|DATE|PRINTED|WEIGHT|ROUTING|"
    r"订单|電話|电话|手机|联系|热线|邮编|账号|帐号|发票|取件码|验证码|金额|身份证|日期|时间|重量|客户|商品|条码|收件|寄件|微信"
)
_ANY = re.compile(rf"(?P<other>{_OTHER})|(?P<parcel>{_PARCEL})")
REACH = 28
"""Characters before a number in which its label is looked for."""


def said_before(text: str, start: int) -> Said:
    """What the last label before `start` says. It may stand on the line above.

    Args:
        text: capitals, as `numbers.normalised` makes them.
    """
    before = text[max(0, start - REACH) : start]
    found = list(_ANY.finditer(before))
    if not found:
        return Said.NOTHING
    last = found[-1]
    # Another long number between the label and this one has taken the label for itself.
    if re.search(r"\d{6}", re.sub(r"[ \-]", "", before[last.end() :])):
        return Said.NOTHING
    return Said.PARCEL if last.lastgroup == "parcel" else Said.OTHER
