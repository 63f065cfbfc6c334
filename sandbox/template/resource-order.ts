import type { TemplateResource } from './assembly.ts';
import { references } from './intrinsics.ts';

type Entry = readonly [logicalId: string, resource: TemplateResource];

/**
 * Sorts resources so that each comes after those that it refers to or depends on.
 *
 * @throws Error that names the circle, which CloudFormation would refuse as well.
 */
export function inOrderOfDependence(entries: readonly Entry[]): Entry[] {
  const byId = new Map(entries);
  const ordered = new Map<string, TemplateResource>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    const resource = byId.get(logicalId);
    if (!resource || ordered.has(logicalId)) return;
    if (path.includes(logicalId)) {
      throw new Error(`Circular dependency between resources: ${[...path, logicalId].join(' -> ')}`);
    }
    for (const other of dependencies(resource)) visit(other, [...path, logicalId]);
    ordered.set(logicalId, resource);
  };
  for (const [logicalId] of entries) visit(logicalId, []);
  return [...ordered];
}

function dependencies({ Properties, DependsOn = [] }: TemplateResource): string[] {
  return [...(typeof DependsOn === 'string' ? [DependsOn] : DependsOn), ...references(Properties)];
}
