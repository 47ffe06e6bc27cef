import {rmSync} from 'node:fs'

// However the step ended, its Docker config must not outlive the job. Node's own modules are enough to remove it.
const directory = process.env['STATE_docker-config']
if (directory) {
  try {
    rmSync(directory, {recursive: true, force: true, maxRetries: 3})
    process.stdout.write(`Removed the Docker config of this run, ${directory}\n`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stdout.write(
      `::error::The Docker config of this run could not be removed: ${reason}. It contains a login to ECR that stays valid for up to 12 hours.\n`
    )
    process.exitCode = 1
  }
}
