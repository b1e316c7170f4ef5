"""All programs, by name."""

from .browsers import BROWSERS
from .commands import COMMANDS
from .languages import LANGUAGES
from .libraries import LIBRARIES
from .program import Program
from .proxies import PROXIES

PROGRAMS: dict[str, Program] = {
    program.software: program for program in (*COMMANDS, *LIBRARIES, *LANGUAGES, *BROWSERS, *PROXIES)
}
