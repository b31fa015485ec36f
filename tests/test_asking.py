"""Asking a model: it answers, or it is known why not, and nobody waits longer than is allowed."""

from __future__ import annotations

import importlib.util
import socket

import pytest

from pipeline import asking
from pipeline.asking import Answers, Server, ask
from tests.fake_model import serving

QUESTIONS = [[{"role": "user", "content": "one"}], [{"role": "user", "content": "two"}]]
SCHEMA = {"type": "object"}
PATIENT, IMPATIENT = 60.0, 0.5


def echo(body):
    return 200, body["messages"][0]["content"].upper()


def asked_of(answer, seconds: float = PATIENT, variable: str = "") -> tuple[Answers, list[dict], list[str]]:
    with serving(answer) as model:
        found = ask(Server(model.url, "lama:1", seconds, variable), QUESTIONS, SCHEMA)
    return found, model.asked, model.keys


def test_one_answer_for_each_question():
    found, asked, keys = asked_of(echo)
    assert found == Answers(("ONE", "TWO"))
    first = asked[0]
    assert (first["model"], first["temperature"], first["seed"]) == ("lama:1", 0, 0)
    assert first["response_format"]["json_schema"]["schema"] == SCHEMA
    assert keys == ["Bearer none"] * 2


def test_a_key_is_taken_from_the_environment_and_no_other_is_told(monkeypatch):
    monkeypatch.setenv("OUR_KEY", "s3cret")
    monkeypatch.setenv("OPENAI_API_KEY", "other")
    assert asked_of(echo, variable="OUR_KEY")[2] == ["Bearer s3cret"] * 2
    assert asked_of(echo)[2] == ["Bearer none"] * 2


def test_a_key_that_is_not_there_is_a_fault(monkeypatch):
    monkeypatch.delenv("OUR_KEY", raising=False)
    found, asked, _ = asked_of(echo, variable="OUR_KEY")
    assert (found.texts, asked) == ((), [])
    assert "OUR_KEY" in found.fault


def test_a_server_that_knows_no_schema_is_asked_without():
    found, asked, _ = asked_of(lambda body: (400, "json_schema?") if "response_format" in body else echo(body))
    assert found == Answers(("ONE", "TWO"))
    assert ["response_format" in body for body in asked] == [True, False, False]


def test_it_is_asked_without_once():
    found, asked, _ = asked_of(lambda _: (400, "no"))
    assert (found.texts, len(asked)) == ((), 2)
    assert "400" in found.fault


@pytest.mark.parametrize("status", [401, 404, 500, 503])
def test_a_refusal_ends_the_asking(status):
    found, asked, _ = asked_of(lambda _: (status, "sorry"))
    assert (found.texts, len(asked)) == ((), 1)
    assert str(status) in found.fault
    assert found.hint


def test_what_was_answered_before_a_fault_is_kept():
    found, _, _ = asked_of(lambda body: echo(body) if body["messages"][0]["content"] == "one" else (500, "x"))
    assert found.texts == ("ONE",)
    assert found.fault


def test_a_server_that_hangs_is_left():
    found, _, _ = asked_of(lambda _: None, seconds=IMPATIENT)
    assert found.texts == ()
    assert found.fault


def test_a_server_that_sends_a_byte_now_and_then_is_left():
    found, _, _ = asked_of(lambda _: (-1, ""), seconds=4 * IMPATIENT)
    assert found == Answers((), "it answered 0 of 2 questions in 2 s", found.hint)


def test_what_was_answered_before_it_hung_is_kept():
    found, _, _ = asked_of(lambda body: echo(body) if body["messages"][0]["content"] == "one" else None, 4 * IMPATIENT)
    assert found.texts == ("ONE",)
    assert found.fault


def test_a_server_that_is_not_there_is_a_fault():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = ask(Server(f"http://127.0.0.1:{free.getsockname()[1]}/v1", "m", PATIENT), QUESTIONS, SCHEMA)
    assert found.texts == ()
    assert found.fault


def test_without_the_client_it_is_told_how_to_get_it(monkeypatch):
    monkeypatch.setattr(asking, "find_spec", lambda name: None if name == "openai" else importlib.util.find_spec(name))
    with serving(echo) as model:
        found = ask(Server(model.url, "m", PATIENT), QUESTIONS, SCHEMA)
    assert (found.texts, model.asked) == ((), [])
    assert "pip install 'studypress[llm]'" in found.hint
