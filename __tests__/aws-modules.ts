// The product imports these when it needs them, and some at the same time. Node can do that, but the loader of jest on Node 20
// cannot if they share a module that is not linked yet. So whole runs in process import this first.
import '../src/aws/developer-credentials.js'
import '../src/aws/doctor-calls.js'
import '../src/aws/run-calls.js'
