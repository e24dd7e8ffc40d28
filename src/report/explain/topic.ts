// One id or option explained: what it is, since when, what rests on it, and how that is known.
import pc from 'picocolors';
import type { FailureMode } from '../../explain/failure.js';
import type { Topic } from '../../explain/topic.js';
import { safeText } from '../../input/safe-text.js';
import { rangeText } from '../../input/version.js';
import { evidenceText } from '../../xen/check-table.js';
import { checkTexts } from '../check/checks.js';
import { placeNames, stepNames } from './words.js';
import { printed } from '../check/json.js';
import type { Colors } from '../words/paint.js';
import { profileText, ruleLines } from '../profiles.js';
import { wrap } from '../words/wrap.js';

/** As text; `width` in characters. */
export function topicText(topics: readonly Topic[], width: number, color: boolean): string {
  const colors = pc.createColors(color);
  return topics.map(topic => one(topic, width, color, colors).join('\n')).join('\n\n') + '\n';
}

function one(topic: Topic, width: number, color: boolean, colors: Colors): string[] {
  switch (topic.kind) {
    case 'failure':
      return failure(
        topic.mode,
        topic.patterns.map(({ regex }) => regex),
        width,
        colors,
      );
    case 'rule':
      return [
        ...ruleLines(topic.rule, width, colors),
        ...labelled('in', `the profiles ${topic.profiles.join(', ')}`, width, colors),
      ];
    case 'check': {
      const { title, levels, stage, about, fix } = checkTexts[topic.check];
      return [
        `${colors.bold(topic.check)}  ${levels.join(' or ')}: ${title}`,
        ...labelled('stage', stage ?? 'of the file itself', width, colors),
        ...labelled('why', about, width, colors),
        ...labelled('fix', fix, width, colors),
        ...labelled('in', 'every file gets this check', width, colors),
      ];
    }
    case 'profile':
      return [profileText(topic.profile, width, color).trimEnd()];
    case 'message': {
      const { message, modes } = topic;
      return [
        `${colors.bold(message.id)}  a message of ${sides[message.side] ?? message.side}`,
        ...labelled('text', message.text, width, colors),
        ...labelled('means', message.cause, width, colors),
        ...labelled('Xen', message.xen.map(rangeText).join(', '), width, colors),
        ...(modes.length ? labelled('shows', modes.join(', '), width, colors) : []),
        ...message.evidence.flatMap(source => labelled('evidence', evidenceText(source), width, colors)),
      ];
    }
    case 'option': {
      const { option, lives, never, rules, modes } = topic;
      const lines = [colors.bold(`CONFIG_${option}`)];
      const add = (label: string, text: string) => lines.push(...labelled(label, text, width, colors));
      if (never)
        add(
          'never',
          `No kernel has it.${never.means ? ` CONFIG_${never.means} is meant.` : ''} ${never.note}`,
        );
      for (const { arch, life } of lives)
        add(
          'exists',
          [
            `${arch}: ${rangeText({ from: life.from, to: life.to })}`,
            life.type,
            life.prompt === false ? 'no prompt: it follows from others' : null,
            life.depends ? `needs ${life.depends}` : null,
          ]
            .filter(Boolean)
            .join(', '),
        );
      for (const { rule, profiles } of rules) {
        add('rule', `${rule.id} (${rule.level} at ${rule.stage}; ${profiles.join(', ')}): ${rule.reason}`);
        for (const source of rule.evidence) add('', `evidence: ${source}`);
      }
      for (const mode of modes) add('failure', `${mode.id}: ${mode.title}`);
      return lines;
    }
  }
}

const sides: Readonly<Record<string, string>> = {
  'dom0-x86': 'the hypervisor',
  'dom0-arm': 'the hypervisor on Arm',
  libelf: 'the hypervisor, or of the tools in their log',
  'domU-libxc': "the tools' domain builder",
  'domU-libxl': 'libxl',
  'domU-xl-config': 'xl, about the domain file',
  'domU-pygrub': 'pygrub',
};

const confidenceNames = {
  source: 'the sources below say it',
  derived: 'concluded from source code',
  mixed: 'partly from the sources below, partly from experience',
  memory: 'from experience; no source is at hand',
} as const;

function failure(mode: FailureMode, patterns: readonly string[], width: number, colors: Colors): string[] {
  const lines = wrap(safeText(mode.title), width).map(line => colors.bold(line));
  const add = (label: string, text: string) => lines.push(...labelled(label, text, width, colors));
  add('id', `${mode.id}${mode.harmless ? ', harmless' : ''}`);
  add('stage', stepNames[mode.step]);
  const scope = [
    mode.role?.join(' or '),
    mode.mode?.join(' or '),
    mode.arch?.join(' or '),
    mode.kernel && `Linux ${mode.kernel.map(rangeText).join(', ')}`,
    mode.xen && `Xen ${mode.xen.map(rangeText).join(', ')}`,
  ].filter(Boolean);
  add('for', scope.length ? scope.join('; ') : 'every boot');
  add('seen', mode.symptom);
  add('why', mode.cause);
  for (const fix of mode.fix) {
    add('fix', `${placeNames[fix.to]}: ${fix.text}`);
    for (const line of fix.lines) lines.push(`                ${colors.green(safeText(line))}`);
    for (const command of fix.commands)
      lines.push(`                ${colors.green(`$ ${safeText(command)}`)}`);
  }
  if (mode.settle) add('settle', mode.settle);
  for (const pattern of patterns) add('in logs', pattern);
  add('known', confidenceNames[mode.confidence]);
  for (const source of mode.sources) add('source', source);
  return lines;
}

function labelled(label: string, text: string, width: number, colors: Colors): string[] {
  return wrap(safeText(text), width - 12).map(
    (line, index) => `  ${colors.dim((index === 0 ? label : '').padEnd(10))}${line}`,
  );
}

/** As JSON, schema/topics.json: a list with one entry for each thing of that name. */
export function topicJson(topics: readonly Topic[], version: string): string {
  const reported = topics.map(topic =>
    topic.kind === 'check' ? { ...topic, ...checkTexts[topic.check] } : topic,
  );
  return printed({ schemaVersion: 1, tool: { name: 'xen-checkconfig', version }, topics: reported });
}
