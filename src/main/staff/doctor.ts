import type { Finding, SeenDevices, StaffAction } from '../../contract/staff.ts'
import { wordsIn, type Words } from '../platform/words.ts'
import { createActions } from './actions.ts'
import { findingsOf } from './findings.ts'
import { createLook } from './look.ts'
import { exitCode, reportJson, reportText, type Report } from './report.ts'

type ActionDeps = Omit<Parameters<typeof createActions>[0], 'report'>
export type DoctorDeps = Parameters<typeof createLook>[0] & { readonly appVersion: string }

export interface Doctor {
  /** The self-test in these words; `devices` are what a page has seen. */
  look(devices: SeenDevices | null, words: Words): Promise<readonly Finding[]>
  /** `--doctor`: what is printed, in this language (BCP 47), and the exit code. */
  print(
    as: 'text' | 'json',
    language: string,
  ): Promise<{ readonly text: string; readonly code: 0 | 1 }>
  actions(deps: ActionDeps): (action: StaffAction, findings: readonly Finding[]) => Promise<boolean>
}

/** The self-test of this contact point. */
export function createDoctor(deps: DoctorDeps): Doctor {
  const { policy, clock, appVersion } = deps
  const collectFacts = createLook(deps)
  const device = [policy.site.kiosk, policy.site.store].filter((part) => part !== '').join(', ')

  const report = (findings: readonly Finding[]): Report => ({
    name: policy.brand.name,
    version: appVersion,
    device,
    at: clock.now(),
    findings,
  })
  const look: Doctor['look'] = async (devices, words) =>
    findingsOf(await collectFacts(devices), policy, words)

  return {
    look,
    async print(as, language) {
      const words = wordsIn(language, policy.texts)
      const findings = await look(null, words)
      const text =
        as === 'json' ? reportJson(report(findings)) : reportText(report(findings), words)
      return { text, code: exitCode(findings) }
    },
    actions: (actions) => createActions({ ...actions, report }),
  }
}
