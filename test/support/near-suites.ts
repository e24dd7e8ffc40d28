import { distance } from '../../src/input/nearest.js';

/** Up to five paths of suites that are likeliest meant by names that match none. */
export function nearSuites(names: readonly string[], paths: readonly string[]): string[] {
  const far = (path: string) => {
    const parts = path.replace(/^test\/[^/]+\//, '').replace(/\.test\.ts$/, '');
    const forms = [parts, ...parts.split('/'), ...parts.split(/[/-]/)];
    return Math.min(
      ...names.flatMap(name =>
        forms.map(form => distance(name.toLowerCase().replace(/(\.test)?\.ts$/, ''), form, 99) / form.length),
      ),
    );
  };
  return paths
    .map(path => ({ path, far: far(path) }))
    .sort((left, right) => left.far - right.far)
    .slice(0, 5)
    .map(({ path }) => path);
}
