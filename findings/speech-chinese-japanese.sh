#!/usr/bin/env bash
# The Chinese and Japanese voices of Debian's speech engine read the commonest words in English.
# Guess: a voice for Mandarin reads Chinese characters, one for Japanese at least the commonest
# kanji; what it cannot read is left out.
# What happens: the Mandarin voice (cmn, also found as zh and zh-CN) turns "hello" into its pinyin
# and hands that to the English voice, the tone as a number: "ni three hao three". The Japanese
# voice says "Chinese letter" in English for each kanji. Cantonese (yue) and kana are read
# rightly.
# Why it matters: by its list of languages the engine speaks both, so a kiosk would offer a button
# that speaks nonsense. Offer speech by a list of languages that somebody heard.
# Seen: espeak-ng 1.51+dfsg-10+deb12u2 (Debian 12). Upstream: espeak-ng/espeak-ng#1236 (cmn), #366
# and #1851 (ja).
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

expect() { # voice, text, pattern, what it shows
  local heard
  heard=$(sounds "$1" "$2")
  if ! [[ $heard =~ $3 ]]; then
    echo "changed: $4: voice $1 now says $heard" >&2
    exit 1
  fi
}
# (en) marks the change to the English voice; Tr'i: is its word "three".
expect cmn '你好' "^\(en\).*Tr'i:.*Tr'i:" 'Mandarin is read in English'
expect zh-CN '你好' '^\(en\)' 'zh-CN is the same voice'
expect ja '日本' '\(en\).*\(ja\).*\(en\)' 'kanji are named in English'
expect ja 'にほん' '^[^(]+$' 'kana are read in Japanese'
expect yue '你好' '^[^(]+$' 'Cantonese is read'
echo "still so: espeak-ng 1.51 reads Chinese and kanji in English: $(sounds cmn '你好')"
