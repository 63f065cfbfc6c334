import { existsSync, statSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Finds the handler in a function's code.
 *
 * @throws Error with the names that Lambda gives: `Runtime.ImportModuleError`, `Runtime.HandlerNotFound`, or what the
 * module itself threw.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export async function loadHandler({ code, handler }: { code: string; handler: string }): Promise<Handler> {
  const [file = '', exported = ''] = splitHandler(handler);
  const loaded = statSync(code, { throwIfNoEntry: false })?.isDirectory()
    ? await loadFromPackage(code, file)
    : await loadFile(code);
  const found: unknown = property(loaded, exported) ?? property(property(loaded, 'default'), exported);
  if (typeof found !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  return (event, context) => found(event, context);
}

async function loadFile(file: string): Promise<unknown> {
  if (!existsSync(file)) throw cannotFind(file);
  return import(pathToFileURL(file).href);
}

async function loadFromPackage(directory: string, file: string): Promise<unknown> {
  const path = ['.js', '.mjs', '.cjs'].map((ending) => join(directory, file + ending)).find(existsSync);
  if (!path) throw cannotFind(file);
  isolate(directory);
  return path.endsWith('.mjs') ? import(pathToFileURL(path).href) : createRequire(path)(path);
}

/**
 * In Lambda nothing lies above the deployment package. Here it may lie inside a project, whose package.json would
 * turn its `.js` files into ES modules and whose node_modules would hide that a dependency was not bundled.
 */
function isolate(directory: string): void {
  const inside = directory + sep;
  registerHooks({
    load(url, context, nextLoad) {
      const path = url.startsWith('file:') ? fileURLToPath(url) : '';
      const isScript = path.startsWith(inside) && path.endsWith('.js');
      const format = isScript && !existsSync(join(directory, 'package.json')) ? 'commonjs' : context.format;
      return nextLoad(url, { ...context, format });
    },
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      if (!resolved.url.startsWith('file:') || fileURLToPath(resolved.url).startsWith(inside))
        return resolved;
      throw cannotFind(specifier);
    },
  });
}

/** `dir/file.export` -> [`dir/file`, `export`] */
function splitHandler(handler: string): [string, string] {
  const dot = handler.lastIndexOf('.');
  return [handler.slice(0, dot), handler.slice(dot + 1)];
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const cannotFind = (name: string) =>
  runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);

function runtimeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
