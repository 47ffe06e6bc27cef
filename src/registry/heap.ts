import {setFlagsFromString} from 'node:v8'

/**
 * Keeps V8's young generation as small as it is. Every piece of a stream is garbage as soon as it is sent, but V8 lets
 * it lie until its young generation is full, and that grows while much passes through: on Node 24 to 100 MB of buffers
 * that nobody needs. Small, it is swept more often, which costs next to nothing where so little survives.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
