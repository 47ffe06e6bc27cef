import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import type {ContextPlace} from './context.js'
import {parseDockerignore} from './dockerignore.js'

/** A context that is an image in a directory. */
type Layout = Extract<ContextPlace, {kind: 'layout'}>

/**
 * Older buildx make this directory in each layout that they open, so it would count after the build and not before. They read
 * nothing in it.
 * @see https://github.com/containerd/containerd/blob/main/plugins/content/local/store.go
 */
export const MADE_IN_LAYOUTS = parseDockerignore('ingest', 'OCI layout').patterns

/**
 * The digests, in hex, that BuildKit may name for the image of a layout: those of the layout's index, and the one that the
 * context names.
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md#indexjson-file
 */
export function digestsOfLayout({path, image}: Pick<Layout, 'path' | 'image'>): string[] {
  const [, named] = /@(.+)$/s.exec(image) ?? []
  return [...digestsInIndex(path), named].flatMap(digest =>
    typeof digest === 'string' ? (DIGEST.exec(digest)?.[1] ?? []) : []
  )
}

const DIGEST = /^[a-z0-9]+:([0-9a-f]{32,})$/

/** A malformed index has none: the build fails, and buildx says why. */
function digestsInIndex(path: string): unknown[] {
  try {
    const {manifests} = JSON.parse(readFileSync(join(path, 'index.json'), 'utf8')) as {manifests: {digest?: unknown}[]}
    return manifests.map(manifest => manifest.digest)
  } catch {
    return []
  }
}
