"""The sentences of the built-in assistant, in English and Chinese. Values come from tools; no fact of a shop stands here."""

from __future__ import annotations

from collections.abc import Mapping

from omnishelf.domain.product import Money

EN, ZH = 0, 1

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "hello": (
        "Hello! I can find and compare things, look where a parcel is, and help with orders, returns and questions.",
        "您好！我可以帮您找商品、比较商品、查包裹，也可以处理订单、退换货和各种问题。",
    ),
    "about": (
        "I am the shop's assistant, a program. I answer from the shop's own records and say so when I do not know. "
        "A person can take over at any time.",
        "我是本店的智能助手，是一个程序。我只根据店里的资料回答，不知道的会直说。您随时可以转人工。",
    ),
    "thanks": ("You are welcome. Is there anything else?", "不客气，还有什么可以帮您？"),
    "bye": ("Goodbye, and come back any time.", "再见，欢迎随时再来。"),
    "stopped": ("All right, I leave it. Nothing was changed.", "好的，不办了，什么都没有改动。"),
    "sorry": ("I am sorry about that.", "非常抱歉给您带来不便。"),
    "quick": ("I see it is urgent.", "明白您比较着急。"),
    "which_meant": ("I am not sure what you mean. Is it one of these?", "我不太确定您的意思，是下面哪一种？"),
    "not_understood": (
        "I have not understood it. Say it in other words, or ask for a person.",
        "抱歉，我没有听懂。请换个说法，或者转人工。",
    ),
    "nothing_said": ("There were no words in it. Please say it again or type it.", "没有听到内容，请再说一次或打字。"),
    # shopping
    "found": ("I found {total}. The best fits:", "找到{total}件，最合适的是："),
    "found_few": ("I found {total}:", "找到{total}件："),
    "found_none": (
        "Nothing in this shop fits “{asked}”. Try other words or one wish less.",
        "店里没有符合“{asked}”的商品，请换个说法或少一个条件。",
    ),
    "found_none_cheaper": ("I find none that costs less than {price}.", "没有找到比{price}更便宜的。"),
    "line": ("{n}. {title}, {facts}.", "{n}. {title}，{facts}。"),
    "propose": ("I would look at these {n}:", "建议您看看这{n}件："),
    "best_fit": ("best fit to what you said", "最符合您的要求"),
    "cheapest": ("the lowest price of the good fits", "合适的里面价格最低"),
    "good_fit": ("another good fit", "也比较合适"),
    "best_rated": ("rated best of the good fits", "合适的里面评分最高"),
    "trade_cheaper": ("{title} costs {much} less than the first.", "{title}比第一件便宜{much}。"),
    "trade_dearer": ("{title} costs {much} more than the first.", "{title}比第一件贵{much}。"),
    "trade_rating": (
        "It is rated {own}, the first {first}.",
        "它的评分是{own}，第一件是{first}。",
    ),
    "ask_category": ("What kind of thing should it be?", "您想要哪一类？"),
    "ask_use": ("What is it for?", "主要用在什么地方？"),
    "ask_style": ("Which style do you like?", "喜欢什么风格？"),
    "ask_color": ("Which color?", "想要什么颜色？"),
    "ask_material": ("Which material?", "想要什么材质？"),
    "ask_price": ("How much may it cost?", "预算大概多少？"),
    "ask_brand": ("Do you have a brand in mind?", "有喜欢的品牌吗？"),
    "ask_other": ("Which {facet}?", "{facet}要哪种？"),
    "under": ("under {price}", "{price}以内"),
    "over": ("over {price}", "{price}以上"),
    "narrow": ("There are many. {question}", "选择比较多。{question}"),
    "which_product": (
        "Which product do you mean? Search for it first, or give its number in the list.",
        "您指哪件商品？请先搜索，或说出它是第几个。",
    ),
    "why": ("I showed {title} because {reasons}.", "推荐{title}是因为{reasons}。"),
    "why_words": ("it matches {words}", "它符合{words}"),
    "why_near": ("it is near in meaning to what you asked", "它与您的描述意思相近"),
    "why_looks": ("it looks like your photo", "它和您的照片相像"),
    "compare": ("{first} and {second}:", "{first}与{second}对比："),
    "compare_row": ("{name}: {first} / {second}.", "{name}：{first} / {second}。"),
    "same": ("{names}: the same.", "{names}：相同。"),
    "need_two": ("Tell me which two, such as “the first and the third”.", "请告诉我比较哪两个，比如“第一个和第三个”。"),
    "in_stock": ("{title} is in stock.", "{title}有现货。"),
    "in_stock_n": ("{title} is in stock, {n} left.", "{title}有现货，还剩{n}件。"),
    "out_of_stock": ("{title} is sold out.", "{title}暂时缺货。"),
    "preorder": ("{title} can be ordered in advance.", "{title}可以预订。"),
    "backorder": ("{title} can be ordered and is delivered later.", "{title}可以下单，到货后发出。"),
    "no_variant": ("There is no {wish} one of {title}.", "{title}没有{wish}的。"),
    "no_date": ("The shop does not say when it comes back.", "店里没有说明何时补货。"),
    "fact": ("{name} of {title}: {value}.", "{title}的{name}：{value}。"),
    "fact_quote": ("The shop writes of {title}: “{quote}”", "店里对{title}的介绍：“{quote}”"),
    "fact_unknown": ("The shop does not say that about {title}.", "关于{title}的这一点，店里没有说明。"),
    "about_product": ("{title}: {facts}.", "{title}：{facts}。"),
    "rated": ("rated {rating} by {n}", "{n}人评分{rating}"),
    "reduced": ("reduced from {price}", "原价{price}"),
    "available": ("in stock", "有货"),
    "unavailable": ("sold out", "缺货"),
    "preorder_short": ("to be ordered in advance", "可预订"),
    "backorder_short": ("delivered later", "到货后发出"),
    "no_offers": ("Nothing is reduced at the moment.", "目前没有打折商品。"),
    "coupon": ("Offer: {title} ({off} off). The code is {code}.", "优惠：{title}（减{off}），优惠码{code}。"),
    "coupon_least": (
        "Offer: {title} ({off} off from {least} on). The code is {code}.",
        "优惠：{title}（满{least}减{off}），优惠码{code}。",
    ),
    "offers": ("{total} things are reduced. The largest reductions:", "有{total}件商品在打折，折扣较大的是："),
    # orders and parcels
    "sign_in": (
        "Orders are shown to their owner only. Please sign in first.",
        "订单只对本人显示，请先登录。",
    ),
    "no_orders": ("I find no orders of yours.", "没有找到您的订单。"),
    "not_yours": ("I find no order {id} among yours.", "您的订单里没有{id}。"),
    "which_order": ("Which order is it?", "是哪个订单？"),
    "order_row": ("{id} of {day}: {titles}, {total}, {status}.", "{id}，{day}下单：{titles}，{total}，{status}。"),
    "order_status": ("Order {id} of {day}: {status}.", "订单{id}（{day}下单）：{status}。"),
    "no_parcel": ("It has no parcel yet.", "还没有包裹信息。"),
    "parcel": ("Parcel {number} ({carrier}): {headline}.", "包裹{number}（{carrier}）：{headline}。"),
    "parcel_plain": ("Parcel {number}: {headline}.", "包裹{number}：{headline}。"),
    "parcel_last": ("Last seen {at} in {place}.", "最近一次：{at}，{place}。"),
    "parcel_unknown": (
        "Nobody knows parcel {number} yet. New numbers take some hours.",
        "暂时查不到包裹{number}，新单号通常要几个小时才有信息。",
    ),
    "parcel_stale": (
        "The carrier does not answer now; this is the last known state.",
        "承运商暂时没有响应，以上是最近一次的状态。",
    ),
    "parcel_either": (
        "The number may be one of {carriers}. Which carrier is it?",
        "这个单号可能属于{carriers}，是哪家承运商？",
    ),
    "simulated": ("The journey is made up: this shop asks no real carrier.", "物流为模拟数据：本店没有接入真实承运商。"),
    "which_number": (
        "I could not read a tracking number in it. Give its letters and digits, send a photo of the label, or sign in.",
        "没有读出运单号。请发送完整的字母和数字、面单照片，或先登录。",
    ),
    # actions
    "which_line": ("Which of these is it?", "是其中哪一件？"),
    "line_row": ("{n}. {title}, {quantity} at {price}.", "{n}. {title}，{quantity}件，单价{price}。"),
    "confirm_cancel": (
        "Shall I ask the shop to cancel order {id} ({titles}, {total})? Say yes or no.",
        "确认申请取消订单{id}（{titles}，{total}）吗？请回答“是”或“不”。",
    ),
    "confirm_return": (
        "Shall I ask for a return of {titles} from order {id}? Say yes or no.",
        "确认为订单{id}的{titles}申请退货吗？请回答“是”或“不”。",
    ),
    "confirm_refund": (
        "Shall I ask for a refund of {titles} from order {id}? Say yes or no.",
        "确认为订单{id}的{titles}申请退款吗？请回答“是”或“不”。",
    ),
    "confirm_exchange": (
        "Shall I ask for an exchange of {titles} from order {id}? Say yes or no.",
        "确认为订单{id}的{titles}申请换货吗？请回答“是”或“不”。",
    ),
    "confirm_again": ("I do nothing without a clear yes.", "没有明确的“是”，我不会办理。"),
    "done": (
        "It is asked for: request {request}. The shop's people will see to it.",
        "已提交申请，编号{request}，店员会尽快处理。",
    ),
    "already": ("That was asked for already: request {request}, {state}.", "之前已经申请过：编号{request}，{state}。"),
    "left": ("I have left the {action} undone.", "刚才的{action}没有办理。"),
    "no_status": ("Order {id} is {status}, so that is no longer possible.", "订单{id}的状态是{status}，不能办理了。"),
    "no_over": ("Order {id} is {status} already.", "订单{id}已经是{status}。"),
    "no_late": ("The {days} days for it are over for order {id}.", "订单{id}已超过{days}天的期限。"),
    "no_category": ("{category} are excepted from it.", "{category}类商品不支持办理。"),
    "no_unsent": ("Order {id} has not been sent yet; it can be cancelled instead.", "订单{id}还没有发出，可以直接取消。"),
    "unwritten": (
        "The shop has written no rule for that, so a person must decide.",
        "店里没有写明这方面的规定，需要由人工决定。",
    ),
    "no_requests": ("I find no refund that was asked for.", "没有找到您的退款申请。"),
    "request_row": ("Request {request} ({action}, order {id}): {state}.", "申请{request}（{action}，订单{id}）：{state}。"),
    "refunded": ("Order {id}: {titles} was refunded.", "订单{id}：{titles}已退款。"),
    # policies and people
    "policy": ("{text}", "{text}"),
    "policy_unknown": ("The shop has written nothing about that.", "店里没有写明这一点。"),
    "handed": (
        "I hand you over to a person, with a summary of what we said: request {request}.",
        "已为您转人工，并附上我们的对话摘要，编号{request}。",
    ),
    "offer_person": ("Shall a person take over?", "需要转人工吗？"),
}
_WORDS: Mapping[str, tuple[str, str]] = {
    "cancel": ("cancellation", "取消"),
    "return": ("return", "退货"),
    "refund": ("refund", "退款"),
    "exchange": ("exchange", "换货"),
    "hand_over": ("hand-over", "转人工"),
    "open": ("open", "处理中"),
    "placed": ("placed", "已下单"),
    "paid": ("paid", "已付款"),
    "shipped": ("shipped", "已发货"),
    "delivered": ("delivered", "已签收"),
    "cancelled": ("cancelled", "已取消"),
    "refunded": ("refunded", "已退款"),
    "returned": ("returned", "已退货"),
    "price": ("price", "价格"),
    "rating": ("rating", "评分"),
    "brand": ("brand", "品牌"),
    "material": ("material", "材质"),
    "size": ("size", "尺寸"),
    "color": ("color", "颜色"),
    "pattern": ("pattern", "图案"),
    "style": ("style", "风格"),
    "shape": ("shape", "形状"),
    "use": ("use", "用途"),
    "stock": ("stock", "库存"),
    "category": ("kind", "类别"),
    "person": ("a person", "转人工"),
    "yes": ("yes", "是"),
    "no": ("no", "不"),
    "cheaper": ("cheaper", "便宜点的"),
    "why": ("why this one?", "为什么推荐这个？"),
    "compare": ("compare the first two", "比较前两个"),
    "unknown": ("not stated", "未说明"),
    "any": ("no matter", "都可以"),
    "search": ("find a product", "找商品"),
    "recommend": ("a recommendation", "推荐商品"),
    "track": ("where is my parcel?", "查包裹"),
    "refund_policy": ("rules of returns", "退货规则"),
    "stock_ask": ("is it in stock?", "有货吗？"),
    "product_fact": ("facts of a product", "商品信息"),
    "refund_status": ("state of my refund", "退款进度"),
    "human": ("a person", "转人工"),
    "address": ("change the address", "修改地址"),
    "change_order": ("change an order", "修改订单"),
    "cancellation_fee": ("cost of cancelling", "取消费用"),
    "invoice": ("invoice", "发票"),
    "payment_methods": ("ways of paying", "付款方式"),
    "payment_issue": ("trouble with paying", "付款问题"),
    "complaint": ("a complaint", "投诉"),
    "shop_rules": ("how the shop trades", "店铺规则"),
    "contact": ("reaching the shop", "联系客服"),
    "account": ("my account", "账户问题"),
    "delivery_options": ("ways of delivery", "配送方式"),
    "delivery_period": ("how long delivery takes", "配送时间"),
    "newsletter": ("newsletter", "邮件订阅"),
    "place_order": ("how to order", "如何下单"),
    "review": ("write a review", "写评价"),
    "offers": ("offers", "优惠"),
    "explain": ("why this one?", "为什么推荐这个？"),
}
_MARKS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£"}
_WHOLE = frozenset(("JPY", "KRW", "VND", "CLP", "ISK"))


