"""The words and signs of each screen, as its page of help explains them."""

from __future__ import annotations

from bedrock_tui.core.modelfacets import HELP as FACETS
from bedrock_tui.core.reach import Reach
from bedrock_tui.ui.screens.models.signs import FAVOURITE, MARK, MEANING, REACH
from bedrock_tui.ui.screens.models.words import KINDS

_MOVING = """\
Move with the arrows, `j` `k`, page keys, `g` and `G`."""

_EVIDENCE = """\
- **simulated**: IAM's simulator said so; it does not know of every policy.
- **probed**: a real call was answered or refused.
- **seen**: a call in your own history was answered or refused.
- **listed**: AWS lists it, and nothing else is known."""

COMPARE = """\
## Words of Compare

One prompt goes to every **lane** at once; a lane is a **target** (a model or inference
profile in a region) and its reply.

- **first**: time to first token, from sending the request that succeeded.
- **tok/s**: output tokens over the time from the first to the last piece.
- `~` before tokens: about four characters a token, until the service counts.
- **retry**: throttled and failed attempts are repeated only before the first token.

Scroll a lane with the arrows, `j` `k`, page keys, `g` and `G`. Select text with the
mouse and copy it with `ctrl+c`; hold shift to let the terminal select."""

ACCESS = f"""\
## Signs and words of Access

- `✓` passed, or allowed.
- `✗` failed, or denied; what to do is below the rows.
- `!` works, but something is worth knowing.
- `?` not known, with the reason.
- `–` not checked, because something before it failed.

Each row says how it is known:

{_EVIDENCE}

{_MOVING}"""

_MEANINGS = {
    "on demand": "the region takes the model's own id",
    "geo": "through a profile that stays in a geography",
    "global only": "through a profile that may run anywhere, and no other",
    "legacy": "can be called, and its end is announced",
    "mantle only": "only the bedrock-mantle endpoint serves it, says the public list",
    "own": "through something of the account's own",
    "listed": "listed without an id to call it by",
    "closed": "the region told nothing; its cell says why",
    "unknown": "the region has not been asked",
    "none": "the region does not have it",
}


def _models() -> str:
    reach = "\n".join(
        f"- `{REACH[each].text}` {name}: {_MEANINGS[name]}."
        for each, name in MEANING.items()
    )
    facets = "\n".join(f"| `{example}` | {meaning} |" for example, meaning in FACETS)
    return f"""\
{_MOVING}
`enter` opens the details; the arrows across, `h` and `l` show more columns or regions.

## Signs and words of the list

- `✓` you can call it, `✗` you cannot, `?` not known; the word after it says how that
  is known:

{_EVIDENCE}
- **public**: the public list says it, and not AWS's answer; the details have its date.

- `{FAVOURITE}` favourite, `{MARK}` marked.
- `▲` `▼` in the head: sorted by this column, rising or falling.
- **called by**: {", ".join(f"**{word}**" for word in KINDS.values())}: the model's own
  id on demand, a profile of a geography or a global one, an application profile,
  provisioned throughput, a custom or imported model, a prompt router.
- **in→out**: what it takes and gives, `TI→T`: T text, I image, V video, S speech,
  A audio, E embedding.
- **context**: input and output together, in tokens.
- **$/M in**, **$/M out**: list price in dollars per million tokens; `~` marks an
  estimate: no exact price is published for this id and region.
- **first**: the median time to first token of your own calls.
- **ok**: the share of your own calls that were answered.
- **lifecycle**: `→ 2027-01` is legacy and ends in that month.
- `–` not known.

## Signs of the matrix

{reach}
- `[{_HERE}]` marked in this region; `{MARK}` before a name: marked in some region.
- **in**: the number of regions that it can be called from.

## Facets of the filter

| write | to show |
| --- | --- |
{facets}

Other words are fuzzy; `!` before a word or a facet turns it round."""


_HERE = REACH[Reach.ON_DEMAND].text

MODELS = _models()
