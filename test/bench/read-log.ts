// Reads the log that the first argument names with the patterns of the second, a JSON file: one process to be measured.
import '../../src/platform/node.js';
import { createReadStream, readFileSync } from 'node:fs';
import type { Pattern } from '../../src/log/log.js';
import { readLog } from '../support/read-log.js';

const patterns = JSON.parse(readFileSync(process.argv[3]!, 'utf8')) as Pattern[];
const facts = await readLog(createReadStream(process.argv[2]!, { highWaterMark: 1 << 18 }), patterns);
if (facts.hits.size === 0) process.exitCode = 4;
