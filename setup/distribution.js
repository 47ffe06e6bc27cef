// Identifies the Linux distribution, the packages with the programs that the tests need, and the archive of the packages.

/**
 * @param {string} osRelease text of /etc/os-release
 * @returns {import('./distribution.js').DistributionRelease}
 */
export function parseOsRelease(osRelease) {
  const values = new Map()
  for (const line of osRelease.split('\n')) {
    const match = /^([A-Z_]+)=(["']?)(.*)\2$/.exec(line.trim())
    if (match) values.set(match[1], match[3])
  }
  const version = Number.parseFloat(values.get('VERSION_ID') ?? '')
  return {
    id: values.get('ID') ?? 'linux',
    version: Number.isNaN(version) ? Number.POSITIVE_INFINITY : version,
    codename: values.get('VERSION_CODENAME') ?? ''
  }
}

/**
 * The packages to unpack, each as `name/suite`, or as `name` for the newest version in the release and its updates.
 * Undefined on a distribution whose packages are not known to run.
 * @param {import('./distribution.js').DistributionRelease} release
 * @returns {import('./distribution.js').PackagePlan | undefined}
 */
export function packagePlan({id, version, codename}) {
  if (id === 'debian' && version >= 12) {
    // Debian 12 has no buildx, and its engine lacks the containerd image store. The programs of Debian 13 run on it, except
    // runc, which requires a newer libc. Debian 14 has the first buildx that writes what a build has read.
    const suite = version === 12 ? 'trixie' : codename
    return {
      suites: [...new Set([codename, suite, 'bookworm', 'trixie', 'forky'])],
      components: ['main'],
      engine: [
        `docker.io/${suite}`,
        `docker-cli/${suite}`,
        'docker-buildx/forky',
        `containerd/${suite}`,
        `runc/${codename}`
      ],
      // Its clients are of the same release, because they are what a machine with this engine has.
      engine28: ['docker.io/forky', 'docker-cli/forky', 'docker-buildx/forky', 'containerd/forky', `runc/${codename}`],
      legacyDocker: ['docker.io/bookworm'],
      registry: [`docker-registry/${codename}`],
      busybox: [`busybox-static/${codename}`],
      openssl: openssl(version === 12 ? 'bookworm' : 'trixie'),
      judges: [...skopeo(version === 12 ? 'bookworm' : 'trixie'), 'oras/trixie', 'cosign/trixie'],
      lacking: []
    }
  }
  if (id === 'ubuntu' && version >= 22.04) {
    const suite = version === 22.04 ? 'jammy' : 'noble'
    return {
      suites: [...new Set([codename, `${codename}-updates`, 'jammy', suite])],
      components: ['main', 'universe'],
      engine: ['docker.io', 'docker-buildx', 'containerd', 'runc'],
      engine28: [],
      legacyDocker: ['docker.io/jammy'],
      registry: ['docker-registry'],
      busybox: ['busybox-static'],
      openssl: openssl(suite),
      judges: skopeo(suite),
      lacking: ['oras', 'cosign']
    }
  }
  return undefined
}

// The lists omit libraries that every machine with apt has. The names change with each release, so a newer release gets the
// newest packages listed here: an older program runs on a newer libc.
const skopeoLibraries = {
  bookworm: ['libgpgme11', 'libassuan0', 'libgpg-error0', 'libdevmapper1.02.1'],
  trixie: ['libgpgme11t64', 'libassuan9', 'libgpg-error0', 'libsqlite3-0'],
  jammy: ['libgpgme11', 'libassuan0', 'libgpg-error0', 'libdevmapper1.02.1'],
  noble: ['libgpgme11t64', 'libassuan0', 'libgpg-error0', 'libdevmapper1.02.1', 'libsqlite3-0']
}

function skopeo(suite) {
  return ['skopeo', ...skopeoLibraries[suite]].map(name => `${name}/${suite}`)
}

// Since 2024, the name of the library tells that its times have 64 bits.
function openssl(suite) {
  const library = ['bookworm', 'jammy'].includes(suite) ? 'libssl3' : 'libssl3t64'
  return ['openssl', library].map(name => `${name}/${suite}`)
}

/**
 * Parses the sources of binary packages in a file of apt, in either format of sources.list(5).
 * @param {string} text
 * @param {'one-line' | 'deb822'} format
 * @returns {import('./distribution.js').AptSource[]}
 */
export function parseSources(text, format) {
  return format === 'one-line' ? parseOneLine(text) : parseDeb822(text)
}

function parseOneLine(text) {
  return text.split('\n').flatMap(line => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line)
    if (!match) return []
    const [, options = '', uri, suite, components] = match
    const option = name =>
      words(options)
        .find(word => word.startsWith(`${name}=`))
        ?.slice(name.length + 1)
    return [source([uri], [suite], words(components), option('signed-by'), option('trusted'))]
  })
}

function parseDeb822(text) {
  const lines = text.split('\n').filter(line => !line.startsWith('#'))
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .flatMap(stanza => {
      const fields = new Map()
      // A line that starts with a space continues the field above. Embedded keys use this.
      for (const [, name, value] of stanza.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm)) {
        fields.set(name.toLowerCase(), value.trim())
      }
      const list = name => words(fields.get(name) ?? '')
      if (!list('types').includes('deb') || /^(no|false|off|0)$/i.test(fields.get('enabled') ?? '')) return []
      const [uris, suites, components] = [list('uris'), list('suites'), list('components')]
      return [source(uris, suites, components, fields.get('signed-by'), fields.get('trusted'))]
    })
}

function words(text) {
  return text.split(/\s+/).filter(word => word !== '')
}

function source(uris, suites, components, signedBy, trusted) {
  return {uris, suites, components, ...(signedBy && {signedBy}), ...(trusted && {trusted})}
}

/**
 * A .sources file for the suites of the plan, from the archive that this machine uses for its own release.
 * @param {import('./distribution.js').AptSource[]} sources
 * @param {string} codename
 * @param {{suites: string[], components: string[]}} plan
 * @param {string} keyring the key if the machine's own source names none; '' for the default keys of apt
 * @returns {string | undefined} undefined if no source of the machine contains its release
 */
export function sourcesFor(sources, codename, plan, keyring) {
  const rolling = ['stable', 'testing', 'unstable', 'sid']
  const archive = sources.find(
    ({suites, components}) =>
      components.includes('main') && suites.some(name => name === codename || rolling.includes(name))
  )
  if (!archive) return undefined
  const signedBy = archive.signedBy ?? keyring
  const lines = [
    'Types: deb',
    `URIs: ${archive.uris.join(' ')}`,
    `Suites: ${plan.suites.join(' ')}`,
    `Components: ${plan.components.join(' ')}`,
    ...(signedBy ? [`Signed-By: ${signedBy}`] : []),
    ...(archive.trusted ? [`Trusted: ${archive.trusted}`] : [])
  ]
  return `${lines.join('\n')}\n`
}
