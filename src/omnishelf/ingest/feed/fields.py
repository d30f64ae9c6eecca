"""What the platforms call a product's fields, and what we call them.

A canonical field is one of `CORE`, or "attributes.NAME"; with "@LANG" after it, it is that field in another language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CORE = """
    id title description language brand category google_category price sale_price sale_dates currency availability stock
    images group_id gtin link rating rating_count launched_at
"""
CORE = frozenset(_CORE.split())
WORDED = frozenset({"title", "description", "category"})
"""Fields that may be given in several languages; attributes may be too."""

_ATTRIBUTES = """
    color material size gender age_group pattern style season fit sleeve_length neckline occasion theme condition mpn sku
    model size_type size_system weight capacity flavor scent power voltage length width height diameter shape finish climate
    activity energy_efficiency_class origin
"""
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
"""Attributes that are known by their bare name; any other needs a column called "attributes.NAME" or a mapping."""

_IGNORED = """
    shipping shipping_label shipping_weight shipping_length shipping_width shipping_height tax tax_category adult multipack
    is_bundle identifier_exists custom_label_0 custom_label_1 custom_label_2 custom_label_3 custom_label_4 ads_redirect
    promotion_id excluded_destination included_destination unit_pricing_measure unit_pricing_base_measure installment
    subscription_cost loyalty_points min_handling_time max_handling_time mobile_link cost_of_goods_sold expiration_date
    availability_date canonical_link lifestyle_image_link video_link product_highlight certification published updated guid
    summary_type content_encoded author id_type generator
"""
IGNORED = frozenset(_IGNORED.split())
"""Fields of Google Merchant and of news readers that say nothing a shopper searches for."""

_ALIASES = {
    "id": "product_id item_id offer_id 商品编号 商品id 编号 货号",
    "title": "name product_name product_title item_name 标题 商品标题 名称 商品名称 品名",
    "description": "product_description body long_description details 描述 商品描述 详情 说明 summary content",
    "language": "lang content_language 语言",
    "brand": "vendor manufacturer 品牌",
    "category": "product_type categories product_category type 类目 分类 类别 商品分类",
    "google_category": "google_product_category",
    "price": "list_price regular_price retail_price 价格 原价 售价 单价",
    "sale_price": "special_price discount_price discounted_price promo_price 促销价 优惠价 折扣价 特价",
    "sale_dates": "sale_price_effective_date",
    "currency": "price_currency currency_code 币种 货币",
    "availability": "stock_status in_stock available 库存状态 供货状态 有货",
    "stock": "quantity inventory qty stock_quantity inventory_quantity sell_on_google_quantity 库存 库存数量 数量",
    "images": """image image_link image_url image_urls picture photo additional_image_link additional_image_links
        图片 主图 商品图片 图片链接""",
    "group_id": "item_group_id parent_id parent_sku variant_group 款号",
    "gtin": "ean upc barcode isbn jan gtin13 gtin12 gtin14 gtin8 条码 条形码",
    "link": "url product_url product_link 链接 商品链接",
    "rating": "average_rating review_rating stars product_rating 评分",
    "rating_count": "review_count reviews number_of_reviews ratings_count 评论数 评价数",
    "launched_at": "launch_date release_date created_at date_added 上架时间 上市时间 上架日期",
    "attributes.color": "colour colors colours 颜色 颜色分类 颜色名称",
    "attributes.material": "materials fabric 材质 面料 材料",
    "attributes.size": "sizes 尺码 尺寸 规格",
    "attributes.gender": "sex target_gender 性别 适用性别",
    "attributes.age_group": "agegroup age 年龄段 适用年龄",
    "attributes.pattern": "print 图案 花色",
    "attributes.style": "款式 风格",
    "attributes.season": "适用季节 季节",
    "attributes.model": "model_number model_name 型号",
    "attributes.weight": "重量",
    "attributes.capacity": "容量",
    "attributes.flavor": "flavour 口味",
    "attributes.origin": "country_of_origin 产地",
}  # fmt: skip
_CANONICAL = {
    **{name: name for name in CORE},
    **{name: f"attributes.{name}" for name in ATTRIBUTES},
    **{alias: name for name, aliases in _ALIASES.items() for alias in aliases.split()},
}
_TAGS = "ar cs da de el en es fi fr he hi hu it ja ko nb nl pl pt ro ru sv th tr uk vi zh"
_TONGUE = re.compile(rf"^(.+?)(_?[_.:@\[(])({'|'.join(_TAGS.split())})(?:_(?:cn|tw|hk|hans|hant|us|gb|br))?[\])]?$")


def normalise(name: str) -> str:
    """ "g:Item Group-ID" -> "item_group_id"."""
    plain = unicodedata.normalize("NFKC", name).strip().strip("\ufeff").casefold()
    return re.sub(r"[\s\-]+", "_", plain.removeprefix("g:").removeprefix("c:"))


@lru_cache(maxsize=4096)
def canonical(name: str) -> str | None:
    """Our name for a platform's field; "" when the field is known and not used; None when it is unknown."""
    plain = normalise(name)
    if plain in _CANONICAL:
        return _CANONICAL[plain]
    if plain in IGNORED or not plain:
        return ""
    for prefix in ("attributes.", "attribute.", "attribute_", "attr_", "attr:", "attribute:"):
        if plain.startswith(prefix) and len(plain) > len(prefix):
            return _attribute(plain.removeprefix(prefix))
    if (tongue := _TONGUE.match(plain)) and (base := canonical(tongue[1])):
        return f"{base}@{tongue[3]}" if base in WORDED or base.startswith("attributes.") else None
    return None


def _attribute(name: str) -> str:
    """ "attributes.colour" and "attributes.颜色" are "attributes.color"; a language after it is kept. After a name that is not
    ours, "_it" may be part of the name, so there only "@it", "[it]" and "(it)" mean the language."""
    if tongue := _TONGUE.match(name):
        base = _CANONICAL.get(tongue[1], "")
        if base.startswith("attributes.") or tongue[2][-1] in "@[(":
            return f"{base or f'attributes.{tongue[1]}'}@{tongue[3]}"
    known = _CANONICAL.get(name, "")
    return known if known.startswith("attributes.") else f"attributes.{name}"


def attribute_name(name: str) -> str:
    """The canonical name of an attribute without its prefix: "Colour" -> "color", "Neck Line" -> "neck_line"."""
    return _attribute(normalise(name)).removeprefix("attributes.").partition("@")[0]
