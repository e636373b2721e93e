#!/usr/bin/env bash
# The Hebrew voice of Debian's speech engine is silent about numbers and times.
# Guess: a voice that reads words reads digits, or names them in English.
# What happens: with -v he, "4711", "4" and "14:30" give no sound at all, between words too;
# Arabic reads the same digits, in its own form as well (U+0664 and so on).
# Why it matters: "your number is 4711" is heard as "your number is". Nothing reports it, so
# spoken output in a language needs a test of its digits; write the number in words, or offer no
# speech there.
# Seen: espeak-ng 1.51+dfsg-10+deb12u2 (Debian 12). Upstream: numbers came later (espeak-
# ng/espeak-ng#1306).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
cd "$dir"
for package in espeak-ng=1.51+dfsg-10+deb12u2 libespeak-ng1=1.51+dfsg-10+deb12u2 \
  espeak-ng-data=1.51+dfsg-10+deb12u2 libpcaudio0=1.2-2 libsonic0=0.2.0-12; do
  if ! timeout 120 apt-get download -qq "$package" > apt.log 2>&1; then
    echo "not run: apt has no $package (offline, another release, or the version is gone)" >&2
    exit 2
  fi
done
for file in *.deb; do dpkg-deb -x "$file" tree; done

lib=$dir/tree/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2> /dev/null || echo x86_64-linux-gnu)
export LD_LIBRARY_PATH=$lib
if ldd tree/usr/bin/espeak-ng | grep 'not found' >&2; then
  echo 'not run: espeak-ng needs the libraries above (libpulse0, libasound2)' >&2
  exit 2
fi
# The sounds of a text as the phonemes that would be spoken, without playing anything.
sounds() { timeout 20 tree/usr/bin/espeak-ng -q -x --path="$lib" -v "$1" "$2" | tr -d '\n '; }

if [ -z "$(sounds he 'שלום')" ]; then
  echo 'changed: the Hebrew voice does not even read a word' >&2
  exit 1
fi
for text in 4 4711 14:30; do
  if [ -n "$(sounds he "$text")" ]; then
    echo "changed: the Hebrew voice reads $text" >&2
    exit 1
  fi
  if [ -z "$(sounds ar "$text")" ]; then
    echo "changed: the Arabic voice does not read $text" >&2
    exit 1
  fi
done
word=$(sounds he 'שלום')
if [ "$(sounds he 'שלום 4711')" != "$word" ]; then
  echo 'changed: the number behind a word is heard' >&2
  exit 1
fi
echo 'still so: espeak-ng 1.51 in Hebrew says nothing for 4, 4711 and 14:30'
