import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Module, SourceTextModule, SyntheticModule } from 'node:vm';

/** Code that stands in a page of the documentation, run as it stands there. */
export interface DocumentedCode {
  /** Names of the blocks: each begins with a comment that says what the file would be called. */
  readonly files: readonly string[];
  /** What a block exports; it may import packages of this project and other blocks. */
  run<Exports>(file: string): Promise<Exports>;
}

const BLOCK = /^```js\n\/\/ (\S+\.js)\n([\s\S]*?)^```$/gm;

/** @param page its path in this project */
export async function documentedCode(page: string): Promise<DocumentedCode> {
  const text = await readFile(fileURLToPath(new URL(`../../${page}`, import.meta.url)), 'utf8');
  const sources = new Map([...text.matchAll(BLOCK)].map(([, file = '', code = '']) => [file, code]));
  const modules = new Map<string, Module>();

  const block = (file: string): Module => {
    const known = modules.get(file);
    if (known !== undefined) return known;
    const code = sources.get(file);
    if (code === undefined) throw new Error(`${page} has no code block that begins with // ${file}`);
    const module = new SourceTextModule(code, { identifier: `${page}#${file}` });
    modules.set(file, module);
    return module;
  };

  const link = (specifier: string): Module | Promise<Module> =>
    specifier.startsWith('./') ? block(specifier.slice(2)) : installed(specifier);

  return {
    files: [...sources.keys()],
    run: async <Exports>(file: string) => {
      const module = block(file);
      if (module.status === 'unlinked') await module.link(link);
      await module.evaluate();
      return module.namespace as Exports;
    },
  };
}

/** The package that this project has installed: the very one that tests import. */
async function installed(specifier: string): Promise<Module> {
  const exports: Readonly<Record<string, unknown>> = await import(specifier);
  return new SyntheticModule(Object.keys(exports), function (this: SyntheticModule) {
    for (const [name, value] of Object.entries(exports)) this.setExport(name, value);
  });
}
