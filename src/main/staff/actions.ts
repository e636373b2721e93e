import type { Finding, StaffAction } from '../../contract/staff.ts'
import type { Words } from '../platform/words.ts'
import { reportPage, reportText, type Report } from './report.ts'

interface Deps {
  readonly report: (findings: readonly Finding[]) => Report
  readonly words: () => Words
  readonly language: () => string
  readonly print: (html: string) => Promise<boolean>
  readonly save: (name: string, content: string) => Promise<boolean>
  readonly copy: (text: string) => void
  /** The app starts anew. */
  readonly restart: () => void
  /** The app ends. */
  readonly leave: () => void
}

/** What the buttons of the staff page do; answers whether it was done. */
export function createActions(
  deps: Deps,
): (action: StaffAction, findings: readonly Finding[]) => Promise<boolean> {
  return async (action, findings) => {
    const report = deps.report(findings)
    switch (action) {
      case 'print':
        return deps.print(reportPage(report, deps.words(), deps.language()))
      case 'save':
        return deps.save('callpoint-doctor.txt', reportText(report, deps.words()))
      case 'copy':
        deps.copy(reportText(report, deps.words()))
        return true
      case 'restart':
        deps.restart()
        return true
      case 'leave':
        deps.leave()
        return true
    }
  }
}
