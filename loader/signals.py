"""Let a signal end a build as an error does: with its files removed and one line said."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):  # not an Exception: what handles those must not go on after a signal
    """A signal asked the build to stop."""

    def __init__(self, number: int) -> None:
        self.signal = signal.Signals(number)
        self.status = 128 + number  # as a shell reports it
        super().__init__(self.signal.name)


@contextmanager
def signals_end_the_build() -> Iterator[None]:
    """Raise Stopped where a signal meets the build; later ones are ignored, so that it can tidy up.

    A signal that was ignored before, as SIGHUP under nohup, stays ignored. Outside the main thread nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = [number for number in _SIGNALS if before[number] is not signal.SIG_IGN]
    for number in taken:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])


def _stop(number: int, _: FrameType | None) -> None:
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)
