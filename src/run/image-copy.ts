import type {CopyReport} from '@org/oci/copy'
import type {Manifest} from '@org/oci/manifest'

import {Lazy} from '../core/lazy.js'
import {bytes} from '../core/quantities.js'
import type {StageRun} from './context.js'
import {progressLines} from './copy-progress.js'
import {foreignText, uncopiedWarning} from './copy-remarks.js'
import type {PromotionSource} from './promotion-source.js'
import type {StageRepository} from './session.js'
import type {TaggableImage} from './tags.js'

/** An image that was copied to the target. */
export class CopiedImage implements TaggableImage {
  private readonly again: Lazy<CopyReport>

  constructor(
    readonly manifest: Manifest,
    private readonly first: CopyReport,
    copyAgain: () => Promise<CopyReport>
  ) {
    this.again = new Lazy(copyAgain)
  }

  /** Copies the whole image again, but only once, even if several tags find that a part is missing. */
  readonly sendAgain = (): Promise<CopyReport> => this.again.get()

  /** The report of the last copy. */
  async report(): Promise<CopyReport> {
    return (await this.again.ifMade()) ?? this.first
  }
}

/** Copies an image with all its parts, by its digest, from registry to registry. */
export async function copyToTarget(
  run: StageRun,
  source: StageRepository,
  target: StageRepository,
  image: PromotionSource
): Promise<CopiedImage> {
  const {manifest, origin} = image
  // The origin is read while the layers are copied.
  origin.start()
  const report = await copyOnce(run, source, target, manifest.digest, false)
  return new CopiedImage(manifest, report, () => {
    run.log.notice(
      `${target.repository.name} has ${manifest.digest}, but reports that a part of it is missing. The whole image is copied again.`
    )
    return copyOnce(run, source, target, manifest.digest, true)
  })
}

async function copyOnce(
  {log, timings, signal}: StageRun,
  source: StageRepository,
  target: StageRepository,
  digest: string,
  evenIfPresent: boolean
): Promise<CopyReport> {
  const {copyImage: copy} = await import('@org/oci/copy')
  const report = await timings.time('copy', () =>
    copy({
      source: {registry: source.registry, repository: source.repository.name},
      target: {registry: target.registry, repository: target.repository.name},
      digest,
      evenIfPresent,
      signal,
      onProgress: progressLines(log.info, () => performance.now())
    })
  )
  const {mounted, copied, alreadyThere} = report.blobs
  log.info(
    report.alreadyThere
      ? 'The target has this image already.'
      : `Layers and configs: ${mounted} mounted, ${copied} copied (${bytes(report.bytes)}), ${alreadyThere} there already.`
  )
  for (const layer of report.foreign ?? []) log.info(foreignText(layer))
  if (report.uncopied !== undefined) {
    const warning = uncopiedWarning(report.uncopied, digest, target.repository.name)
    log.warning(warning.text, warning.remedy)
  }
  return report
}
