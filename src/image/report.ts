import { type ImageProblem, type ProblemArguments, type ProblemCode, problem } from './problems.js';

/** Most problems kept of one image, so that damage cannot fill memory. */
const most = 200;

/** Notes one problem; offsets count from the start of what the current reader reads. */
export type ProblemReporter = <Code extends ProblemCode>(
  code: Code,
  offset: number | null,
  args: ProblemArguments[Code],
) => void;

/** A report into `list`, for content that starts `base` bytes into the file, or that is an unpacked payload. */
export function reportInto(list: ImageProblem[], within: 'file' | 'payload', base = 0): ProblemReporter {
  return (code, offset, args) => {
    if (list.length < most) list.push(problem(code, within, offset === null ? null : offset + base, args));
  };
}
