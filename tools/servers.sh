#!/bin/sh
# Installs the Debian packages named, where they are missing. No service they bring is started.
set -eu

there() {
    case "$1" in
    rabbitmq-server) ls /usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server || command -v rabbitmq-server ;;
    postgresql) ls /usr/lib/postgresql/*/bin/initdb || command -v initdb ;;
    chromium) command -v chromium ;;
    poppler-utils) command -v pdftotext ;;
    *) dpkg-query -W -f '${Status}' "$1" | grep -q 'ok installed' ;;
    esac >/dev/null 2>&1
}

missing=""
for package in "$@"; do
    there "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "Missing on this machine:$missing" >&2
    echo "Install them first, on Debian: sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "setup: installing$missing"
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' INT TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install() {
    # shellcheck disable=SC2086
    apt-get install -qq -y --no-install-recommends $missing >/dev/null
}
install 2>/dev/null || { apt-get update -qq >/dev/null && install; }
