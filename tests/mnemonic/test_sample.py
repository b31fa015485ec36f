"""The printed mnemonics that were judged one by one are those that are printed today."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.mnemonic.candidate import Wish
from pipeline.mnemonic.engine import printable, shared

SAMPLE = [json.loads(line) for line in Path(__file__).with_name("sample.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("judged", SAMPLE, ids=lambda judged: judged["list"])
def test_is_still_the_first_that_may_be_printed(judged):
    wish = Wish(tuple(judged["items"]), judged["ordered"], judged["topic"])
    found = shared(wish) or printable(wish)
    sayable = [each for each in found if each.kind != "made-up" or len(wish.items) > 4]
    assert sayable[0].text == judged["text"]


def test_the_sample_is_good_by_the_rubric():
    verdicts = Counter(judged["verdict"] for judged in SAMPLE)
    assert set(verdicts) <= {"good", "fair", "silly", "undeserved"}
    assert len(SAMPLE) == len({judged["list"] + judged["text"] for judged in SAMPLE}) == 100
    assert verdicts["good"] >= 79
    assert verdicts["silly"] <= 3


def test_what_is_not_good_has_a_reason():
    assert all(judged.get("why") for judged in SAMPLE if judged["verdict"] != "good")
