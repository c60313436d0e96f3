from __future__ import annotations

import time

from bedrock_tui.core.ids import new_id


def test_ids_are_26_characters_of_crockford_and_differ() -> None:
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {len(each) for each in made} == {26}
    assert set("".join(made)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_ids_sort_by_the_millisecond_they_were_made_in() -> None:
    made = []
    for _ in range(20):
        made.append(new_id())
        before = time.time_ns() // 1_000_000
        while time.time_ns() // 1_000_000 == before:
            pass
    assert made == sorted(made)


def test_an_id_tells_when_it_was_made() -> None:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    before = time.time_ns() // 1_000_000
    value = 0
    for letter in new_id()[:10]:
        value = value * 32 + letters.index(letter)
    assert before <= value <= time.time_ns() // 1_000_000
