// node_modules/.bin is on PATH only under npm: started directly on an older Node, jest cannot load TypeScript.
if (Number.parseInt(process.versions.node, 10) < 24) {
  throw new Error(`Node 24 is needed, this is ${process.version}. Start the tests with "npm test".`);
}

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/make-assemblies-directory.ts',
  globalTeardown: '<rootDir>/test/support/remove-assemblies.ts',
  // One more than the cores that CI has: much of a backfill waits for the thirty requests a second that it keeps.
  maxWorkers: 3,
  // Slow machines take a while to synthesize the CDK app.
  testTimeout: 120_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024', keepClassNames: true },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Globals are slow inside jest's vm: without this, one SRP sign-in takes seconds instead of milliseconds.
  sandboxInjectedGlobals: ['Math'],
  moduleNameMapper: {
    '^aws-amplify$': '<rootDir>/node_modules/aws-amplify/dist/cjs/index.js',
    '^aws-amplify/auth$': '<rootDir>/node_modules/aws-amplify/dist/cjs/auth/index.js',
  },
  collectCoverageFrom: ['migration/**/*.ts'],
  coverageThreshold: { './migration/': { branches: 100, functions: 100, lines: 100, statements: 100 } },
};
