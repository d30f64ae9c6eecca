"""Countries in postal numbers: ISO 3166-1 letters (UPU S10) and digits (DPD), and the operators that shoppers know by name."""

from __future__ import annotations

_POSTAL_LIST = """
AF AL DZ AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF KH CM CA CV CF TD CL CN HK CO KM
CG CR HR CU CY CZ CI KP CD DK DJ DM DO EC EG SV GQ ER EE ET FJ FI FR GA GM GE DE GH GB GR GD GT GN GW GY HT HN
HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KI KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MR MU MX MD
MC MN ME MA MZ MM NA NR NP NL NZ NI NE NG NO OM PK PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS
SC SL SG SK SI SB SO ZA SS ES LK SD SR SZ SE CH SY TJ TZ TH MK TL TG TO TT TN TR TM TV UG UA AE US UY UZ VU VA
VE VN YE ZM ZW MO TW GI JE GG IM FO GL AX
"""
POSTAL = frozenset(_POSTAL_LIST.split())
"""Those whose posts give S10 numbers: the members of the Universal Postal Union and their territories with posts of their
own."""

OPERATORS = {
    "AU": ("Australia Post", "澳大利亚邮政"),
    "AT": ("Österreichische Post", "奥地利邮政"),
    "BE": ("bpost", "比利时邮政"),
    "BR": ("Correios", "巴西邮政"),
    "CH": ("Swiss Post", "瑞士邮政"),
    "DE": ("Deutsche Post", "德国邮政"),
    "DK": ("PostNord Denmark", "丹麦邮政"),
    "ES": ("Correos", "西班牙邮政"),
    "FI": ("Posti", "芬兰邮政"),
    "FR": ("La Poste", "法国邮政"),
    "HK": ("Hongkong Post", "香港邮政"),
    "IE": ("An Post", "爱尔兰邮政"),
    "IL": ("Israel Post", "以色列邮政"),
    "IN": ("India Post", "印度邮政"),
    "IT": ("Poste Italiane", "意大利邮政"),
    "KR": ("Korea Post", "韩国邮政"),
    "KZ": ("Kazpost", "哈萨克斯坦邮政"),
    "MO": ("Macao Post", "澳门邮政"),
    "MX": ("Correos de México", "墨西哥邮政"),
    "MY": ("Pos Malaysia", "马来西亚邮政"),
    "NL": ("PostNL", "荷兰邮政"),
    "NO": ("Posten Norge", "挪威邮政"),
    "NZ": ("New Zealand Post", "新西兰邮政"),
    "PL": ("Poczta Polska", "波兰邮政"),
    "PT": ("CTT", "葡萄牙邮政"),
    "RU": ("Russian Post", "俄罗斯邮政"),
    "SE": ("PostNord Sweden", "瑞典邮政"),
    "TH": ("Thailand Post", "泰国邮政"),
    "TR": ("PTT", "土耳其邮政"),
    "TW": ("Chunghwa Post", "中华邮政"),
    "UA": ("Ukrposhta", "乌克兰邮政"),
    "VN": ("Vietnam Post", "越南邮政"),
}
"""Country -> the operator's name in English and in Chinese, where a shopper is likelier to know it than the country's."""

SAME_AS = {
    "CN": "china-post",
    "US": "usps",
    "GB": "royal-mail",
    "CA": "canada-post",
    "JP": "japan-post",
    "SG": "singapore-post",
}
"""Country -> carrier that has other numbers, too."""

_NUMERIC_LIST = """
004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072 074 076 084 086
090 092 096 100 104 108 112 116 120 124 132 136 140 144 148 152 156 158 162 166 170 174 175 178 180 184 188
191 192 196 203 204 208 212 214 218 222 226 231 232 233 234 238 239 242 246 248 250 254 258 260 262 266 268
270 275 276 288 292 296 300 304 308 312 316 320 324 328 332 334 336 340 344 348 352 356 360 364 368 372 376
380 384 388 392 398 400 404 408 410 414 417 418 422 426 428 430 434 438 440 442 446 450 454 458 462 466 470
474 478 480 484 492 496 498 499 500 504 508 512 516 520 524 528 531 533 534 535 540 548 554 558 562 566 570
574 578 580 581 583 584 585 586 591 598 600 604 608 612 616 620 624 626 630 634 638 642 643 646 652 654 659
660 662 663 666 670 674 678 682 686 688 690 694 702 703 704 705 706 710 716 724 728 729 732 740 744 748 752
756 760 762 764 768 772 776 780 784 788 792 795 796 798 800 804 807 818 826 831 832 833 834 840 850 854 858
860 862 876 882 887 894
"""
NUMERIC = frozenset(_NUMERIC_LIST.split())
"""ISO 3166-1 numeric codes."""
