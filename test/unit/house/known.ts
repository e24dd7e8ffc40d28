// Breaks of the walls that are known. The list may only get shorter: one that is gone from src/ and still stands here fails.

/** Imports that go up, or into another room of the same floor: "importer -> imported". */
export const knownImports: string[] = [
  'src/api/choose.ts -> src/node/knowledge.ts',
  'src/api/config-in-image.ts -> src/node/knowledge.ts',
  'src/api/config-in-image.ts -> src/node/file-source.ts',
  'src/api/config-in-image.ts -> src/node/files.ts',
  'src/api/config-in-image.ts -> src/node/io.ts',
  'src/api/gate.ts -> src/node/knowledge.ts',
  'src/api/gate.ts -> src/report/check/checks.ts',
  'src/api/gate.ts -> src/node/files.ts',
  'src/api/gate.ts -> src/node/io.ts',
  'src/api/gate.ts -> src/node/repository-file.ts',
  'src/api/inputs.ts -> src/node/files.ts',
  'src/api/inputs.ts -> src/node/io.ts',
  'src/api/inputs.ts -> src/cli/arguments/options.ts',
  'src/api/inputs.ts -> src/node/repository-file.ts',
  'src/api/judge.ts -> src/node/knowledge.ts',
  'src/api/judge.ts -> src/node/io.ts',
  'src/api/judge.ts -> src/cli/arguments/options.ts',
  'src/api/keep-results.ts -> src/cli/arguments/options.ts',
  'src/api/merge.ts -> src/node/files.ts',
  'src/api/merge.ts -> src/node/io.ts',
  'src/api/merge.ts -> src/cli/arguments/options.ts',
  'src/api/recipes.ts -> src/node/files.ts',
  'src/api/recipes.ts -> src/node/io.ts',
  'src/api/recipes.ts -> src/cli/arguments/options.ts',
  'src/api/recognise-file.ts -> src/node/file-source.ts',
  'src/api/recognise-file.ts -> src/node/io.ts',
  'src/api/tree-config.ts -> src/node/io.ts',
  'src/api/tree-config.ts -> src/node/kernel-tree.ts',
  'src/api/tree-config.ts -> src/node/open-tree.ts',
  'src/node/open-tree.ts -> src/report/kconfig/text.ts',
  'src/node/repository-file.ts -> src/cli/arguments/options.ts',
];

/** Circles of files, each with its files in order of their names. */
export const knownCircles: string[][] = [['src/api/inputs.ts', 'src/api/merge.ts']];

/** Exported names that nothing in src/ uses: "file: name". */
export const knownExports: string[] = [
  'src/api/diff-report.ts: DiffSummary',
  'src/api/explain-report.ts: InputKind',
  'src/api/judge.ts: Judge',
  'src/api/recognise-file.ts: Read',
  'src/api/report.ts: Summary',
  'src/api/tree-config.ts: releaseOf',
  'src/cli/arguments/explain-options.ts: explainFormats',
  'src/cli/arguments/explain-options.ts: ExplainFormat',
  'src/cli/arguments/kconfig-options.ts: treeOptions',
  'src/cli/arguments/kconfig-options.ts: treeArguments',
  'src/cli/fleet/workers.ts: Workers',
  'src/domain/read-domain.ts: readDomain',
  'src/initramfs/read-initramfs.ts: isInitramfs',
  'src/node/file-source.ts: streamLimit',
  'src/node/knowledge.ts: loadRuleLifetimes',
  'src/node/shell-runner.ts: ShellRunner',
];
