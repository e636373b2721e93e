#!/usr/bin/env bash
# A phone that scans an address with an umlaut shows plain text, not a link.
# Guess: what begins with https:// in a QR code is a link to every reader.
# What happens: ZXing, on which many readers stand, calls it a link only if all its characters are
# ASCII letters, digits and a few marks: an umlaut or Arabic in the path, an international host
# name, a blank, "|" or a quotation mark make it a TEXT, and so does a user name. Percent-encoded
# or in Punycode it is a URI. A sip: address is always TEXT. An entry with TZID is read in the
# phone's own zone.
# Why it matters: a link handed over by QR code cannot be tapped. Put new URL(address).href into
# the code, and encode the | ^ { } that it leaves in a query.
# Seen: ZXing core 3.4.1 (Debian libzxing-core-java 3.4.1+ds-1), Java 17.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
chmod 755 "$dir"
cd "$dir"
for package in libzxing-core-java=3.4.1+ds-1; do
  if ! timeout 120 apt-get download -qq "$package" > apt.log 2>&1; then
    echo "not run: apt has no $package (offline, another release, or the version is gone)" >&2
    exit 2
  fi
done
for file in *.deb; do dpkg-deb -x "$file" tree; done

if ! command -v java > /dev/null; then
  echo 'not run: a Java runtime is needed (Debian: default-jdk-headless)' >&2
  exit 2
fi
cat > Kinds.java <<'JAVA'
import com.google.zxing.BarcodeFormat;
import com.google.zxing.Result;
import com.google.zxing.client.result.CalendarParsedResult;
import com.google.zxing.client.result.ParsedResult;
import com.google.zxing.client.result.ResultParser;

class Kinds {
  static ParsedResult parse(String text) {
    return ResultParser.parseResult(new Result(text, null, null, BarcodeFormat.QR_CODE));
  }

  public static void main(String[] texts) {
    StringBuilder kinds = new StringBuilder();
    for (String text : texts) kinds.append(parse(text).getType()).append(' ');
    java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("America/New_York"));
    String event = "BEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=Europe/Berlin:20261201T090000\nEND:VEVENT";
    long start = ((CalendarParsedResult) parse(event)).getStartTimestamp();
    System.out.println(kinds + java.time.Instant.ofEpochMilli(start).toString());
  }
}
JAVA
seen=$(timeout 60 java -Dfile.encoding=UTF-8 -Dsun.jnu.encoding=UTF-8 -cp tree/usr/share/java/core.jar Kinds.java \
  https://shop.example/a https://shop.example/k%C3%B6ln https://xn--kln-sna.example/ \
  https://shop.example/köln https://köln.example/ 'https://shop.example/a|b' sip:agent@shop.example)
wanted='URI URI URI TEXT TEXT TEXT TEXT 2026-12-01T14:00:00Z'
if [ "$seen" != "$wanted" ]; then
  echo "changed: ZXing says $seen, not $wanted" >&2
  exit 1
fi
echo 'still so: ZXing takes https://shop.example/köln and sip:agent@shop.example for plain text'
