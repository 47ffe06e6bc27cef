import {programEnvironment} from '../core/process-env.js'
import {readSurroundings} from '../docker/surroundings.js'
import {buildSettings, ownPlatform} from '../run/build-settings.js'
import {checkLinks} from '../run/checkout.js'
import type {CommandResult} from './command-result.js'
import {listInputs} from './input-listing.js'
import {jsonOfListing, linesOfListing, onOneLine} from './inputs-report.js'
import type {Invocation} from './invocation.js'
import {readLocalBuild} from './local-project.js'
import type {BuildOptions, CommonOptions} from './options.js'
import {topOfWorkTree} from './working-tree.js'

/** Lists everything that a build reads, without any request. */
export async function inputs(
  common: CommonOptions,
  options: BuildOptions,
  invocation: Invocation
): Promise<CommandResult> {
  const {directory, log} = invocation
  const environment = programEnvironment(invocation.environment)
  const top = await topOfWorkTree(directory, environment)
  const build = await readLocalBuild({directory: top}, {...options, ...common}, invocation)
  const settings = buildSettings({...build, environment})
  await checkLinks(settings, top, environment)
  const surroundings = await readSurroundings(environment)
  const machine = {directory: top, environment, surroundings, buildPlatform: ownPlatform()}
  const listing = await listInputs(settings, machine)
  for (const notice of [...surroundings.notices, ...listing.notices]) log.notice(onOneLine(notice))
  return {lines: linesOfListing(listing), json: jsonOfListing(listing)}
}
