import {ensureEngine} from './setup/engine.js'
import {parseStagesFile} from './src/stages/file.js'
import {deploy} from './testbed/deploy.js'
import {Job} from './testbed/runner.js'
import {SampleRepository, STAGES_FILE} from './testbed/sample.js'
import {startTestbed} from './testbed/testbed.js'
const engine = await ensureEngine()
Object.assign(process.env, engine.environment); console.log(engine.description, process.env.DOCKER_HOST)
const testbed = await startTestbed()
try {
  deploy(testbed, parseStagesFile(STAGES_FILE, 'x'))
  const base = await SampleRepository.addBase(testbed)
  const sample = await SampleRepository.create(testbed, base)
  await sample.branch('feature/hello')
  await sample.write({'app/hello.sh': 'echo hi there\n'})
  await sample.commit('Say hi')
  for (let i = 0; i < 2; i++) {
    const job = await Job.start()
    const event = await sample.pullRequest(12, 'feature/hello')
    testbed.requests.length = 0
    const r = await job.step({...event, workspace: sample.directory})
    console.log(r.log, r.exitCode, r.ms, r.outputs, r.summary)
    console.log(JSON.stringify((await testbed.registry('111122223333','eu-west-1')).manifest('sample-image/development','pr-12'),null,1)); console.log(testbed.requests.map(q => `${q.service} ${q.method} ${q.path} ${q.status} ${q.ms|0}`).join('\n'))
    if (i==0) console.log((await job.post({...event, workspace: sample.directory}, r.state)).log, r.exported, r.masked.length)
    await job.end()
  }
  await sample.remove()
} finally { await testbed.close(); await engine.stop() }
