"""What stops a build, and what it only warns of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BuildError(Exception):
    """A problem in the input that stops the build.

    Its text is one line, ``FILE:LINE: what is wrong; what to do``. `line` is counted from 1;
    None where the whole file is meant.
    """

    file: str
    line: int | None
    what: str
    advice: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what}; {self.advice}"
