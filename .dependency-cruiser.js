/**
 * The layers of the repository, from the top. A file imports from its own folder and from the layers below, never from above;
 * type imports count. The folders of one layer do not import each other.
 */
const LAYERS = [
  ['src/cli'],
  ['src/action'],
  ['src/report'],
  ['src/doctor'],
  ['src/run'],
  ['src/aws', 'src/docker', 'src/github'],
  ['src/stages', 'src/fingerprint'],
  ['src/core'],
  ['packages/oci/src']
]

const TESTBED_LAYERS = [
  ['testbed/harness'],
  ['testbed/workflow'],
  ['testbed/github'],
  ['testbed/registry'],
  ['testbed/aws'],
  ['testbed/server']
]

const within = paths => `^(?:${paths.join('|')})/`

/** For each folder: the folders that it may not import, because they are above it or beside it. */
function layerRules(layers) {
  return layers.flatMap((folders, layer) =>
    folders.map(folder => ({
      name: `${folder} imports only from the layers below it`,
      severity: 'error',
      from: {path: within([folder])},
      to: {path: within([...layers.slice(0, layer).flat(), ...folders.filter(other => other !== folder)])}
    }))
  )
}

/** A package that only one folder may import. */
function onlyImporter(folder, name, npmPackage) {
  return {
    name: `${folder} is the only importer of ${name}`,
    severity: 'error',
    from: {path: '^src/', pathNot: within([folder])},
    to: {path: `node_modules/${npmPackage}`}
  }
}

export default {
  forbidden: [
    {name: 'no circles', severity: 'error', from: {}, to: {circular: true}},
    ...layerRules(LAYERS),
    ...layerRules(TESTBED_LAYERS),
    {
      name: 'packages/oci imports nothing of ours',
      severity: 'error',
      from: {path: '^packages/oci/src/'},
      to: {path: '^(?:src|infra|testbed|__tests__|bench|demo|setup)/'}
    },
    {
      name: 'infra reads the stages file, and nothing else of the action',
      severity: 'error',
      from: {path: '^infra/(?:bin|lib)/'},
      to: {path: '^(?:src|packages|testbed)/', pathNot: '^src/(?:core|stages)/'}
    },
    {
      name: 'nothing that ships imports what only tests have',
      severity: 'error',
      from: {path: '^(?:src|packages/[^/]+/src|infra/(?:bin|lib))/'},
      to: {path: '^(?:testbed|__tests__|bench|demo|setup)/'}
    },
    onlyImporter('src/aws', 'AWS', '@aws-sdk/'),
    onlyImporter('src/github', "GitHub's API", '@actions/github/'),
    {
      name: 'decisions call no service',
      severity: 'error',
      from: {path: '^src/(?:stages|fingerprint)/'},
      to: {path: 'node_modules/(?:@aws-sdk|@actions|undici)/'}
    },
    {name: 'every import leads somewhere', severity: 'error', from: {}, to: {couldNotResolve: true}}
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    doNotFollow: {path: 'node_modules'},
    exclude: {path: '^(?:dist|infra/cdk\\.out)/'},
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json']
    }
  }
}
