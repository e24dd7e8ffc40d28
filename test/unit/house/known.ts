// Breaks of the walls that are known. The list may only get shorter: one that is gone from src/ and still stands here fails.

/** Imports that go up, or into another room of the same floor: "importer -> imported". */
export const knownImports: string[] = [];

/** Circles of files, each with its files in order of their names. */
export const knownCircles: string[][] = [];

/** Exported names that nothing in src/ uses: "file: name". */
export const knownExports: string[] = [];
