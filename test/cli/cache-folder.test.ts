import type * as Os from 'node:os'
import { cacheFolder } from '../../cli/cache-folder'

const os = jest.requireActual<typeof Os>('node:os')
const home = os.homedir()

it.each([
  ['linux', {}, `${home}/.cache/natlens`],
  ['linux', { XDG_CACHE_HOME: '/var/cache/me' }, '/var/cache/me/natlens'],
  ['darwin', {}, `${home}/Library/Caches/natlens`],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/natlens/Cache'],
  ['win32', {}, `${home}/.cache/natlens`],
])('is where %s wants it, with %j', (platform, environment, folder) => {
  expect(cacheFolder({ platform, environment })).toBe(folder)
})

it('is none for a user without a home', async () => {
  // Only a process of another user could show it: what Node says of such a one.
  const homedir = () => {
    throw new Error('A system error occurred: uv_os_homedir returned ENOENT')
  }
  jest.resetModules()
  jest.doMock('node:os', () => ({ ...os, homedir }))
  const fresh = await import('../../cli/cache-folder')
  jest.dontMock('node:os')

  expect(fresh.cacheFolder({ platform: 'linux', environment: {} })).toBeUndefined()
})
