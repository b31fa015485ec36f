"""What runs in each measured process.

    worker.py NOTE JOB ARGUMENT…

It stands alone, because it also runs where studypress is not installed, and imports nothing before the job does:
what a job imports is part of what it costs. Its own peak of memory and that of its largest child go into the file NOTE.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys


def studypress(*arguments: str) -> None:
    from pipeline.cli import main  # noqa: PLC0415 - measured

    sys.argv = ["studypress", *arguments]
    main()


def weasyprint(html: str, css: str, base: str, out: str) -> None:
    """One document, one run. `css` may be empty."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - measured
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - measured

    fonts = FontConfiguration()
    sheets = [CSS(filename=css, font_config=fonts)] if css else []
    HTML(filename=html, base_url=base).write_pdf(
        out, stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )


def pandoc(program: str, defaults: str, html: str, base: str, out: str) -> None:
    subprocess.run([program, "-d", defaults, "-t", "html5", "-o", html], check=True)  # noqa: S603 - the rival
    weasyprint(html, "", base, out)


def typed(program: str, defaults: str, text: str) -> None:
    """Notes as Typst. pandoc 3.9 still writes names that Typst 0.15 has no more."""
    old = "#let sect = sym.inter"
    orders = [program, "-d", defaults, "-V", f"header-includes={old}", "-t", "typst", "-o", text]
    subprocess.run(orders, check=True)  # noqa: S603 - the rival


def typst(program: str, defaults: str, text: str, root: str, fonts: str, out: str) -> None:
    typed(program, defaults, text)
    import typst as engine  # type: ignore[import-not-found] # noqa: PLC0415 - measured

    engine.compile(text, output=out, root=root, font_paths=[fonts], ignore_system_fonts=True)


def typst_again(program: str, defaults: str, text: str, root: str, fonts: str, out: str) -> dict[str, float]:
    """The cost of the second run only: one word is new, the compiler is the one of the first run."""
    import re  # noqa: PLC0415 - not measured
    import time  # noqa: PLC0415 - same

    import typst as engine  # noqa: PLC0415 - same

    typed(program, defaults, text)
    compiler = engine.Compiler(text, root=root, font_paths=[fonts], ignore_system_fonts=True)
    compiler.compile(output=out)
    with open(text, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be one import more
        before = file.read()
    half = len(before) // 2
    after = before[:half] + re.sub(r"(?m)^(?=[A-Z][a-z]+ )", "Amended ", before[half:], count=1)
    with open(text, "w", encoding="utf-8") as file:  # noqa: PTH123 - same
        file.write(after)
    used, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    compiler.compile(output=out)
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return {"cpu": cpu, "wall": time.perf_counter() - began}


def peak() -> int:
    """Bytes. `ru_maxrss` would count what stood here before this program did."""
    if os.path.exists("/proc/self/status"):  # noqa: PTH110 - same
        with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 - same
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))
    return largest(resource.RUSAGE_SELF)


def largest(who: int) -> int:
    """Bytes: macOS counts these, Linux kilobytes."""
    return resource.getrusage(who).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def plain(vault: str, folder: str) -> None:
    """Not measured: here it leaves no memory behind in the process that measures."""
    from pathlib import Path  # noqa: PLC0415 - not measured

    from bench.plain import prepare  # noqa: PLC0415 - same

    prepare(Path(vault), Path(folder))


JOBS = {job.__name__: job for job in (studypress, weasyprint, pandoc, typst, typst_again, plain)}


def main() -> None:
    path, job, *arguments = sys.argv[1:]
    said: dict[str, float] = {}
    try:
        said = JOBS[job](*arguments) or {}
    finally:
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 - same
            json.dump({**said, "parent": peak(), "child": largest(resource.RUSAGE_CHILDREN)}, file)


if __name__ == "__main__":
    main()
