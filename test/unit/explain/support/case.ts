// The cases of fixtures/explain: files described in YAML, and what is to come of them.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { configViewOf } from '../../../../src/check/view.js';
import { parseConfig, parseXenConfig } from '../../../../src/config/parse.js';
import type { DomainFacts } from '../../../../src/domain/domain.js';
import { domainFactsOf } from '../../../../src/domain/facts.js';
import { readDomainText } from '../../../../src/domain/read-domain.js';
import { recogniseDomain } from '../../../../src/domain/recognise.js';
import { parseXl } from '../../../../src/domain/xl.js';
import { chooseBoots } from '../../../../src/explain/choose-boot.js';
import { explainBoot, type Explanation } from '../../../../src/explain/explain.js';
import type { Flags, InputFile, Inputs } from '../../../../src/explain/inputs.js';
import { logPatterns } from '../../../../scripts/compile/log-patterns.js';
import { parseVersion, type Version } from '../../../../src/input/version.js';
import type { LogBoots } from '../../../../src/log/log.js';
import { readRecord } from '../../../../src/records/kinds.js';
import { readBoots } from '../../../../src/log/read-log.js';
import type { Mode, Role } from '../../../../src/profiles/rule-data.js';
import { edited, fixture } from '../../../support/edited.js';
import { kernelText } from '../../../support/kernel-config.js';
import { imageFacts, type ImageRecipe } from './image-recipe.js';
import { knowledge } from './knowledge.js';
import { initramfsFacts, type InitramfsRecipe } from './initramfs-recipe.js';

/** A config: a whole small one with changes; one of fixtures/configs with changes; or its text. */
export interface ConfigRecipe {
  readonly version?: string;
  readonly arch?: 'x86_64' | 'i386' | 'arm64' | 'arm';
  readonly set?: Readonly<Record<string, 'y' | 'm' | 'n' | null>>;
  readonly from?: string;
}

/** One file: exactly one key. */
export interface CaseFile {
  readonly domain?: string;
  readonly log?: string;
  readonly config?: ConfigRecipe | string;
  readonly hypervisor?: string;
  readonly image?: ImageRecipe;
  readonly initramfs?: InitramfsRecipe;
  /** A boot loader's menu, or a program's output. */
  readonly record?: string;
}

export interface Case {
  readonly about: string;
  readonly xen?: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly role?: Role;
  readonly mode?: Mode;
  /** As --boot. */
  readonly boot?: number;
  readonly files: Readonly<Record<string, CaseFile>>;
  /** Pieces that the evidence of the cause must have. */
  readonly evidence?: readonly { readonly path: string; readonly line?: number; readonly text?: string }[];
}

const caseKeys = ['about', 'xen', 'kernel', 'arch', 'role', 'mode', 'boot', 'files', 'evidence'];
const fileKeys = ['domain', 'log', 'config', 'hypervisor', 'image', 'initramfs', 'record'];

export function readCase(path: string): Case {
  const found = parse(readFileSync(path, 'utf8')) as Case;
  for (const key of Object.keys(found))
    if (!caseKeys.includes(key)) throw new Error(`${path}: unknown key ${key}`);
  for (const [name, file] of Object.entries(found.files)) {
    const keys = Object.keys(file);
    if (keys.length !== 1 || !fileKeys.includes(keys[0]!))
      throw new Error(`${path}: ${name} must have one of ${fileKeys.join(', ')}`);
  }
  return found;
}

const patterns = logPatterns(knowledge);

/** A file of a line or two may be too little to be known for a domain file: here it is one. */
function readDomain(text: string): DomainFacts {
  return recogniseDomain(text)?.syntax ? readDomainText(text) : domainFactsOf(parseXl(text), 'xl');
}

function configText(recipe: ConfigRecipe | string): string {
  if (typeof recipe === 'string') return recipe;
  const { from, version, arch, set = {} } = recipe;
  if (from !== undefined) return edited(fixture(from), set);
  return kernelText({ ...(version && { version }), ...(arch && { arch }), changes: set });
}

function flagsOf(found: Case): Flags {
  const version = (text: string): Version => {
    const read = parseVersion(text);
    if (!read) throw new Error(`not a version: ${text}`);
    return read;
  };
  return {
    ...(found.xen && { xen: version(found.xen) }),
    ...(found.kernel && { kernel: version(found.kernel) }),
    ...(found.arch && { arch: found.arch }),
    ...(found.role && { role: found.role }),
    ...(found.mode && { mode: found.mode }),
  };
}

export async function explainCase(found: Case): Promise<Explanation> {
  const flags = flagsOf(found);
  const logs: InputFile<LogBoots>[] = [];
  let inputs: Inputs = {
    config: null,
    image: null,
    initramfs: null,
    domain: null,
    logs: [],
    hypervisor: null,
    records: [],
  };
  for (const [path, file] of Object.entries(found.files)) {
    if (file.domain !== undefined) inputs = { ...inputs, domain: { path, facts: readDomain(file.domain) } };
    if (file.log !== undefined)
      logs.push({ path, facts: await readBoots([Buffer.from(file.log)], patterns) });
    if (file.config !== undefined) {
      const config = parseConfig(configText(file.config));
      inputs = { ...inputs, config: { path, facts: configViewOf(config, knowledge.facts.suse) } };
    }
    if (file.hypervisor !== undefined)
      inputs = {
        ...inputs,
        hypervisor: { path, facts: parseXenConfig(file.hypervisor) ?? parseConfig(file.hypervisor) },
      };
    if (file.image !== undefined)
      inputs = { ...inputs, image: { path, facts: await imageFacts(file.image) } };
    if (file.record !== undefined) {
      const record = readRecord(file.record, () => false);
      if (!record) throw new Error(`${path}: is no record`);
      inputs = { ...inputs, records: [...inputs.records, { path, facts: record.facts }] };
    }
    if (file.initramfs !== undefined)
      inputs = { ...inputs, initramfs: { path, facts: await initramfsFacts(file.initramfs) } };
  }
  inputs = { ...inputs, logs: chooseBoots(logs, inputs, knowledge.failures, flags, found.boot ?? 0).logs };
  return explainBoot(inputs, knowledge, flags);
}
