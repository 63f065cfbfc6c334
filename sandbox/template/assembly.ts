import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** One resource of a template, as written. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  /** Name of a condition of the template. */
  readonly Condition?: string;
}

/** A stack's template as `cdk synth` wrote it, with the assets that it names. */
export interface Template {
  readonly stackName: string;
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Condition?: string }>>;
  /** From the S3 key under which an asset would be published to its path on this machine. */
  readonly assets: ReadonlyMap<string, string>;
}

/**
 * Reads one stack from the directory that `cdk synth` wrote.
 *
 * @throws Error if the assembly has no such stack; the message names those that it has.
 * @see https://github.com/aws/aws-cdk/tree/main/packages/aws-cdk-lib/cloud-assembly-schema
 */
export async function loadTemplate(assemblyDirectory: string, stackName: string): Promise<Template> {
  const { artifacts = {} } = await readJson<Manifest>(assemblyDirectory, 'manifest.json');
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [id, stack] =
    stacks.find(([key, artifact]) => key === stackName || artifact.properties?.stackName === stackName) ?? [];
  if (!id || !stack?.properties?.templateFile) {
    const known = stacks.map(([key]) => key).join(', ');
    throw new Error(`${assemblyDirectory} has no stack "${stackName}"; it has: ${known || 'none'}.`);
  }
  const written = await readJson<Partial<Template>>(assemblyDirectory, stack.properties.templateFile);
  const { Metadata = {}, Parameters = {}, Conditions = {}, Resources = {}, Outputs = {} } = written;
  const assets = await readAssets(assemblyDirectory, artifacts[`${id}.assets`]?.properties?.file);
  const name = stack.properties.stackName ?? id;
  return { stackName: name, Metadata, Parameters, Conditions, Resources, Outputs, assets };
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    /** Of an asset manifest. */
    readonly file?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

async function readAssets(directory: string, file: string | undefined): Promise<Map<string, string>> {
  const assets = new Map<string, string>();
  if (!file) return assets;
  const { files = {} } = await readJson<AssetManifest>(directory, file);
  for (const { source, destinations } of Object.values(files)) {
    for (const { objectKey } of Object.values(destinations)) {
      if (source.path) assets.set(objectKey, resolve(directory, source.path));
    }
  }
  return assets;
}

/** The CDK wrote the file: its schema says what is in it. */
async function readJson<T>(directory: string, file: string): Promise<T> {
  return JSON.parse(await readFile(join(directory, file), 'utf8'));
}
