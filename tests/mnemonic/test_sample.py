"""The printed mnemonics that were judged one by one are those that are printed today."""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from pipeline.enrich.mnemonics.worth import easy
from pipeline.mnemonic.candidate import Wish
from pipeline.mnemonic.engine import candidates, printable, shared

SAMPLE = [json.loads(line) for line in Path(__file__).with_name("sample.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("judged", SAMPLE, ids=lambda judged: judged["list"])
def test_is_still_the_first_that_may_be_printed(judged):
    wish = Wish(tuple(judged["items"]), judged["ordered"], judged["topic"])
    found = shared(wish) or printable(wish)
    sayable = (each for each in found if each.kind != "made-up" or len(wish.items) > 4)
    said = (each for each in candidates(wish, library=False, top=20) if each.kind == "acrostic" and easy(each))
    assert next(chain(sayable, said)).text == judged["text"]


def test_the_sample_is_good_by_the_rubric():
    verdicts = Counter(judged["verdict"] for judged in SAMPLE)
    assert verdicts == {"good": 55, "fair": 6, "undeserved": 1}
    assert verdicts["good"] >= 0.8 * len(SAMPLE)
    assert verdicts["silly"] <= 0.03 * len(SAMPLE)


def test_each_is_judged_once_and_has_a_reason():
    assert len({judged["list"] + judged["text"] for judged in SAMPLE}) == len(SAMPLE)
    assert all(judged["why"] for judged in SAMPLE)
