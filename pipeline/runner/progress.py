"""How far the work has come, as a line to read."""

from __future__ import annotations


def progress(done: int, total: int, seconds: float, noun: str = "notes") -> str:
    """`123/568 notes · 21/s · 0:21 left`; speed and rest are left out while nobody can know them."""
    parts = [f"{done}/{total} {noun}"]
    if done and seconds > 0:
        speed = done / seconds
        parts.append(f"{speed:.0f}/s" if speed >= 10 else f"{speed:.1f}/s")
        if done < total:
            parts.append(f"{_clock((total - done) / speed)} left")
    return " · ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
