// Compiles assembly/ to WebAssembly, and puts each module's bytes as text beside the compiled code that uses them: see the
// declarations in src/unpack/*/*-code.d.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const modules = { lz4: 'lz4', lzma: 'lzma', zstd: 'zstd' };

for (const [name, room] of Object.entries(modules)) {
  let bytes = new Uint8Array(0);
  const said: string[] = [];
  const options = ['-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort=', '--initialMemory', '8'];
  const { error } = await main([`assembly/${name}.ts`, '--outFile', 'code', ...options, '--baseDir', root], {
    stderr: { write: chunk => void said.push(String(chunk)) },
    writeFile: (_, contents) => {
      bytes = contents as Uint8Array<ArrayBuffer>;
    },
  });
  if (error || said.length > 0) throw new Error(`assembly/${name}.ts:\n${said.join('')}`, { cause: error });
  const text = Buffer.from(bytes).toString('base64');
  const file = join(root, 'build/src/unpack', room, `${name}-code.js`);
  writeFileSync(file, `export const ${name}Code = '${text}';\n`);
}
