#!/bin/sh
# Puts promtool, which tests alert rules, into .venv/bin: taken out of Debian's package `prometheus`, of which nothing else
# is installed and nothing started. Needs no root. Where there is no such package the rules are checked without it.
set -eu
[ ! -x .venv/bin/promtool ] || exit 0
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || exit 0
here=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fetch() { apt-get -qq download prometheus >/dev/null 2>&1; }
fetch || { apt-get -qq update >/dev/null 2>&1 && fetch; } || {
    echo "promtool: the package prometheus is not to be had; its tests of the alert rules are left out" >&2
    exit 0
}
dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool
mv usr/bin/promtool "$here/.venv/bin/promtool"