def say(key: str, language: str, **values: object) -> str:
    return _SENTENCES[key][_place(language)].format(**values)


def word(key: str, language: str) -> str:
    """A short name; the key itself where it has none (a shop's own status)."""
    return _WORDS[key][_place(language)] if key in _WORDS else key


def has(key: str) -> bool:
    return key in _SENTENCES


def money(amount: int, currency: str) -> str:
    """
    >>> money(123450, "USD"), money(800, "JPY")
    ('$1,234.50', '800 JPY')
    """
    if currency in _WHOLE:
        return f"{amount:,} {currency}"
    shown = f"{amount / 100:,.2f}"
    return f"{_MARKS[currency]}{shown}" if currency in _MARKS else f"{shown} {currency}"


def minor(amount: float, currency: str) -> int:
    """An amount as people write it, in minor units.

    >>> minor(12.5, "USD"), minor(800, "JPY")
    (1250, 800)
    """
    return round(amount if currency in _WHOLE else amount * 100)


def major(amount: int, currency: str) -> float:
    """The other way round.

    >>> major(1250, "USD"), major(800, "JPY")
    (12.5, 800.0)
    """
    return float(amount if currency in _WHOLE else amount / 100)


def priced(price: Money) -> str:
    return money(price.amount, price.currency)


def joined(parts: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)


def _place(language: str) -> int:
    return ZH if language == "zh" else EN
