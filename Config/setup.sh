#!/bin/sh
# Installs the Debian packages steady needs. Safe to run again: what is installed is left alone.
#
#   sh Config/setup.sh           to build and test
#   sh Config/setup.sh runtime   only the shared libraries the built program loads
#
# Needs root, or sudo.
set -eu

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }

case "${1:-build}" in
build)
    # HTTP/2, TLS and kernels to link against; clients for the tests.
    packages="libnghttp2-dev libssl-dev zlib1g-dev libdnnl-dev pkg-config curl nghttp2-client openssl"
    purpose="building and testing"
    ;;
runtime)
    packages="libnghttp2-14 libssl3 zlib1g libdnnl2"
    purpose="running"
    ;;
-h | --help)
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit 0
    ;;
*)
    fail "unknown argument '$1'; use no argument, or 'runtime'"
    ;;
esac

command -v dpkg-query >/dev/null 2>&1 ||
    fail "this is not Debian or a relative of it; install the like of: $packages"

missing=""
for package in $packages; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    case "$status" in
    "install ok installed") ;;
    *) missing="$missing $package" ;;
    esac
done

if [ -z "$missing" ]; then
    say "everything for $purpose is installed"
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    fail "needs root to install:$missing"
fi

say "installing for $purpose:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # the list is meant to be split
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
say "done"
