import {Failure} from '../core/failure.js'
import {remedy} from '../core/remedy.js'
import {given, setting} from '../core/setting.js'
import type {Form} from './grammar.js'
import {MAX_TAG_LENGTH} from './grammar.js'
import type {ImageEntry} from './stages-file.js'

const MAX_VARIANT_LENGTH = 32

/** The form of a name, as a clause. */
export const VARIANT_FORM = `a lower-case letter, then lower-case letters and digits with single . _ - between them, at most ${MAX_VARIANT_LENGTH} characters`

/** A name that begins with a letter is never taken for the number of a run, or for a part of a version. */
export const variantName: Form = value =>
  /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/.test(value) && value.length <= MAX_VARIANT_LENGTH
    ? undefined
    : `'${value}' is not the name of a variant; write ${VARIANT_FORM}, as in alpine`

/** A tag of one variant of an image: the tag with the name of the variant at its end. Without a variant it is the tag itself. */
export function inVariant(tag: string, variant: string | undefined): string {
  return tag + suffixOf(variant)
}

/** `-alpine`; empty without a variant. */
export function suffixOf(variant: string | undefined): string {
  return variant === undefined ? '' : `-${variant}`
}

/** The longest tag, in characters, that leaves room for the name of the variant at its end. */
export function longestBefore(variant: string | undefined): number {
  return MAX_TAG_LENGTH - suffixOf(variant).length
}

/** The names that a tag of some variant can stand for: the tag itself, and the text before each variant that it ends with. */
export function namesBefore(tag: string, variants: readonly (string | undefined)[]): string[] {
  return [undefined, ...variants]
    .map(suffixOf)
    .flatMap(suffix => (tag.endsWith(suffix) ? [tag.slice(0, tag.length - suffix.length)] : []))
}

/**
 * The ends of names that would make a tag of this variant pass for the tag of another: `-alpine` for the variant `slim` beside
 * `alpine-slim`.
 * @param variants that the stages file lists
 * @param own the variant of the run
 */
export function foreignEndings(variants: readonly string[], own: string | undefined): string[] {
  const suffix = suffixOf(own)
  return variants.map(suffixOf).flatMap(other => {
    const isLonger = other.length > suffix.length && other.endsWith(suffix)
    return isLonger ? [other.slice(0, other.length - suffix.length)] : []
  })
}

/**
 * The entry of one variant of an image: the settings of the image, with those that differ for the variant.
 * @param path of the stages file
 * @throws Failure if the entry lists variants, and none has this name
 */
export function selectVariant(image: ImageEntry, variant: string | undefined, path: string): ImageEntry {
  if (variant === undefined) return image
  const names = Object.keys(image.variants)
  const settings = Object.hasOwn(image.variants, variant) ? image.variants[variant] : undefined
  if (settings !== undefined) {
    return {
      ...image,
      file: settings.file ?? image.file,
      target: settings.target ?? image.target,
      buildArgs: {...image.buildArgs, ...settings.buildArgs}
    }
  }
  // Without a list, the inputs of the job say what differs.
  if (names.length === 0) return image
  throw new Failure(
    `The image ${image.name} in ${path} has no variant \`${variant}\`. Its variants: ${names.join(', ')}.`,
    {
      remedy: remedy`Change ${setting('variant')}, as in ${given('variant', names[0] ?? '')}, or add the variant to ${path}.`
    }
  )
}
