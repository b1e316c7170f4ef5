"""Write an example's request as a command that sends it."""

import shlex

_NO_OPTION = "GET"
_SENT_BY_CURL = ("host", "content-length", "connection")  # fields that curl writes by itself


def curl_command(request: str) -> str:
    r"""Return the command by which curl sends a request, as an HTTP/1.1 message, over https; -i shows the response.

    "GET /me HTTP/1.1\r\nHost: api.example" is "curl -i https://api.example/me".
    """
    head, _, content = request.replace("\r\n", "\n").partition("\n\n")
    start, *lines = head.split("\n")
    method, target, _version = start.split(" ")
    fields = [line.partition(":")[::2] for line in lines if line]
    host = next((value.strip() for name, value in fields if name.lower() == "host"), "localhost")
    if method == "CONNECT":  # which curl sends to a proxy by itself
        return shlex.join(["curl", "-i", "-x", "http://proxy.example:3128", f"https://{target.removesuffix(':443')}/"])
    url = target if "://" in target else f"https://{host}{target if target.startswith('/') else '/'}"
    sent = [f"{name}: {value.strip()}" for name, value in fields if name.lower() not in _SENT_BY_CURL]
    options = [] if method == _NO_OPTION else ["-I"] if method == "HEAD" else ["-X", method]
    data = ["--data-binary", content.rstrip("\n")] if content.strip() else []
    star = ["--request-target", "*"] if target == "*" else []
    return shlex.join(["curl", "-i", *options, *star, url, *(part for field in sent for part in ("-H", field)), *data])
