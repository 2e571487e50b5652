#!/usr/bin/env bash
# Gets a browser for the tests in test/e2e-web, and the fonts without which Chinese text is a row of boxes.
set -euo pipefail

admin() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

packages=()
if [ ! -x "${TEST_CHROMIUM:-}" ]; then
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || packages+=(chromium)
fi
compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null || packages+=(fonts-noto-cjk)
if [ "${#packages[@]}" -gt 0 ]; then
  echo "Installing ${packages[*]} ..."
  admin apt-get update -qq
  admin env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
echo 'browser ready'
