// What an initramfs holds.
import { isBuiltIn, moduleIn } from '../../initramfs/holds.js';
import type { InitramfsFacts } from '../../initramfs/initramfs.js';
import type { InitProgram } from '../../initramfs/program.js';
import { type Answer, at, type Evidence, no, unknown, answerIf, yes } from '../answer.js';
import type { InputFile, Inputs } from '../inputs.js';
import { matches, regexFault, type Signs } from './sign.js';

/** Is the module in it, as a file or built in as its own list says? */
export function hasModule({ path, facts }: InputFile<InitramfsFacts>, module: string): Answer {
  const file = moduleIn(facts, module);
  if (file !== null) return yes(at(path, null, file));
  if (isBuiltIn(facts, module)) return yes(at(path, null, `${module} in modules.builtin`));
  return no(at(path, null, `no ${module}.ko among ${facts.modules.length} modules`));
}

const programKinds: Readonly<Record<string, (program: InitProgram) => boolean>> = {
  script: ({ kind }) => kind === 'script',
  crlf: ({ interpreter }) => interpreter?.endsWith('\r') === true,
  elf32: ({ bits }) => bits === 32,
  elf64: ({ bits }) => bits === 64,
  x86: ({ machine }) => machine === 'x86',
  arm: ({ machine }) => machine === 'arm',
  arm64: ({ machine }) => machine === 'arm64',
  'no-program': ({ kind }) => kind === 'other',
  'not-executable': ({ executable }) => !executable,
};

function programText({ kind, interpreter, bits, machine, executable }: InitProgram): string {
  const what =
    kind === 'script'
      ? `a script for ${JSON.stringify(interpreter)}`
      : kind === 'elf'
        ? `a program of ${bits ?? 'unknown'} bits for ${machine ?? 'another machine'}`
        : 'neither a script nor an ELF program';
  return `/init is ${what}${executable ? '' : ', not executable'}`;
}

export const initramfsSigns: Signs = {
  initramfs: {
    about: 'an initramfs is given and can be read',
    takes: null,
    ask: ({ inputs: { initramfs } }) => answerIf(initramfs !== null),
  },
  module: {
    about: 'the initramfs holds module X, or its modules.builtin names it',
    takes: 'the name of a module: xen-blkfront',
    ask: ({ inputs: { initramfs } }, about) => (initramfs ? hasModule(initramfs, about) : unknown),
  },
  'initramfs-tool': {
    about: 'the initramfs holds program X',
    takes: 'cryptsetup, lvm, mdadm, multipath, btrfs, zpool or kpartx',
    ask: ({ inputs: { initramfs } }, about) =>
      initramfs
        ? answerIf(
            initramfs.facts.tools.includes(about),
            at(initramfs.path, null, initramfs.facts.tools.includes(about) ? about : `no ${about}`),
          )
        : unknown,
  },
  'init-program': {
    about: "the initramfs' /init is of kind X",
    takes:
      'script, crlf (a script with lines of DOS), elf32, elf64, x86, arm, arm64, no-program (neither script nor ELF) or not-executable',
    fault: about => (about in programKinds ? null : 'is no kind of program'),
    ask: ({ inputs: { initramfs } }, about) => {
      const program = initramfs?.facts.program;
      if (!initramfs || !program) return unknown;
      return answerIf(programKinds[about]!(program), at(initramfs.path, null, programText(program)));
    },
  },
  'initramfs-problem': {
    about: 'reading the initramfs showed problem X',
    takes: 'a code of InitramfsProblem: damaged, cut, no-init, ...',
    ask: ({ inputs: { initramfs } }, about) => {
      if (!initramfs) return unknown;
      const found = initramfs.facts.problems.find(problem => problem.code === about);
      return found
        ? yes({ path: initramfs.path, line: null, offset: found.offset, text: found.detail })
        : no();
    },
  },
  'initramfs-setting': {
    about: 'a small file in the initramfs tells something that fits pattern X',
    takes: 'a regular expression for its text',
    fault: regexFault,
    ask({ inputs: { initramfs } }, about) {
      // Of a list of names nothing is known but these.
      if (!initramfs || initramfs.facts.archives.length === 0) return unknown;
      const found = [...initramfs.facts.settings].find(([, text]) => matches(about, text));
      return found ? yes(at(initramfs.path, null, found[0])) : no();
    },
  },
  'modules-fit': {
    about:
      'the initramfs has modules for the release of the kernel: of the image, else of the one in the logs',
    takes: null,
    ask({ inputs }) {
      const { initramfs } = inputs;
      const kernel = releaseOf(inputs);
      if (!initramfs || !kernel || initramfs.facts.releases.length === 0) return unknown;
      return answerIf(
        initramfs.facts.releases.includes(kernel.release),
        kernel.evidence,
        at(initramfs.path, null, `modules for ${initramfs.facts.releases.slice(0, 4).join(', ')}`),
      );
    },
  },
};

/** The release of the kernel that boots. Logs count only if they name a single kernel, since dom0's may be in them too. */
function releaseOf({ image, logs }: Inputs): { release: string; evidence: Evidence } | null {
  const built = image?.facts.version ?? null;
  if (image && built !== null) return { release: built, evidence: at(image.path, null, `Linux ${built}`) };
  const said = logs.flatMap(({ path, facts }) => facts.kernels.map(kernel => ({ path, ...kernel })));
  const [first] = said;
  if (!first || said.some(({ release }) => release !== first.release)) return null;
  return { release: first.release, evidence: at(first.path, first.line, `Linux ${first.release}`) };
}
