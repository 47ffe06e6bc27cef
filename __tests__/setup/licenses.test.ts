import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterAll, beforeAll, describe, expect, test} from '@jest/globals'

import {licensesOf, packagesOf} from '../../setup/licenses.js'

test('each package of the files is listed once, also a package within a package, and our own files belong to none', () => {
  expect(
    packagesOf([
      'src/action/index.ts',
      'packages/oci/src/copy.ts',
      'node_modules/undici/index.js',
      'node_modules/undici/lib/core/util.js',
      'node_modules/@actions/github/lib/github.js',
      'node_modules/@actions/github/node_modules/@actions/http-client/lib/index.js'
    ])
  ).toEqual([
    'node_modules/undici',
    'node_modules/@actions/github',
    'node_modules/@actions/github/node_modules/@actions/http-client'
  ])
})

describe('the text of licenses', () => {
  let root: string

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'licenses-'))
  })
  afterAll(async () => {
    await rm(root, {recursive: true})
  })

  async function addPackage(directory: string, description: object, files: Record<string, string>): Promise<string> {
    const path = join(root, directory)
    await mkdir(path)
    await writeFile(join(path, 'package.json'), JSON.stringify(description))
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
    return path
  }

  test('is sorted by name, and has the license and the notice of each package', async () => {
    const two = await addPackage(
      'two',
      {name: 'two', license: 'Apache-2.0'},
      {LICENSE: 'Apache License\r\n', 'NOTICE.txt': 'By Ada\n', 'README.md': 'Two'}
    )
    const one = await addPackage('one', {name: 'one', license: 'MIT'}, {'license.md': 'MIT License\n'})
    expect(licensesOf([two, one])).toBe('one\nMIT\nMIT License\n\ntwo\nApache-2.0\nApache License\nBy Ada\n\n')
  })

  test('lists a package once if it is installed in two versions under one license', async () => {
    const description = {name: 'client', license: 'ISC'}
    const versions = [
      await addPackage('client-3', {...description, version: '3.0.0'}, {}),
      await addPackage('client-4', {...description, version: '4.0.0'}, {})
    ]
    expect(licensesOf(versions)).toBe('client\nISC\n\n')
  })

  test('is refused for a package without any license', async () => {
    const path = await addPackage('none', {name: 'none'}, {})
    expect(() => licensesOf([path])).toThrow(`${path} has no license.`)
  })
})
