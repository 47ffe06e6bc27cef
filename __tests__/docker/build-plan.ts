import type {BuildPlan} from '../../src/docker/command.js'

/** A build of the working directory, without settings. */
export const PLAIN_BUILD: BuildPlan = {
  context: '.',
  file: undefined,
  target: undefined,
  platforms: ['linux/amd64'],
  buildArgs: {},
  buildContexts: {},
  pins: {},
  secrets: [],
  ssh: [],
  descriptions: {},
  ownAnnotations: {},
  labels: {},
  annotations: {},
  cacheFrom: [],
  cacheTo: [],
  noCache: false,
  noCacheFilters: [],
  pull: false,
  provenance: 'false',
  sbom: 'false',
  attests: [],
  builder: undefined,
  network: undefined,
  addHosts: [],
  allow: [],
  shmSize: undefined,
  ulimit: [],
  cgroupParent: undefined,
  push: undefined
}
