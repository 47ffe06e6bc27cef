/**
 * The floors of the house, from the top. A file imports from its own room and from the floors below, never from above;
 * type imports count. Rooms on one floor do not know each other.
 */
const FLOORS = [
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

const TESTBED_FLOORS = [
  ['testbed/harness'],
  ['testbed/workflow'],
  ['testbed/github'],
  ['testbed/registry'],
  ['testbed/aws'],
  ['testbed/server']
]

const within = paths => `^(?:${paths.join('|')})/`

/** For each room: what it may not import, because it lies above or beside. */
function floorRules(floors) {
  return floors.flatMap((rooms, floor) =>
    rooms.map(room => ({
      name: `${room} imports from the floors below it alone`,
      severity: 'error',
      from: {path: within([room])},
      to: {path: within([...floors.slice(0, floor).flat(), ...rooms.filter(other => other !== room)])}
    }))
  )
}

/** A package that one room speaks to for all others. */
function onlyImporter(room, name, npmPackage) {
  return {
    name: `${room} alone speaks to ${name}`,
    severity: 'error',
    from: {path: '^src/', pathNot: within([room])},
    to: {path: `node_modules/${npmPackage}`}
  }
}

export default {
  forbidden: [
    {name: 'no circles', severity: 'error', from: {}, to: {circular: true}},
    ...floorRules(FLOORS),
    ...floorRules(TESTBED_FLOORS),
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
