#!/usr/bin/env bash
# A job at three in the morning runs at two as well, in the night when the clocks go back.
# Guess: with a time zone, "0 3 * * *" means 3:00 by the clock on the wall, each day once; what
# may differ between libraries is only a time within the change itself.
# What happens: cron (npm) answers 2:00, the second one, and then 3:00; so the job runs twice, the
# first time an hour early. The hour after the change is hit in every zone (4:00 in Helsinki, 2:00
# in New York), 4:00 and later in Berlin are right. croner and cron-parser are right. In spring
# they differ about a time that does not exist (2:30): croner and cron run at 3:00, cron-parser at
# 3:30, and croner leaves a step (every 30 minutes from 2:00) out for that day.
# Why it matters: a night self-test or an update runs twice, the first time before its window
# begins.
# Seen: cron 4.4.0, croner 11.0.1, cron-parser 5.10.6. Upstream, for the hour itself:
# kelektiv/node-cron#1087.
set -euo pipefail
packages=(cron@4.4.0 croner@11.0.1 cron-parser@5.10.6)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' > package.json
if ! timeout 180 npm install --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
  "${packages[@]}" > npm.log 2>&1; then
  echo 'not run: npm could not install the pinned packages (offline, or a version is gone)' >&2
  tail -n 3 npm.log >&2
  exit 2
fi
timeout 60 node --input-type=module - <<'JS'
import assert from 'node:assert'
import { CronTime } from 'cron'
import { Cron } from 'croner'
import { CronExpressionParser } from 'cron-parser'

/** The next runs by each library, in UTC, as "month-day hour:minute". */
const runs = (expression, zone, from, count) => {
  const short = (date) => date.toISOString().slice(5, 16).replace('T', ' ')
  const parser = CronExpressionParser.parse(expression, { tz: zone, currentDate: new Date(from) })
  const cron = []
  for (let last = new Date(from); cron.length < count; last = cron.at(-1)) {
    cron.push(new CronTime(expression, zone).getNextDateFrom(last, zone).toJSDate())
  }
  return {
    cron: cron.map(short).join(', '),
    croner: new Cron(expression, { timezone: zone }).nextRuns(count, new Date(from)).map(short).join(', '),
    parser: Array.from({ length: count }, () => short(parser.next().toDate())).join(', '),
  }
}
// Germany goes back to winter time on 31 October 2027 at 3:00; 3:00 in winter is 2:00 in UTC.
assert.deepStrictEqual(runs('0 3 * * *', 'Europe/Berlin', '2027-10-30T12:00:00Z', 2), {
  cron: '10-31 01:00, 10-31 02:00',
  croner: '10-31 02:00, 11-01 02:00',
  parser: '10-31 02:00, 11-01 02:00',
})
assert.strictEqual(
  runs('0 4 * * *', 'Europe/Helsinki', '2027-10-30T12:00:00Z', 2).cron,
  '10-31 01:00, 10-31 02:00',
)
// Summer time begins on 28 March 2027 at 2:00, which is 1:00 in UTC.
assert.deepStrictEqual(runs('30 2 * * *', 'Europe/Berlin', '2027-03-27T12:00:00Z', 1), {
  cron: '03-28 01:00',
  croner: '03-28 01:00',
  parser: '03-28 01:30',
})
assert.match(runs('*/30 2 * * *', 'Europe/Berlin', '2027-03-27T12:00:00Z', 1).croner, /^03-29/)
console.log('still so: cron 4.4.0 runs "0 3 * * *" at 2:00 and at 3:00 in the night of 31 October 2027')
JS
