"""Reasoning in several languages, mixed: the sentences are made for this, and every text is new."""

from __future__ import annotations

import random

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "We first write down what the question gives us and what it asks for.",
        "Since both sides are positive, squaring them does not change the order.",
        "Now suppose that the smaller number is odd and see where this leads.",
        "The second train leaves an hour later but travels much faster than the first.",
        "Adding the two equations removes one of the unknowns at once.",
        "I should check this result again, because the sign looks wrong to me.",
        "There are only three ways to choose the remaining pair of shoes.",
        "That means every child receives exactly the same share of the cake.",
        "If we fold the paper along this line, both corners will meet.",
        "Therefore the area of the garden cannot be larger than we thought.",
        "Let me think about whether the order of the cards matters here.",
        "Her brother paid twice as much for half of the apples yesterday.",
    ),
    "de": (
        "Zuerst schreiben wir auf, was gegeben ist und wonach gefragt wird.",
        "Weil beide Seiten positiv sind, dürfen wir sie ohne Bedenken quadrieren.",
        "Nehmen wir nun an, dass die kleinere Zahl ungerade ist.",
        "Der zweite Zug fährt eine Stunde später ab, ist aber deutlich schneller.",
        "Wenn man die beiden Gleichungen addiert, fällt eine Unbekannte sofort weg.",
        "Ich sollte das Ergebnis noch einmal prüfen, denn das Vorzeichen wirkt falsch.",
        "Es gibt nur drei Möglichkeiten, das übrige Paar Schuhe auszuwählen.",
        "Das bedeutet, dass jedes Kind genau gleich viel vom Kuchen bekommt.",
        "Falten wir das Papier entlang dieser Linie, so treffen sich die Ecken.",
        "Deshalb kann die Fläche des Gartens nicht größer sein als gedacht.",
        "Überlegen wir kurz, ob die Reihenfolge der Karten hier wichtig ist.",
        "Ihr Bruder hat gestern für die Hälfte der Äpfel doppelt so viel bezahlt.",
    ),
    "fr": (
        "Nous écrivons d'abord ce qui est donné et ce que l'on cherche.",
        "Comme les deux côtés sont positifs, on peut les élever au carré.",
        "Supposons maintenant que le plus petit nombre soit impair.",
        "Le deuxième train part une heure plus tard mais roule beaucoup plus vite.",
        "En ajoutant les deux équations, une inconnue disparaît aussitôt.",
        "Je devrais vérifier ce résultat, car le signe me semble faux.",
        "Il n'y a que trois façons de choisir la paire de chaussures qui reste.",
        "Cela veut dire que chaque enfant reçoit la même part du gâteau.",
        "Si nous plions la feuille le long de cette ligne, les coins se touchent.",
        "L'aire du jardin ne peut donc pas être plus grande que prévu.",
    ),
    "es": (
        "Primero escribimos lo que nos dan y lo que nos preguntan.",
        "Como los dos lados son positivos, podemos elevarlos al cuadrado.",
        "Supongamos ahora que el número más pequeño es impar.",
        "El segundo tren sale una hora después pero va mucho más rápido.",
        "Al sumar las dos ecuaciones desaparece enseguida una incógnita.",
        "Debería comprobar otra vez este resultado, porque el signo parece equivocado.",
        "Solo hay tres maneras de elegir el par de zapatos que queda.",
        "Eso quiere decir que cada niño recibe la misma parte del pastel.",
        "Si doblamos el papel por esta línea, las esquinas se encuentran.",
        "Por eso el área del jardín no puede ser mayor de lo que pensábamos.",
    ),
    "ru": (
        "Сначала запишем, что нам дано и что нужно найти.",
        "Так как обе части положительны, их можно возвести в квадрат.",
        "Предположим теперь, что меньшее число нечётное.",
        "Второй поезд выходит на час позже, но едет гораздо быстрее.",
        "Если сложить оба уравнения, одна неизвестная сразу исчезнет.",
        "Надо ещё раз проверить этот результат, потому что знак кажется неверным.",
        "Есть только три способа выбрать оставшуюся пару обуви.",
        "Это значит, что каждый ребёнок получит одинаковую часть пирога.",
        "Поэтому площадь сада не может быть больше, чем мы думали.",
    ),
    "zh": (
        "首先我们把题目给出的条件和要求的问题写下来。",
        "因为两边都是正数，所以可以放心地把它们平方。",
        "现在假设较小的那个数是奇数，看看会得到什么。",
        "第二列火车晚一个小时出发，但是速度快得多。",
        "把这两个方程加起来，其中一个未知数马上就消失了。",
        "我应该再检查一遍这个结果，因为符号看起来不对。",
        "剩下的那双鞋子只有三种选择的方法。",
        "这说明每个孩子分到的蛋糕是一样多的。",
        "因此花园的面积不可能比我们想象的更大。",
    ),
    "ja": (
        "まず、与えられた条件と求めるものを書き出しましょう。",
        "両辺は正の数なので、そのまま二乗しても構いません。",
        "ここで、小さいほうの数が奇数であると仮定します。",
        "二番目の電車は一時間遅れて出発しますが、ずっと速く走ります。",
        "二つの式を足すと、未知数の一つがすぐに消えます。",
        "符号が間違っているようなので、この結果をもう一度確かめるべきです。",
        "残りの靴を選ぶ方法は三通りしかありません。",
        "つまり、どの子どもも同じ量のケーキをもらうことになります。",
    ),
    "ko": (
        "먼저 주어진 조건과 구해야 하는 것을 적어 보겠습니다.",
        "두 변이 모두 양수이므로 제곱해도 순서가 바뀌지 않습니다.",
        "이제 더 작은 수가 홀수라고 가정해 봅시다.",
        "두 번째 기차는 한 시간 늦게 떠나지만 훨씬 더 빠르게 달립니다.",
        "두 식을 더하면 미지수 하나가 바로 사라집니다.",
        "부호가 틀린 것 같아서 이 결과를 다시 확인해야 합니다.",
        "남은 신발 한 켤레를 고르는 방법은 세 가지뿐입니다.",
        "따라서 정원의 넓이는 우리가 생각한 것보다 클 수 없습니다.",
    ),
}
"""Sentences of eight languages, which say about the same."""

NEUTRAL = (
    "$x_{%d}^2 + \\frac{a}{b} = %d$",
    "$$\\sum_{k=1}^{%d} k = %d$$",
    "\\(\\sqrt{%d} < %d\\)",
    "\\[ a + b \\leq %d \\cdot %d \\]",
    "`total_%d = %d`",
    "\n```python\ndef part(n):\n    return n * %d + %d\n```\n",
    "https://example.org/page/%d?id=%d",
    "%d + %d",
    "<step>%d</step> %d",
)
"""What is no language, with room for two numbers."""


def mixed(dice: random.Random, target: str, other: str, foreign: float, sentences: int = 14) -> str:
    """A text whose sentences are in the target language, or with that probability in the other; noise between them."""
    own, others = _shuffled(dice, target), _shuffled(dice, other)
    parts: list[str] = []
    for _ in range(sentences):
        own, others = own or _shuffled(dice, target), others or _shuffled(dice, other)
        parts.append((others if dice.random() < foreign else own).pop())
        if dice.random() < 0.3:
            parts.append(dice.choice(NEUTRAL) % (dice.randrange(90), dice.randrange(90)))
        parts.append(dice.choice((" ", " ", "\n", "\n\n")))
    return " ".join(parts)


def _shuffled(dice: random.Random, language: str) -> list[str]:
    return dice.sample(SENTENCES[language], len(SENTENCES[language]))
