import {describe, expect, test} from '@jest/globals'

import type {DistributionRelease} from '../../setup/distribution.js'
import {packagePlan, parseOsRelease, parseSources, sourcesFor} from '../../setup/distribution.js'

describe('the release in /etc/os-release', () => {
  test.each<[string, string, DistributionRelease]>([
    [
      'with double quotes',
      'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n',
      {id: 'debian', version: 12, codename: 'bookworm'}
    ],
    [
      'with single quotes',
      "ID=ubuntu\nVERSION_ID='24.04'\nVERSION_CODENAME=noble",
      {id: 'ubuntu', version: 24.04, codename: 'noble'}
    ],
    ['without a number', 'ID=debian\nVERSION_CODENAME=forky', {id: 'debian', version: Infinity, codename: 'forky'}],
    ['in an empty file', '', {id: 'linux', version: Infinity, codename: ''}]
  ])('%s', (_, text, expected) => {
    expect(parseOsRelease(text)).toEqual(expected)
  })
})

describe('the packages to unpack', () => {
  test('Debian 12 gets the engine of Debian 13, the buildx of Debian 14, and its own runc', () => {
    const plan = packagePlan({id: 'debian', version: 12, codename: 'bookworm'})
    expect(plan?.suites).toEqual(['bookworm', 'trixie', 'forky'])
    expect(plan?.engine).toEqual(
      expect.arrayContaining(['docker.io/trixie', 'docker-buildx/forky', 'containerd/trixie', 'runc/bookworm'])
    )
  })

  test.each<DistributionRelease>([
    {id: 'debian', version: 13, codename: 'trixie'},
    {id: 'debian', version: Infinity, codename: 'forky'}
  ])('$id $codename gets its own engine, and a client older than 23 from Debian 12', release => {
    const plan = packagePlan(release)
    const own = plan?.engine.filter(name => !name.startsWith('docker-buildx/'))
    expect(own?.every(name => name.endsWith(`/${release.codename}`))).toBe(true)
    expect(plan?.legacyDocker).toEqual(['docker.io/bookworm'])
    expect(plan?.suites).toEqual([...new Set([release.codename, 'bookworm', 'trixie', 'forky'])])
  })

  test.each<DistributionRelease>([
    {id: 'debian', version: 12, codename: 'bookworm'},
    {id: 'debian', version: 13, codename: 'trixie'}
  ])('Debian $version gets Docker 28.5 with its clients from Debian 14, and its own runc', release => {
    const {engine28} = packagePlan(release) ?? {}
    const newer = ['docker.io', 'docker-cli', 'docker-buildx', 'containerd'].map(name => `${name}/forky`)
    expect(engine28).toEqual([...newer, `runc/${release.codename}`])
  })

  test('Ubuntu gets no Docker 28.5', () => {
    expect(packagePlan({id: 'ubuntu', version: 24.04, codename: 'noble'})?.engine28).toEqual([])
  })

  test('Ubuntu gets the newest packages of its release and updates, and a client older than 23 from 22.04', () => {
    const plan = packagePlan({id: 'ubuntu', version: 24.04, codename: 'noble'})
    expect(plan?.suites).toEqual(['noble', 'noble-updates', 'jammy'])
    expect(plan?.engine).toContain('docker-buildx')
    expect(plan?.legacyDocker).toEqual(['docker.io/jammy'])
  })

  test.each<[string, DistributionRelease, string, string]>([
    ['Debian 12', {id: 'debian', version: 12, codename: 'bookworm'}, 'bookworm', 'libgpgme11'],
    ['Debian 13', {id: 'debian', version: 13, codename: 'trixie'}, 'trixie', 'libgpgme11t64'],
    ['a Debian without a number', {id: 'debian', version: Infinity, codename: 'forky'}, 'trixie', 'libgpgme11t64']
  ])(
    '%s gets oras and cosign of Debian 13, and skopeo from the release whose libraries have these names',
    (_, release, suite, library) => {
      const plan = packagePlan(release)
      expect(plan?.judges).toEqual(
        expect.arrayContaining([`skopeo/${suite}`, `${library}/${suite}`, 'oras/trixie', 'cosign/trixie'])
      )
      expect(plan?.lacking).toEqual([])
    }
  )

  test.each<[string, DistributionRelease, string, string]>([
    ['Ubuntu 22.04', {id: 'ubuntu', version: 22.04, codename: 'jammy'}, 'jammy', 'libgpgme11'],
    ['Ubuntu 24.04', {id: 'ubuntu', version: 24.04, codename: 'noble'}, 'noble', 'libgpgme11t64'],
    ['a later Ubuntu', {id: 'ubuntu', version: 26.04, codename: 'resolute'}, 'noble', 'libgpgme11t64']
  ])('%s gets skopeo with its libraries, and reports that it lacks oras and cosign', (_, release, suite, library) => {
    const plan = packagePlan(release)
    expect(plan?.judges).toEqual(expect.arrayContaining([`skopeo/${suite}`, `${library}/${suite}`]))
    expect(plan?.judges.some(name => /^(oras|cosign)/.test(name))).toBe(false)
    expect(plan?.lacking).toEqual(['oras', 'cosign'])
  })

  test.each<[string, DistributionRelease, string[]]>([
    ['Debian 12', {id: 'debian', version: 12, codename: 'bookworm'}, ['openssl/bookworm', 'libssl3/bookworm']],
    ['Debian 13', {id: 'debian', version: 13, codename: 'trixie'}, ['openssl/trixie', 'libssl3t64/trixie']],
    ['a later Debian', {id: 'debian', version: Infinity, codename: 'forky'}, ['openssl/trixie', 'libssl3t64/trixie']],
    ['Ubuntu 22.04', {id: 'ubuntu', version: 22.04, codename: 'jammy'}, ['openssl/jammy', 'libssl3/jammy']],
    ['a later Ubuntu', {id: 'ubuntu', version: 26.04, codename: 'resolute'}, ['openssl/noble', 'libssl3t64/noble']]
  ])('%s gets openssl with the library of its suite', (_, release, packages) => {
    expect(packagePlan(release)?.openssl).toEqual(packages)
  })

  test.each<DistributionRelease>([
    {id: 'debian', version: 12, codename: 'bookworm'},
    {id: 'debian', version: 13, codename: 'trixie'},
    {id: 'debian', version: Infinity, codename: 'forky'},
    {id: 'ubuntu', version: 22.04, codename: 'jammy'},
    {id: 'ubuntu', version: 24.04, codename: 'noble'},
    {id: 'ubuntu', version: 26.04, codename: 'resolute'}
  ])('$id $codename downloads from the suites that its packages name', release => {
    const {suites = [], ...plan} = packagePlan(release) ?? {}
    const named = Object.values(plan)
      .flat()
      .flatMap(name => (name.includes('/') ? [name.replace(/.*\//, '')] : []))
    expect(suites).toEqual(expect.arrayContaining(named))
  })

  test.each<DistributionRelease>([
    {id: 'debian', version: 11, codename: 'bullseye'},
    {id: 'ubuntu', version: 20.04, codename: 'focal'},
    {id: 'fedora', version: 42, codename: ''}
  ])('$id $version gets nothing', release => {
    expect(packagePlan(release)).toBeUndefined()
  })
})

describe("apt's sources", () => {
  test.each<[string, string, ReturnType<typeof parseSources>]>([
    [
      'one-line',
      'deb http://mirror.example/debian bookworm main contrib # the archive\n',
      [{uris: ['http://mirror.example/debian'], suites: ['bookworm'], components: ['main', 'contrib']}]
    ],
    [
      'one-line with options',
      'deb [arch=amd64 signed-by=/etc/keys/a.gpg trusted=yes] https://mirror.example/debian/ bookworm main',
      [
        {
          uris: ['https://mirror.example/debian/'],
          suites: ['bookworm'],
          components: ['main'],
          signedBy: '/etc/keys/a.gpg',
          trusted: 'yes'
        }
      ]
    ],
    ['comments, source packages and blank lines', '# deb http://a b c\n\ndeb-src http://a bookworm main\n', []]
  ])('%s', (_, text, expected) => {
    expect(parseSources(text, 'one-line')).toEqual(expected)
  })

  test('.sources files: several stanzas, several values, comments, disabled ones', () => {
    const text = `Types: deb deb-src
# http://snapshot.example
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
Enabled: no
URIs: http://off.example
Suites: bookworm
Components: main

types: deb-src
uris: http://source.example
suites: bookworm
components: main
`
    expect(parseSources(text, 'deb822')).toEqual([
      {
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main'],
        signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg'
      }
    ])
  })

  test('a key that is embedded in a .sources file keeps its lines', () => {
    const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----'
    const text = `Types: deb\nURIs: http://a\nSuites: trixie\nComponents: main\nSigned-By:\n ${key}\n`
    expect(parseSources(text, 'deb822')[0]?.signedBy).toBe(key)
  })
})

describe('the sources to download from', () => {
  const plan = {suites: ['bookworm', 'trixie'], components: ['main']}
  const other = {uris: ['http://other.example'], suites: ['nodistro'], components: ['main']}
  const archive = {uris: ['http://mirror.example/debian'], suites: ['bookworm'], components: ['main']}
  const keyring = '/keys/debian.gpg'

  test('name the suites in the archive of the machine', () => {
    expect(sourcesFor([other, archive], 'bookworm', plan, keyring)).toBe(`Types: deb
URIs: http://mirror.example/debian
Suites: bookworm trixie
Components: main
Signed-By: /keys/debian.gpg
`)
  })

  test('keep the key and the trust of the machine', () => {
    const own = {...archive, signedBy: '/keys/own.gpg', trusted: 'yes'}
    const text = sourcesFor([own], 'bookworm', plan, keyring)
    expect(text).toContain('Signed-By: /keys/own.gpg\nTrusted: yes\n')
  })

  test('name no key if there is none, so that apt uses its default keys', () => {
    expect(sourcesFor([archive], 'bookworm', plan, '')).not.toContain('Signed-By')
  })

  test.each(['stable', 'testing', 'sid'])('accept an archive with the suite %s', suite => {
    const text = sourcesFor([{...archive, suites: [suite]}], 'forky', plan, '')
    expect(text).toContain('URIs: http://mirror.example/debian')
  })

  test('are not known if the machine has no source of the release', () => {
    expect(sourcesFor([other], 'bookworm', plan, '')).toBeUndefined()
  })
})
