import {basename, dirname, join, relative, resolve} from 'node:path'

import type {BuildDescription} from './build-materials.js'
import type {ContextSetting} from './context.js'
import {isFetchedFile, locateContext, realContext} from './context.js'

/**
 * The places that Docker reads, by their own paths: Docker must not find other files than those that were counted.
 * @throws Failure if a context does not exist
 */
export function placesForDocker(
  {context = '.', file, buildContexts}: Pick<BuildDescription, 'context' | 'file' | 'buildContexts'>,
  directory: string
): {context: string; file: string | undefined; buildContexts: Record<string, string>} {
  const isLocal = locateContext(context, 'context', directory).kind === 'directory'
  return {
    context: contextForDocker(context, 'context', directory),
    file: isLocal && file !== undefined && !isFetchedFile(file) ? ownPath(resolve(directory, file)) : file,
    buildContexts: Object.fromEntries(
      Object.entries(buildContexts).map(([name, value]) => [name, contextForDocker(value, 'build-contexts', directory)])
    )
  }
}

/**
 * A context as Docker is given it: a directory by its own path, so that Docker reads the directory that was counted. Docker
 * runs in the workspace.
 * @throws Failure as `locateContext` does
 */
function contextForDocker(value: string, name: ContextSetting, directory: string): string {
  const place = locateContext(value, name, directory)
  switch (place.kind) {
    case 'directory':
      return realContext(place.path)
    case 'layout':
      // buildx takes a text after `@` or `:` for the image. A directory above the workspace may have one in its name.
      return `oci-layout://${relative(realContext(directory), realContext(place.path)) || '.'}${place.image}`
    case 'image':
    case 'remote':
      return value
  }
}

/** The path of a file in its own directory. The file itself may be a link, which BuildKit follows. */
function ownPath(file: string): string {
  return join(realContext(dirname(file)), basename(file))
}
