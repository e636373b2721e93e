#!/usr/bin/env bash
# A weekly timer on Sunday at 2:30 misses a whole week when summer time begins.
# Guess: a time that the change of clocks leaves out is served right after it, at 3:00 or 3:30; a
# weekly job is never lost.
# What happens: systemd looks for the next day on which 2:30 exists: for "Sun 02:30 Europe/Berlin"
# that is a week later, for a daily timer the day after. In autumn the time comes once.
# Why it matters: unattended upgrades and maintenance windows are put into the small hours of a
# Sunday, which is when Europe and America change their clocks. Take an hour from 4:00 on, or UTC.
# Seen: systemd 252.39-1~deb12u2 (Debian 12). Upstream: systemd/systemd#5595 (open since 2017).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
cd "$dir"
for package in systemd=252.39-1~deb12u2 libsystemd-shared=252.39-1~deb12u2; do
  if ! timeout 120 apt-get download -qq "$package" > apt.log 2>&1; then
    echo "not run: apt has no $package (offline, another release, or the version is gone)" >&2
    exit 2
  fi
done
for file in *.deb; do dpkg-deb -x "$file" tree; done

lib=$dir/tree/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2> /dev/null || echo x86_64-linux-gnu)
[ -d "$lib/systemd" ] || lib=$dir/tree/lib/x86_64-linux-gnu
analyze=$(find tree -path '*/bin/systemd-analyze')
export LD_LIBRARY_PATH=$lib/systemd:$lib
if ldd "$analyze" | grep 'not found' >&2; then
  echo 'not run: systemd-analyze needs the libraries above' >&2
  exit 2
fi
# The next time in UTC at which a calendar expression comes, counted from a moment in UTC.
next() {
  TZ=UTC LC_ALL=C timeout 20 "$analyze" calendar --base-time="$2 UTC" "$1" |
    grep -o '....-..-.. ..:..:.. UTC' | head -n 1
}
expect() { # expression, from, wanted
  local found
  found=$(next "$1" "$2")
  if [ "$found" != "$3" ]; then
    echo "changed: \"$1\" after $2 comes at $found, not at $3" >&2
    exit 1
  fi
}
# Germany's clocks go from 2:00 to 3:00 on Sunday, 28 March 2027, and back on 31 October.
expect 'Sun *-*-* 02:30:00 Europe/Berlin' '2027-03-26 12:00:00' '2027-04-04 00:30:00 UTC'
expect '*-*-* 02:30:00 Europe/Berlin' '2027-03-27 12:00:00' '2027-03-29 00:30:00 UTC'
expect 'Sun *-*-* 04:00:00 Europe/Berlin' '2027-03-26 12:00:00' '2027-03-28 02:00:00 UTC'
expect '*-*-* 02:30:00 Europe/Berlin' '2027-10-31 00:45:00' '2027-11-01 01:30:00 UTC'
echo 'still so: "Sun 02:30 Europe/Berlin" comes on 4 April 2027, not on 28 March'
