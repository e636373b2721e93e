#!/usr/bin/env bash
# A print server keeps what was printed, with its title and who printed it, after the paper is
# out.
# Guess: the spool holds a document until it is printed; then it is gone.
# What happens: CUPS keeps the file of each job for a day (PreserveJobFiles, default 86400
# seconds) and the job's title and user as long as its history goes (PreserveJobHistory, 500
# jobs). Debian's cupsd.conf sets neither. With both switched off nothing is left.
# Why it matters: a kiosk that wipes a visit still has every slip and transcript of the day in
# /var/spool/cups, and the titles in its list of jobs. The set-up has to switch both off, and a
# job's title must not name the customer.
# Seen: cups-daemon 2.4.2-3+deb12u9 (Debian 12).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
cd "$dir"
for package in cups-daemon=2.4.2-3+deb12u9 cups-client=2.4.2-3+deb12u9 libcups2=2.4.2-3+deb12u9; do
  if ! timeout 120 apt-get download -qq "$package" > apt.log 2>&1; then
    echo "not run: apt has no $package (offline, another release, or the version is gone)" >&2
    exit 2
  fi
done
for file in *.deb; do dpkg-deb -x "$file" tree; done

if [ "$(id -u)" != 0 ]; then
  echo 'not run: this cupsd of its own has to be started as root' >&2
  exit 2
fi
lib=$(dirname "$(find "$dir/tree" -name 'libcups.so.2')")
export LD_LIBRARY_PATH=$lib PATH=$dir/tree/usr/bin:$dir/tree/usr/sbin:$PATH LC_ALL=C
if ldd tree/usr/sbin/cupsd | grep 'not found' >&2; then
  echo 'not run: cupsd needs the libraries above (apt-get install cups-daemon brings them)' >&2
  exit 2
fi
# Prints one page on a print server with the given settings; says which files of the job are left.
left() {
  local at=$dir/$1
  mkdir -p "$at"/{spool/tmp,cache,state,server}
  printf 'Listen %s\nBrowsing Off\nDefaultAuthType None\nLogLevel none\n%b' "$at/sock" "$2" > "$at/cupsd.conf"
  printf '<Location />\nAllow all\n</Location>\n' >> "$at/cupsd.conf"
  printf '<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n' >> "$at/cupsd.conf"
  cat > "$at/files.conf" <<CONF
FileDevice Yes
ServerRoot $at/server
ServerBin $dir/tree/usr/lib/cups
DataDir $dir/tree/usr/share/cups
RequestRoot $at/spool
TempDir $at/spool/tmp
CacheDir $at/cache
StateDir $at/state
ErrorLog $at/error_log
AccessLog $at/access_log
CONF
  export CUPS_SERVER=$at/sock
  timeout 60 cupsd -f -c "$at/cupsd.conf" -s "$at/files.conf" > "$at/out" 2>&1 &
  local daemon=$!
  for _ in $(seq 50); do lpstat -r 2> /dev/null | grep -q 'is running' && break || sleep 0.2; done
  timeout 10 lpadmin -p slip -E -v file:/dev/null 2> /dev/null
  echo 'Your number is 4711' > "$at/slip.txt"
  timeout 10 lp -d slip -t 'Slip of a customer' "$at/slip.txt" > /dev/null
  for _ in $(seq 50); do [ -z "$(timeout 5 lpstat -o slip)" ] && break || sleep 0.2; done
  kill "$daemon"
  wait "$daemon" 2> /dev/null || true
  (cd "$at/spool" && grep -la 'number is 4711' d* 2> /dev/null; grep -la 'Slip of a customer' c* 2> /dev/null) |
    tr '\n' ' ' || true
}
kept=$(left default '')
none=$(left off 'PreserveJobFiles No\nPreserveJobHistory No\n')
if [ "$kept" != 'd00001-001 c00001 ' ] || [ -n "$none" ]; then
  echo "changed: left by default: '$kept', with both settings off: '$none'" >&2
  exit 1
fi
echo "still so: a printed page and its title stay in CUPS's spool (${kept% }), unless it is told otherwise"
