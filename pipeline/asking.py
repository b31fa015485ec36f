"""Asks a language model, in a process of its own: what it imports, how long it hangs, concerns nobody else.

The only place that speaks to a network, and only to the address that `book.yml` names. The process reads one JSON
document from stdin and writes a line of JSON for each answer, so that what came before a time-out is not lost.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

INSTALL = "pip install 'studypress[llm]'"
_LONGEST = 200_000  # characters of an answer that are kept
_START = 30  # seconds that the client may take to begin, which are not the server's
_LATE = 75  # how the process ends when the server's time is over
_LOCAL = "localhost,127.0.0.1,::1"


@dataclass(frozen=True, slots=True)
class Server:
    """Whom to ask. `seconds` is how long all answers together may take; `key_variable` may be empty."""

    base_url: str
    model: str
    seconds: float
    key_variable: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, in the order of the questions, as far as it came; `fault` says why it came no further."""

    texts: tuple[str, ...] = ()
    fault: str = ""
    hint: str = ""


Messages = Sequence[Mapping[str, str]]


def ask(server: Server, questions: Sequence[Messages], schema: Mapping[str, Any]) -> Answers:
    """One answer for each question. It never raises, and never waits longer for the server than it may."""
    if find_spec("openai") is None:
        return Answers(fault="the client for language models is not installed", hint=f"type: {INSTALL}")
    wish = {
        "base_url": server.base_url,
        "model": server.model,
        "seconds": server.seconds,
        "key_variable": server.key_variable,
        "questions": [list(map(dict, messages)) for messages in questions],
        "schema": schema,
    }
    command = [sys.executable, "-P", __file__]  # -P: beside it stand modules with names of the standard library
    given = json.dumps(wish).encode()
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=given, capture_output=True, timeout=server.seconds + _START, check=False
        )
        output, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output, code = late.output or b"", _LATE
    except OSError as error:
        return Answers(fault=f"no process could be started: {error.strerror}")
    texts, fault = _read(output)
    if code == _LATE:
        fault = f"it answered {len(texts)} of {len(questions)} questions in {server.seconds:g} s"
        return Answers(texts, fault, "give it more time (timeout), or build again for the rest")
    if not fault and len(texts) < len(questions):
        fault = f"its client broke down ({code})"
    return Answers(texts, fault, "see that the server runs, and look at llm in book.yml" if fault else "")


def _read(output: bytes) -> tuple[tuple[str, ...], str]:
    """The answers and the fault in what the process wrote; a line that was cut short is none."""
    texts: list[str] = []
    for line in output.splitlines():
        with contextlib.suppress(ValueError):
            told = json.loads(line)
            if "fault" in told:
                return tuple(texts), str(told["fault"])
            texts.append(str(told["text"]))
    return tuple(texts), ""


# --------------------------------------------------------------------------- the process


def main() -> None:
    wish = json.load(sys.stdin)
    try:
        for text in _answers(wish):
            _write({"text": text[:_LONGEST]})
    except Exception as error:  # noqa: BLE001 - the client raises many things; each ends the asking, and none the build
        _write({"fault": _told(error)})


def _write(line: Mapping[str, str]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _answers(wish: Mapping[str, Any]) -> Iterator[str]:
    key = _key(wish["key_variable"])
    import openai  # noqa: PLC0415 - here alone; it takes a second

    end = threading.Timer(wish["seconds"], os._exit, [_LATE])  # whatever hangs then: what was answered is written
    end.daemon = True
    end.start()
    client = openai.OpenAI(base_url=wish["base_url"], api_key=key, timeout=wish["seconds"], max_retries=0)
    form: dict[str, Any] = {"name": "mnemonics", "strict": True, "schema": wish["schema"]}
    extra: dict[str, Any] = {"response_format": {"type": "json_schema", "json_schema": form}}
    for messages in wish["questions"]:
        ways: dict[str, Any] = {"model": wish["model"], "messages": messages, "temperature": 0, "seed": 0}
        try:
            answer = client.chat.completions.create(**ways, **extra)
        except openai.BadRequestError:
            if not extra:
                raise
            extra = {}  # some servers know no schema
            answer = client.chat.completions.create(**ways)
        yield (answer.choices[0].message.content if answer.choices else None) or ""


def _key(variable: str) -> str:
    """The key; nothing else of the environment is told to the server. Its name is asked for on this machine only."""
    key = os.environ.get(variable, "") if variable else "none"
    for name in [name for name in os.environ if name.startswith("OPENAI_")]:
        del os.environ[name]
    os.environ["NO_PROXY"] = ",".join(filter(None, (os.environ.get("NO_PROXY", ""), _LOCAL)))
    if not key:
        raise LookupError(f"the environment variable {variable}, which is to hold the key, is not set")
    return key


def _told(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    reason = f"the server answered {status}" if status else " ".join(str(error).split())[:200] or type(error).__name__
    return reason.rstrip(".")


if __name__ == "__main__":
    main()
