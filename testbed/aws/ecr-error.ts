/** ECR's refusal, named as its API names it. */
export class EcrError extends Error {
  override name = 'EcrError'

  constructor(
    /** `ImageTagAlreadyExistsException`, ... */
    readonly code: string,
    message: string
  ) {
    super(message)
  }
}
