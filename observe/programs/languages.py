"""Clients of other languages than Python and JavaScript."""

from dataclasses import replace

from ..run.drivers import Agent
from ..run.plans import CLIENT
from .program import Program

_RUBY, _PERL, _PHP = ("ruby", "AGENTS/agent.rb"), ("perl", "AGENTS/agent.pl"), ("php", "AGENTS/agent.php")
_JAVA = ("java", "AGENTS/Agent.java")
_GO = ("go", "run", "AGENTS/agent.go")
# Go keeps what it compiles in a cache, which has to have a place.
_GO_CACHE = {"GOCACHE": "/tmp/observe-go", "GO111MODULE": "off"}  # noqa: S108 - only what was compiled


def _program(software: str, language: str, package: str, document: str, argv: tuple[str, ...], **more: str) -> Program:
    return Program(
        software,
        "client",
        language,
        package,
        document,
        Agent(argv),
        (*argv, "--version"),
        r"(\S.*\S)",
        settings=more,
    )


LANGUAGES = (
    Program(
        "Go net/http",
        "client",
        "Go",
        "Debian: golang-go",
        "https://pkg.go.dev/net/http",
        Agent(_GO, _GO_CACHE),
        (*_GO, "--version"),
        variables=_GO_CACHE,
    ),
    _program(
        "Java HttpClient",
        "Java",
        "Debian: openjdk-17-jdk-headless",
        "https://docs.oracle.com/en/java/javase/17/docs/api/java.net.http/java/net/http/HttpClient.html",
        (*_JAVA, "HttpClient"),
        follow="Redirect.NORMAL",
    ),
    _program(
        "Java HttpURLConnection",
        "Java",
        "Debian: openjdk-17-jdk-headless",
        "https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/HttpURLConnection.html",
        (*_JAVA, "HttpURLConnection"),
    ),
    _program(
        "PHP streams", "PHP", "Debian: php-cli", "https://www.php.net/manual/en/wrappers.http.php", (*_PHP, "streams")
    ),
    _program(
        "PHP curl",
        "PHP",
        "Debian: php-curl",
        "https://www.php.net/manual/en/book.curl.php",
        (*_PHP, "curl"),
        follow="CURLOPT_FOLLOWLOCATION",
    ),
    _program(
        "Ruby Net::HTTP",
        "Ruby",
        "Debian: ruby",
        "https://docs.ruby-lang.org/en/3.1/Net/HTTP.html",
        (*_RUBY, "net-http"),
    ),
    replace(  # it can only GET
        _program(
            "Ruby open-uri",
            "Ruby",
            "Debian: ruby",
            "https://docs.ruby-lang.org/en/3.1/OpenURI.html",
            (*_RUBY, "open-uri"),
        ),
        probes=tuple(probe for probe in CLIENT if probe != "redirect_post"),
    ),
    _program(
        "Perl LWP", "Perl", "Debian: libwww-perl", "https://metacpan.org/pod/LWP::UserAgent", (*_PERL, "LWP::UserAgent")
    ),
    _program("Perl HTTP::Tiny", "Perl", "Debian: perl", "https://metacpan.org/pod/HTTP::Tiny", (*_PERL, "HTTP::Tiny")),
    _program(
        "Mojo::UserAgent",
        "Perl",
        "Debian: libmojolicious-perl",
        "https://docs.mojolicious.org/Mojo/UserAgent",
        (*_PERL, "Mojolicious"),
        follow="max_redirects(5)",
    ),
)
