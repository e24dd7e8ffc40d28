// The sources that this tier reads, and the messages of profiles/ that it holds against them.
import { linuxSources, xenSources } from '../../scripts/messages/trees.js';
import type { SourceMessage } from '../../scripts/messages/catalogue.js';
import type { Component } from '../../scripts/messages/components.js';

/** By release; null where no git directory of Xen with its release tags is at hand. */
export const xen = xenSources(process.env.XEN_TREE);
/** The same of kernel trees. */
export const linux = linuxSources(process.env.LINUX_TREES);

export const whyNoXen = 'skipped: XEN_TREE names no git directory of Xen with its release tags';
export const whyNoLinux = 'skipped: LINUX_TREES names no folder of kernel trees';

/** The sources of a component; null where they are not at hand. */
export const sourcesOf = ({ tree }: Component) => (tree === 'xen' ? xen : linux);

/** All that was read, of all releases. */
export const everything = (): SourceMessage[] =>
  [xen, linux].flatMap(sources => [...(sources?.values() ?? [])].flat());
