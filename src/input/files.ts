// What questions read from: the disk for the command, bytes with names for a page or another program.
import type { Source } from './source.js';

/** A source that holds a file open. */
export interface OpenSource extends Source {
  close(): void;
}

/** What words were found to name. */
export interface InputPath {
  readonly path: string;
  /** Why there is nothing to read at that path; null for a file that may be read. */
  readonly problem: string | null;
  /** It is a folder, and nothing with one of the names is in it. */
  readonly folder?: true;
}

/** What to look for in folders. */
export interface FileSearch {
  /** Globs of file names. */
  readonly names: readonly string[];
  /** The word for what a folder lacks: "images". */
  readonly kind: string;
  /** The folder that words are relative to; the working folder without it. */
  readonly base?: string;
}

/** `stream` is what can be read but once: standard input ("-"), a pipe, a socket. */
export type FileKind = 'file' | 'folder' | 'stream';

/** Files by their paths. A path is opaque but for "/", which parts folders; "-" is standard input. */
export interface Files {
  /** What is at the path; null if nothing, or nothing that may be looked at. */
  kind(path: string): FileKind | null;
  /** The bytes, at most `limit` and one more, so that a reader sees that it was too long. Throws InputError. */
  read(path: string, limit: number): Promise<Uint8Array>;
  /** Bytes at the places asked for; close it when done. Throws InputError. */
  open(path: string): Promise<OpenSource>;
  /** The names in a folder, sorted; `files` without folders and what is no plain file. Throws InputError. */
  names(folder: string, which?: 'files'): string[];
  /**
   * The files that words stand for, each once, sorted within a glob or folder: a path as it is, a folder for the files
   * with one of the names in it, a glob for what it matches. What stands for nothing comes with the problem.
   */
  expand(words: readonly string[], search: FileSearch): Promise<InputPath[]>;
  /** The path relative to a folder, with "/"; without one to the working folder. */
  relative(path: string, folder?: string): string;
  /** Tells of paths whether they lie in the repository that `path` is in; all do where it is in none. */
  repositoryOf(path: string): (path: string) => boolean;
}
