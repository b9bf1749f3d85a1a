// Before the tests of each project: what the sources import and nobody writes by hand.
import { describeClient } from '../packages/core/build/describe-client.mjs'

export default describeClient
