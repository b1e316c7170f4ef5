"""Caches and proxies, each as it comes: told where to listen, where the origin is, and to cache if it can."""

from ..run.plans import PROXY, RETRIER, STORE
from ..run.proxy import Proxy
from .program import Program

_NGINX = """
daemon off; user root; worker_processes 1; pid {home}/pid; error_log {home}/errors;
events {}
http {
    access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    proxy_cache_path {home}/cache keys_zone=store:1m;
    upstream origin { server {origin} max_fails=0; {second} }
    server {
        listen 127.0.0.1:{port};
        location / { proxy_pass http://origin; proxy_cache store; {retry} }
    }
}
"""
_NGINX_RETRY = "http_500 http_502 http_503 http_504 http_403 http_404 http_429"
_SQUID = """
http_port 127.0.0.1:{port} accel defaultsite=127.0.0.1
cache_peer {origin_host} parent {origin_port} 0 no-query originserver
http_access allow all
cache_mem 16 MB
pid_filename {home}/pid
cache_log /dev/null
access_log none
coredump_dir {home}
shutdown_lifetime 0 seconds
"""
_HTTPD = """
ServerRoot {home}
ServerName localhost
PidFile {home}/pid
ErrorLog {home}/errors
Listen 127.0.0.1:{port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
LoadModule cache_module /usr/lib/apache2/modules/mod_cache.so
LoadModule cache_disk_module /usr/lib/apache2/modules/mod_cache_disk.so
User www-data
Group www-data
CacheRoot {home}/cache
CacheEnable disk /
ProxyPass / http://{origin}/
"""
_HAPROXY = """
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
cache store
    total-max-size 4
    max-age 60
frontend front
    bind 127.0.0.1:{port}
    default_backend back
backend back
    {retry}
    http-request cache-use store
    http-response cache-store store
    server origin {origin}
"""
_TRAFFIC_SERVER = {
    "runroot.yaml": """
prefix: {home}
exec_prefix: {home}
bindir: /usr/bin
sbindir: /usr/bin
sysconfdir: {home}/etc
datadir: {home}
includedir: {home}
libdir: /usr/lib/trafficserver
libexecdir: /usr/lib/trafficserver/modules
localstatedir: {home}
runtimedir: {home}
logdir: {home}
cachedir: {home}
""",
    "etc/records.config": """
CONFIG proxy.config.http.server_ports STRING {port}
CONFIG proxy.config.admin.user_id STRING trafficserver
CONFIG proxy.config.log.logging_enabled INT 0
CONFIG proxy.config.url_remap.remap_required INT 1
CONFIG proxy.config.body_factory.template_sets_dir STRING /etc/trafficserver/body_factory
""",
    "etc/remap.config": "map / http://{origin}/\n",
    "etc/storage.config": "{home} 64M\n",
    "etc/plugin.config": "",
    "etc/ip_allow.yaml": "ip_allow:\n  - apply: in\n    ip_addrs: 127.0.0.1\n    action: allow\n    methods: ALL\n",
}
_CADDY = """
{
    admin off
    auto_https off
}
http://127.0.0.1:{port} {
    bind 127.0.0.1
    reverse_proxy {origin}
}
"""
_CACHE = PROXY + STORE

PROXIES = (
    Program(
        "nginx",
        "proxy",
        "C",
        "Debian: nginx",
        "https://nginx.org/en/docs/http/ngx_http_proxy_module.html",
        Proxy(
            ("nginx", "-p", "{home}", "-c", "{home}/nginx.conf"),
            {"nginx.conf": _NGINX},
            {
                "": {"retry": "", "second": ""},
                "retry": {"retry": f"proxy_next_upstream {_NGINX_RETRY};", "second": "server {origin} max_fails=0;"},
            },
        ),
        ("nginx", "-v"),
        probes=_CACHE + RETRIER,
        settings={"retry": f"proxy_next_upstream {_NGINX_RETRY}"},
    ),
    Program(
        "Varnish",
        "cache",
        "C",
        "Debian: varnish",
        "https://varnish-cache.org/docs/",
        Proxy(
            (
                "varnishd",
                "-F",
                "-j",
                "none",
                "-a",
                "127.0.0.1:{port}",
                "-b",
                "{origin}",
                "-n",
                "{home}/v",
                "-s",
                "malloc,16m",
            ),
            {},
        ),
        ("varnishd", "-V"),
        r"varnish-(\S+)",
        _CACHE,
    ),
    Program(
        "Squid",
        "cache",
        "C++",
        "Debian: squid",
        "http://www.squid-cache.org/Doc/",
        Proxy(("squid", "-N", "-f", "{home}/squid.conf"), {"squid.conf": _SQUID}),
        ("squid", "-v"),
        probes=_CACHE,
    ),
    Program(
        "Apache httpd",
        "proxy",
        "C",
        "Debian: apache2",
        "https://httpd.apache.org/docs/2.4/mod/mod_cache.html",
        Proxy(
            ("apache2", "-D", "FOREGROUND", "-f", "{home}/httpd.conf"),
            {"httpd.conf": _HTTPD},
            prepare=("install", "-d", "-o", "www-data", "{home}/cache"),
        ),
        ("apache2", "-v"),
        probes=_CACHE,
    ),
    Program(
        "HAProxy",
        "proxy",
        "C",
        "Debian: haproxy",
        "https://docs.haproxy.org/2.6/configuration.html",
        Proxy(
            ("haproxy", "-f", "{home}/haproxy.cfg"),
            {"haproxy.cfg": _HAPROXY},
            {"": {"retry": ""}, "retry": {"retry": "retry-on all-retryable-errors\n    retries 2"}},
        ),
        ("haproxy", "-v"),
        r"version (\S+)",
        probes=_CACHE + RETRIER,
        settings={"retry": "retry-on all-retryable-errors"},
    ),
    Program(
        "Caddy",
        "proxy",
        "Go",
        "Debian: caddy",
        "https://caddyserver.com/docs/caddyfile/directives/reverse_proxy",
        Proxy(("caddy", "run", "--config", "{home}/Caddyfile", "--adapter", "caddyfile"), {"Caddyfile": _CADDY}),
        ("caddy", "version"),
        probes=PROXY,
    ),
    Program(
        "Apache Traffic Server",
        "cache",
        "C++",
        "Debian: trafficserver",
        "https://docs.trafficserver.apache.org",
        Proxy(
            ("traffic_server",),
            _TRAFFIC_SERVER,
            prepare=("chown", "trafficserver", "{home}"),
            variables={"TS_RUNROOT": "{home}"},
        ),
        ("traffic_server", "-V"),
        r"traffic_server - (\S+)",
        _CACHE,
    ),
)
