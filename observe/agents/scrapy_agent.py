"""Runs jobs with Scrapy, each with a spider of its own in one reactor: a job a line as JSON in, a reply a line out."""

import json
import sys
from typing import Any

import scrapy
from scrapy.crawler import CrawlerRunner
from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import defer, reactor  # noqa: E402 - only after the reactor is chosen


class Asker(scrapy.Spider):
    """Makes one request and keeps what came of it in `found`."""

    name = "asker"

    async def start(self):  # noqa: ANN201 - Scrapy's signature
        """The request."""
        job = self.job
        yield scrapy.Request(
            job["url"],
            self.parse,
            method=job["method"],
            body=job["content"] or "",
            headers=job["headers"],
            errback=self.failed,
            dont_filter=True,
        )

    def parse(self, response: Any, **_: Any) -> None:  # noqa: ANN401 - Scrapy's signature
        """An answer that the spider is given."""
        self.found.update(status=response.status, content=response.body[:40].decode("latin-1"))

    def failed(self, failure: Any) -> None:  # noqa: ANN401 - Twisted's
        """An answer that was kept from it, or none."""
        response = getattr(failure.value, "response", None)
        name = type(failure.value).__name__
        self.found.update(by_status=name == "HttpError", error=name, status=response.status if response else None)


@defer.inlineCallbacks
def run():  # noqa: ANN201 - a generator of Twisted's
    """Answer jobs until the input ends."""
    for line in sys.stdin:
        found: dict[str, Any] = {}
        runner = CrawlerRunner({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
        yield runner.crawl(Asker, job=json.loads(line), found=found)
        print(json.dumps(found or {"error": "nothing came"}), flush=True)
    reactor.stop()


if sys.argv[1:] == ["--version"]:
    print(scrapy.__version__)
else:
    reactor.callWhenRunning(run)
    reactor.run()
