/**
 * A member of an object that came from elsewhere, found by its path; undefined where there is none. What an object
 * inherits is no member of it.
 */
export const member = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce(
    (inner, name) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
        ? Reflect.get(inner, name)
        : undefined,
    value,
  );
