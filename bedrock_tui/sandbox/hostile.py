"""Text that tries to take over whatever shows it.

Every piece is something a model, or a document it quotes, can really send. Nothing
here may move a cursor, ring, reach the clipboard, start a link or crash a parser.
"""

from __future__ import annotations

ESC = "\x1b"
BEL = "\x07"
ST = f"{ESC}\\"

TERMINAL = (
    f"{ESC}[2J{ESC}[H{ESC}[31mred{ESC}[0m cleared the screen? "
    f"{ESC}[?1049h{ESC}[6n{ESC}[?1003h "
    f"{ESC}]0;owned title{BEL}"
    f"{ESC}]8;;https://evil.example/{ST}link{ESC}]8;;{ST} "
    f"{ESC}]52;c;cm0gLXJmIH4K{BEL}"
    f"{ESC}P+q544e{ST}{ESC}Pq#0;2;0;0;0{ST}{ESC}_Gi=1;AAAA{ST}"
    "\x9b31mC1 CSI \x9d0;C1 title\x9c \x90C1 DCS\x9c \x85 "
    "bell\x07 nul\x00 delete\x7f back\x08\x08\x08\x08 over\rwritten\x0b\x0c\x1a"
)

MARKUP = (
    "[/foo] [bold]not bold [@click=app.quit]quit[/] [link=https://evil.example]x[/link]"
    " [red]$accent[/red] \\[bold] [[nested]] [on_click=app.bell()] {curly} %s %(x)s"
    " <script>alert(1)</script> <b onmouseover=alert(2)>html</b> &lt;entity&gt; <!-- "
)

UNICODE = (
    "bidi: \u202egnp.exe\u202c \u2066isolate\u2069 \u2067rtl\u2069 \u200f\u200e "
    "עברית العربية "
    "emoji: 👩‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 🏴‍☠️ 🇩🇪🇯🇵🇺🇳 ❤️ 1️⃣ "
    "combining: Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘ é ñ "
    "wide: 漢字かな交じり文 한국어 ﷽ 𒐫 "
    "invisible: \u200b\u200c\u200d\u2060\ufeff\u00ad\U000e0041\U000e0042 "
    "surrogates: \ud83d alone \udc00 \udfff\ud800 end "
    "separators: \u2028\u2029 private \ue000\uf8ff noncharacter \ufffe\uffff"
)

TABLE = (
    "| a | b |\n|---|:-:|---|\n| one cell\n| 1 | 2 | 3 | 4 | 5 |\n"
    "|||||\n| `|` | [x](javascript:alert(1)) | ![i](file:///etc/passwd) |\n"
)

LONG = "".join(f"{number:05d}unbroken" for number in range(20_480 // 13 + 1))[:20_480]

UNCLOSED = (
    "- " * 40
    + "deep\n"
    + "> " * 40
    + "quote\n\n# "
    + "*" * 99
    + "\n\n```python\nprint('this fence is never closed'"
)


def text() -> str:
    """All of it, in one reply."""
    parts = (TERMINAL, MARKUP, UNICODE, TABLE, LONG, UNCLOSED)
    return "\n\n".join(parts)
