import type { Finding, Verdict } from '../../contract/staff.ts'
import type { Words } from '../platform/words.ts'
import { escaped, paperPage, tagOf } from '../paper/paper-page.ts'

export interface Report {
  readonly name: string
  readonly version: string
  readonly device: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly findings: readonly Finding[]
}

const VERDICTS: readonly Verdict[] = ['mend', 'unknown', 'well']

/** For people: what is wrong first, each with what to do. */
export function reportText(report: Report, words: Words): string {
  const { name, version, device, at, findings } = report
  const lines = [
    words('doctor.title', { name, version }),
    [new Date(at).toISOString(), device].filter((part) => part !== '').join('  '),
  ]
  for (const verdict of VERDICTS) {
    const found = findings.filter((finding) => finding.verdict === verdict)
    if (found.length === 0) continue
    const number = words('doctor.findings', { count: found.length })
    lines.push('', `${words(`doctor.${verdict}`)}: ${number}`)
    for (const { text, value, advice } of found) {
      lines.push(`- ${text}${value === undefined ? '' : `: ${value}`}`)
      if (advice !== undefined) lines.push(`  ${words('doctor.do', { advice })}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** For programs: one JSON object. */
export function reportJson({ name, version, device, at, findings }: Report): string {
  const mend = findings.filter(({ verdict }) => verdict === 'mend').length
  return `${JSON.stringify({ name, version, device, at: new Date(at).toISOString(), mend, findings }, null, 2)}\n`
}

/** For paper. */
export function reportPage(report: Report, words: Words, language: string): string {
  const title = words('doctor.title', { name: report.name, version: report.version })
  return paperPage({
    language: tagOf(language),
    title,
    style: `@page { margin: 16mm } body { margin: 0; color: #101a1d; font: 11pt/1.4 'Noto Sans', 'Noto Sans Arabic', sans-serif } pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }`,
    body: `<pre dir="auto">${escaped(reportText(report, words))}</pre>`,
  })
}

/** The exit code of `--doctor`: 1 where something is to mend. */
export function exitCode(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ verdict }) => verdict === 'mend') ? 1 : 0
}
