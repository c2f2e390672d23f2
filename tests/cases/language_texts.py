"""Texts that several tests of the language engine share."""

from __future__ import annotations

EN = (
    "We need to find the number of apples that remain after the first two days, so we subtract what was eaten from "
    "what was bought."
)
DE = (
    "Wir müssen die Zahl der Äpfel finden, die nach den ersten zwei Tagen noch übrig sind, und ziehen deshalb ab, was "
    "schon gegessen wurde."
)
ZH = "我们需要先求出两天以后剩下的苹果数量，所以要从买来的总数里减去已经吃掉的部分。"
JA = "まず二日後に残っているりんごの数を求める必要がありますから、買った数から食べた数を引きます。"
PINYIN = (
    "women xuyao xian qiuchu liang tian yihou shengxia de pingguo shuliang, suoyi yao cong maile de zongshu li jianqu "
    "yijing chidiao de bufen"
)
HINDI_IN_LATIN = (
    "hum ko pehle yeh dekhna hoga ki kitne seb bache hain aur phir unko ghatana hoga kyunki ve kha liye gaye"
)
