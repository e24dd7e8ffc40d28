import { SaxesParser } from 'saxes';
import { depthLimit } from './syntax.js';

/** An element with what stands directly in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of its children, trimmed. */
  text: string;
  readonly children: Element[];
  readonly line: number;
  /** Places in the text: from its "<" to behind its end tag. */
  readonly start: number;
  end: number;
}

interface XmlFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Limit on elements, far above any real guest. */
const elementLimit = 20_000;

/**
 * Reads XML into elements. Never throws; stops at the first fault and gives what was read until there. Entities that the
 * text declares are not expanded, and nothing outside is loaded.
 */
export function readXml(text: string): { root: Element | null; fault: XmlFault | null } {
  const parser = new SaxesParser<{ position: true }>({ position: true });
  let root: Element | null = null;
  let fault: XmlFault | null = null;
  let count = 0;
  let depth = 0;
  let opened = { line: 1, start: 0 };
  const open: Element[] = [];
  class Stop extends Error {}

  const stop = (message: string): never => {
    fault ??= { line: parser.line, column: parser.columnIndex + 1, message };
    throw new Stop();
  };
  parser.on('error', error => {
    stop(error.message.replace(/^(\d+:)+\d*:? ?/, ''));
  });
  parser.on('opentagstart', () => {
    // The parser is behind the name here, and attributes may go on for lines.
    opened = { line: parser.line, start: text.lastIndexOf('<', parser.position - 1) };
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++count > elementLimit || ++depth > depthLimit) stop('too many elements');
    const element: Element = {
      name,
      attributes: { ...(attributes as Record<string, string>) },
      text: '',
      children: [],
      line: opened.line,
      start: opened.start,
      end: text.length,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (part: string) => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    depth--;
    const element = open.pop();
    if (!element) return;
    element.end = parser.position;
    element.text = element.text.trim();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { root, fault };
}

export const child = (element: Element | null, name: string): Element | null =>
  element?.children.find(item => item.name === name) ?? null;

export const children = (element: Element | null, name: string): Element[] =>
  element?.children.filter(item => item.name === name) ?? [];
