#!/usr/bin/env bash
# Installs what the bench needs beside Node (Debian, Ubuntu): the mock upstream, the client and taskset. Does nothing
# when they are there.
set -euo pipefail

admin() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

packages=()
has nginx || packages+=(nginx-light)
[ -e /usr/lib/nginx/modules/ngx_http_lua_module.so ] || packages+=(libnginx-mod-http-lua)
has wrk || packages+=(wrk)
has taskset || packages+=(util-linux)
[ "${#packages[@]}" -gt 0 ] || exit 0

echo "Installing ${packages[*]} ..."
# The package would start a server of its own on port 80.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | admin tee "$policy" >/dev/null
  admin chmod 755 "$policy"
  trap 'admin rm -f "$policy"' EXIT
fi
admin apt-get update -qq
admin env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
