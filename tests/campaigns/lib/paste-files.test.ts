import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'
import { readPastes } from './paste-files.ts'

it('campaign reads pastes, the HTML part of a mail and a saved page, each in its encoding', async () => {
  const pastes = await readPastes(join(repositoryRoot, 'tests', 'fixtures', 'pastes'))
  const html = (name: string) => pastes.find((paste) => paste.name === name)?.html
  expect(html('word.html')).toContain('Gerät ausschalten')
  expect(html('thunderbird.eml')).toContain('<b>morgen früh</b>')
  expect(html('saved-page.mht')).toContain('20 €')
  expect(pastes.map(({ name }) => name)).toEqual(pastes.map(({ name }) => name).toSorted())
})
