import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadTemplate, type Template } from '../../sandbox/template/assembly.ts';

/** A stack as the CDK would write it. */
export interface HandMadeStack {
  readonly Resources: Record<string, unknown>;
  readonly Metadata?: Record<string, unknown>;
  readonly Outputs?: Record<string, unknown>;
  readonly Conditions?: Record<string, unknown>;
  readonly Parameters?: Record<string, unknown>;
  /** From S3 key to the text of the asset's `index.js`. */
  readonly assets?: Record<string, string>;
}

/** Writes an assembly with one stack called `Stack`, loads it, hands it over and removes it. */
export async function withTemplate<T>(
  stack: HandMadeStack,
  use: (template: Template) => Promise<T> | T,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'assembly-'));
  try {
    await write(directory, stack);
    return await use(await loadTemplate(directory, 'Stack'));
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function write(directory: string, { assets = {}, ...template }: HandMadeStack): Promise<void> {
  const save = async (path: string, content: unknown) => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  await save('manifest.json', {
    artifacts: {
      'Stack.assets': { type: 'cdk:asset-manifest', properties: { file: 'Stack.assets.json' } },
      Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Stack.template.json' } },
    },
  });
  await save('Stack.template.json', template);
  const keys = Object.keys(assets);
  const files = keys.map((key) => [
    key,
    { source: { path: `asset.${key}` }, destinations: { here: { objectKey: key } } },
  ]);
  await save('Stack.assets.json', { files: Object.fromEntries(files) });
  await Promise.all(keys.map((key) => save(`asset.${key}/index.js`, assets[key])));
}
