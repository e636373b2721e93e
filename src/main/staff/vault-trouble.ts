import type { WordKey } from '../platform/words.ts'

/** What is wrong with the vault, by the name of its problem. */
export function vaultTrouble(problem: string): WordKey {
  return VAULT_TROUBLES[problem] ?? 'doctor.vault.wrong'
}

const VAULT_TROUBLES: Readonly<Record<string, WordKey>> = {
  'locked-keyring': 'doctor.vault.locked',
  'no-collection': 'doctor.vault.noCollection',
  'silent-keyring': 'doctor.vault.silent',
  'key-lost': 'doctor.vault.lost',
  'open-key-file': 'doctor.vault.open',
  unwritable: 'doctor.vault.unwritable',
}
