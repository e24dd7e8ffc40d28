// What questions read from: the disk for the command, bytes with names for a page or another program.
import type { Source } from './source.js';

/** A source that holds a file open. */
export interface OpenSource extends Source {
  close(): void;
}

/** The files that words were found to name. */
export interface InputPath {
  readonly path: string;
  /** Why there is nothing to read at that path; null for a file that may be read. */
  readonly problem: string | null;
  /** It is a folder that holds no file with one of the names. */
  readonly folder?: true;
  /** A glob or a search found it: nobody says that it is what is looked for. */
  readonly found?: true;
}

/** What to look for in folders. */
export interface FileSearch {
  /** Globs of file names; none where folders are not to be searched. */
  readonly names: readonly string[];
  /** The word for what a folder lacks: "images". */
  readonly kind: string;
  /** The folder that words are relative to; the working folder without it. */
  readonly base?: string;
}

/** `stream` can be read only once: standard input ("-"), a pipe, a socket. */
export type FileKind = 'file' | 'folder' | 'stream';

/** Files by their paths. A path is opaque but for "/", which parts folders; "-" is standard input. */
export interface Files {
  /** What is at the path; null if nothing, or nothing that may be looked at. */
  kind(path: string): FileKind | null;
  /** The bytes, at most `limit` and one more, so that a reader sees that it was too long. Throws InputError. */
  read(path: string, limit: number): Promise<Uint8Array>;
  /** Bytes at the places asked for; close it when done. Throws InputError. */
  open(path: string): Promise<OpenSource>;
  /** The names in a folder, sorted; only those of plain files or of folders, links taken as neither. Throws InputError. */
  names(folder: string, which?: 'files' | 'folders'): string[];
  /**
   * The files that words name, each once, sorted within a glob or folder: a path is taken as it is, a folder means the
   * files in it with one of the names, a glob the files it matches. A word that names nothing is returned with the problem.
   */
  expand(words: readonly string[], search: FileSearch): Promise<InputPath[]>;
  /** The path relative to a folder, with "/"; without one to the working folder. */
  relative(path: string, folder?: string): string;
  /** These files for paths that a file in the folder names, instead of the user. Throws InputError if it is not there. */
  confined(folder: string): ConfinedFiles;
}

/**
 * Files that other files name. In CI those come from strangers: all that is read lies in their repository, links
 * resolved, and is a plain file; never standard input, a pipe, a device, or git's own.
 */
export interface ConfinedFiles extends Files {
  /** Why the path is not read, in words that follow it; null if it may be, or names nothing. */
  refusal(path: string): string | null;
}
