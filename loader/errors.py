"""What stops a build."""


class BuildError(Exception):
    """A problem in the input that stops the build.

    Its text is one line, ``FILE:LINE: what is wrong; what to do``. `line` is counted from 1; None where the whole
    file is meant.
    """

    def __init__(self, file: str, line: int | None, what: str, advice: str) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__(" ".join(f"{place}: {what}; {advice}".splitlines()))
        self.file = file
        self.line = line
